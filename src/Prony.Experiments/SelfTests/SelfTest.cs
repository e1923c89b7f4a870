using Prony.Measurement.Clocks;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;

namespace Prony.Experiments.SelfTests;

/// <summary>Shows, on the machine at hand, that Prony measures known servers as they are, names planted faults, and finds differences where there are some and nowhere else.</summary>
/// <param name="settings">What to look at.</param>
/// <param name="observer">Told about progress, on the calling thread or one that continues it.</param>
/// <param name="time">Wall clock of the records and of pauses.</param>
/// <remarks>docs/methods/selftest.md. One test per instance. Not thread-safe. Everything that is started is on 127.0.0.1 and stopped again.</remarks>
public sealed class SelfTest(SelfTestSettings settings, ISelfTestObserver observer, TimeProvider time)
{
    private readonly SelfTestBench _bench = new(settings, time);
    private readonly List<SelfTestCheck> _checks = [];
    private IReadOnlyList<VisibleDifference> _visible = [];

    /// <summary>Runs the groups that are wanted; the full one keeps the smallest visible differences in the cache folder.</summary>
    /// <exception cref="OperationCanceledException">Ended by a person.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public async Task<SelfTestRecord> RunAsync()
    {
        var (startedUtc, startNs, machine) = (time.GetUtcNow(), MonotonicClock.NowNs, MachineFingerprint.Read());
        var full = settings.Full;
        Group("a", "a fixed delay", full ? 11 : 3, () => TimingChecks.Delay(settings));
        Group("b", "a queue", full ? 61 : 21, () => [TimingChecks.Queue(settings)]);
        Group("c", "a stall", 11, () => [TimingChecks.Stall(settings)]);
        await GroupAsync("d", "planted faults", 20, () => FaultChecks.RunAsync(_bench));
        Group("e", "burners", 3, () => [BurnerCheck.Run(settings)]);
        await GroupAsync("f", "a server against itself", full ? 620 : 24, SameAsync);
        await GroupAsync("g", "a server against a slower one", full ? 150 : 24, async () => [await ComparisonChecks.SlowerAsync(_bench, full)]);
        Group("h", "the same seed twice", 2, () => RepeatChecks.Run(
            settings, [FaultChecks.Define(_bench), ComparisonChecks.DefineSame(_bench, full), ComparisonChecks.DefineSlower(_bench, full)]));
        if (_visible.Count > 0)
        {
            VisibleDifferenceFile.Write(settings.CacheFolder, machine, _visible);
        }

        return new SelfTestRecord
        {
            StartedUtc = startedUtc,
            DurationS = MonotonicClock.ToSeconds(MonotonicClock.NowNs - startNs),
            Full = full,
            Machine = machine,
            State = _checks.Exists(check => check.State == CheckState.Failed) ? CheckState.Failed : CheckState.Ok,
            Checks = _checks,
            Visible = _visible,
        };
    }

    private async Task<IReadOnlyList<SelfTestCheck>> SameAsync()
    {
        var (check, visible) = await ComparisonChecks.SameAsync(_bench, settings.Full, time.GetUtcNow());
        _visible = visible;
        return [check];
    }

    private void Group(string group, string what, double seconds, Func<IEnumerable<SelfTestCheck>> run)
    {
        if (Begin(group, what, seconds))
        {
            Add(run());
        }
    }

    private async Task GroupAsync(string group, string what, double seconds, Func<Task<IReadOnlyList<SelfTestCheck>>> run)
    {
        if (Begin(group, what, seconds))
        {
            Add(await run());
        }
    }

    private bool Begin(string group, string what, double seconds)
    {
        settings.Stop.EndWindow.ThrowIfCancellationRequested();
        if (!settings.Wants(group))
        {
            return false;
        }

        observer.GroupStarted(group, what, TimeSpan.FromSeconds(seconds));
        return true;
    }

    private void Add(IEnumerable<SelfTestCheck> checks)
    {
        foreach (var check in checks)
        {
            _checks.Add(check);
            observer.Decided(check);
        }
    }
}
