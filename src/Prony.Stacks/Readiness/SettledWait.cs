using Prony.Measurement.Clocks;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Stacks.Readiness;

/// <summary>Waits until a service is quiet: little CPU and no change of its process count, twice running.</summary>
/// <remarks>
/// A pre-fork server answers from its first worker while the others still start; measuring then cost a factor of 3.6 in a trial.
/// </remarks>
internal sealed class SettledWait
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(400);
    private const int QuietPeriodsNeeded = 2;

    private readonly RunningService _service;
    private readonly int _processesExpected;

    /// <param name="service">Who must become quiet.</param>
    /// <param name="processesExpected">Processes that it must have by then; 0 when unknown.</param>
    internal SettledWait(RunningService service, int processesExpected)
    {
        _service = service;
        _processesExpected = processesExpected;
    }

    /// <summary>True when it became quiet; false when the time was over first or nothing of it lives any more.</summary>
    internal async Task<bool> RunAsync(CancellationToken ct)
    {
        var settled = _service.Definition.Settled;
        if (!settled.Wait)
        {
            return true;
        }

        var cpuMaxNs = MonotonicClock.ToNs(settled.Cpu ?? SettledDefinition.DefaultCpu);
        var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(settled.Within ?? SettledDefinition.DefaultWithin);
        var before = Sample();
        for (var quiet = 0; quiet < QuietPeriodsNeeded;)
        {
            if (before.Processes == 0 || MonotonicClock.NowNs >= deadlineNs)
            {
                return false;
            }

            await Task.Delay(Period, ct).ConfigureAwait(false);
            var now = Sample();
            var isQuiet = now.Processes == before.Processes
                && now.Processes >= _processesExpected
                && (now.CpuNs - before.CpuNs) * MonotonicClock.ToNs(Period) < cpuMaxNs * (now.AtNs - before.AtNs);
            quiet = isQuiet ? quiet + 1 : 0;
            before = now;
        }

        return true;
    }

    private (long AtNs, long CpuNs, int Processes) Sample()
    {
        var live = _service.Group.ReadLive();
        return (MonotonicClock.NowNs, _service.Group.ReadCpuNs(live), live.Count);
    }
}
