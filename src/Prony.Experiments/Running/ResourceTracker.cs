using Prony.Experiments.Gates;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>What a candidate uses during one trial: readings at the edges of the window and every second between them.</summary>
/// <remarks>Thread: everything is called from the coordinating thread of the load, one call at a time.</remarks>
/// <param name="stack">The candidate.</param>
/// <param name="idleCores">What it uses when nobody asks, cores.</param>
/// <param name="shared">Services that all candidates share; null for none. They are listed apart and part of no sum but <see cref="ResourceSummary.CpuWithSharedS"/>.</param>
internal sealed class ResourceTracker(IRunningStack stack, double idleCores, IRunningStack? shared = null)
{
    private readonly ServiceAccount _own = new(stack, shared: false);
    private readonly ServiceAccount? _shared = shared is null ? null : new ServiceAccount(shared, shared: true);
    private readonly List<double> _rssOfWindow = [];
    private double _machineStartS;
    private double _machineEndS;

    /// <summary>CPU of the candidate in the latest sampled second, in cores; null before the first.</summary>
    public double? LatestCores { get; private set; }

    /// <summary>CPU seconds of the whole machine in the window; null before its end.</summary>
    public double? MachineCpuS => !_own.KnowsEnd && _machineEndS == 0 ? null : _machineEndS - _machineStartS;

    /// <summary>CPU of all services so far, nanoseconds; null when it is not known.</summary>
    public long? ReadCpuNs() => stack.Read() is { Count: > 0 } now ? now.Sum(reading => reading.CpuNs) : null;

    public void Begin()
    {
        _own.Begin();
        _shared?.Begin();
    }

    public void MarkWarmupEnding()
    {
        _own.MarkWarmupEnding();
        _shared?.MarkWarmupEnding();
    }

    public void MarkWindowStart()
    {
        _machineStartS = CpuTimes.ReadMachine().BusyS;
        _own.MarkWindowStart();
        _shared?.MarkWindowStart();
        _own.LookAfterStart();
        _shared?.LookAfterStart();
    }

    public void MarkWindowEnd()
    {
        _own.MarkWindowEnd();
        _shared?.MarkWindowEnd();
        _machineEndS = CpuTimes.ReadMachine().BusyS;
        _own.LookAfterWindow();
        _shared?.LookAfterWindow();
    }

    /// <summary>One reading per service for the second that is just complete.</summary>
    /// <param name="slice">The same second on the load side: both lines carry its start.</param>
    public IReadOnlyList<ResourceRecord> Sample(SliceRecord slice)
    {
        var records = _own.Sample(slice, out var now, out var cores);
        LatestCores = now.Count == 0 ? null : cores;
        if (slice.Phase == PhaseName.Window && now.Count > 0)
        {
            _rssOfWindow.Add(now.Sum(reading => reading.RssBytes));
        }

        return _shared is null ? records : [.. records, .. _shared.Sample(slice, out _, out _)];
    }

    /// <summary>How memory went in the whole seconds of the window; null when they are too few or nothing is known.</summary>
    /// <param name="windowS">Its length, seconds.</param>
    public MemoryGrowth? Growth(double windowS) => MemoryGrowth.Of([.. _rssOfWindow.Take(WindowSeconds.WholeIn(windowS))]);

    /// <summary>What each service did in the window, and what bounds it; empty before its end and for a candidate whose processes are not known.</summary>
    public IReadOnlyList<ServiceUse> Uses() => _own.Uses();

    /// <summary>The same of the services that all candidates share; empty without them.</summary>
    public IReadOnlyList<ServiceUse> SharedUses() => _shared?.Uses() ?? [];

    /// <summary>What the window cost.</summary>
    /// <param name="windowS">Its length, seconds.</param>
    /// <param name="successes">Successful requests due in it.</param>
    public ResourceSummary? Summarise(double windowS, long successes)
    {
        if (!_own.IsComplete)
        {
            return null;
        }

        var services = _own.Summarise(windowS);
        var sharedServices = _shared?.Summarise(windowS) ?? [];
        var cpuS = services.Values.Sum(s => s.CpuS);
        var meanCores = windowS > 0 ? cpuS / windowS : 0;
        var pssEnd = services.Values.Sum(s => s.MemoryPssBytes);
        var growth = Growth(windowS);
        return new ResourceSummary
        {
            CpuSource = stack.CpuSource,
            CpuS = cpuS,
            IdleCores = idleCores,
            CpuPerRequestNs = successes > 0 ? Math.Max(0, cpuS - idleCores * windowS) * 1e9 / successes : null,
            CpuPerRequestGrossNs = successes > 0 ? cpuS * 1e9 / successes : null,
            CpuCores = new CoresRecord(meanCores, Math.Max(meanCores, _own.PeakCores)),
            MemoryPssBytes = pssEnd,
            MemoryPssWarmupBytes = _own.PssWarmupBytes,
            MemoryUssBytes = services.Values.Sum(s => s.MemoryUssBytes),
            MemoryPeakBytes = Math.Max(pssEnd, _own.PssWarmupBytes),
            CgroupPeakBytes = SumIfAll(services.Values, s => s.CgroupPeakBytes),
            MemoryGrowthBytesPerMin = growth?.BytesPerMin,
            MemoryGrowthP = growth?.P,
            Processes = services.Values.Sum(s => s.Processes),
            Threads = services.Values.Sum(s => s.Threads),
            VoluntarySwitches = SumIfAll(services.Values, s => s.VoluntarySwitches),
            InvoluntarySwitches = SumIfAll(services.Values, s => s.InvoluntarySwitches),
            MachineCpuS = MachineCpuS ?? 0,
            Services = services,
            SharedServices = sharedServices,
            CpuWithSharedS = _shared is { IsComplete: true } ? cpuS + sharedServices.Values.Sum(s => s.CpuS) : null,
        };
    }

    /// <summary>A sum that lacks a service would be no sum.</summary>
    private static long? SumIfAll(IReadOnlyCollection<ServiceSummary> services, Func<ServiceSummary, long?> figure) =>
        services.Any(service => figure(service) is null) ? null : services.Sum(figure);
}
