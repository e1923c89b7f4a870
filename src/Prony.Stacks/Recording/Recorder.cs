using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Stacks.Recording;

/// <summary>Reads a tree at fixed instants until its root ends, a duration is over or somebody stops it.</summary>
/// <remarks>
/// <para>Instants are start + k · interval, so that lateness does not add up; one that is missed is skipped, and CPU is always divided by the time that really passed.
/// The last sample is taken when the root ends, before it is collected: what it did after the last instant is in it.</para>
/// <para>Before the first instant memory is looked at after 10, 20, 40 ms and so on, so that a program that ends within one interval has a peak too.</para>
/// <para>PSS is read at every instant while that costs less than 2 % of the time, else as seldom as that needs.</para>
/// </remarks>
public sealed class Recorder
{
    private const double MemoryShare = 0.02;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(10);

    private readonly RecordedTree _tree;
    private readonly RecorderSettings _settings;
    private readonly List<UsageSample> _samples = [];
    private readonly UsageTotals _totals = new();
    private readonly long _startNs;
    private TreeReading _before;
    private long _nextMemoryNs;

    private Recorder(RecordedTree tree, RecorderSettings settings)
    {
        _tree = tree;
        _settings = settings;
        _startNs = tree.StartNs;
        _before = new TreeReading(_startNs, 0, []);
    }

    /// <summary>Records, and stops the tree afterwards if Prony started it.</summary>
    /// <param name="tree">What to read.</param>
    /// <param name="settings">How.</param>
    /// <param name="seen">Gets every sample as it is taken.</param>
    /// <param name="stops">What ends it early.</param>
    /// <param name="time">For the wall clock of the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is too short.</exception>
    public static async Task<UsageRecord> RunAsync(RecordedTree tree, RecorderSettings settings, Action<UsageSample> seen, RecordingStops stops, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(stops);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Interval, RecorderSettings.ShortestInterval);
        var startUtc = time.GetUtcNow();
        var recorder = new Recorder(tree, settings);
        var ended = await recorder.SampleAsync(seen, stops.End).ConfigureAwait(false);
        var (code, leftovers) = await tree.StopAsync(stops.Signal(), stops.Now).ConfigureAwait(false);
        return new UsageRecord
        {
            Pid = tree.Pid,
            Name = tree.Name,
            Started = tree.IsStarted,
            Children = settings.Children,
            CpuSource = tree.CpuSource,
            StartUtc = startUtc,
            IntervalS = settings.Interval.TotalSeconds,
            Samples = recorder._samples,
            Summary = recorder._totals.Summarise(recorder._samples, settings.Interval.TotalSeconds) with
            {
                Ended = ended,
                ExitCode = ended == UsageEnd.Exited ? code : null,
                Leftovers = ended == UsageEnd.Exited ? leftovers : [],
            },
        };
    }

    private async Task<string> SampleAsync(Action<UsageSample> seen, CancellationToken end)
    {
        var intervalNs = MonotonicClock.ToNs(_settings.Interval);
        var endNs = _settings.Duration is { } duration ? _startNs + MonotonicClock.ToNs(duration) : long.MaxValue;
        await LookEarlyAsync(Math.Min(_startNs + intervalNs, endNs), end).ConfigureAwait(false);
        for (long k = 1; ; k = Math.Max(k + 1, (MonotonicClock.NowNs - _startNs) / intervalNs + 1))
        {
            await WaitAsync(Math.Min(_startNs + k * intervalNs, endNs), end).ConfigureAwait(false);

            // Asked before the reading: what lived then is in it, and what had ended is in it whole.
            var hasEnded = _tree.HasEnded;
            var sample = Take();
            _samples.Add(sample);
            seen(sample);
            if (hasEnded)
            {
                return UsageEnd.Exited;
            }

            if (end.IsCancellationRequested)
            {
                return UsageEnd.Interrupted;
            }

            if (MonotonicClock.NowNs >= endNs)
            {
                return UsageEnd.Duration;
            }
        }
    }

    private async Task LookEarlyAsync(long untilNs, CancellationToken end)
    {
        for (var afterNs = MonotonicClock.ToNs(FirstLook); _startNs + afterNs < untilNs && !_tree.HasEnded && !end.IsCancellationRequested; afterNs *= 2)
        {
            await WaitAsync(_startNs + afterNs, end).ConfigureAwait(false);
            _totals.Look(ReadWithMemory());
        }

        // The first sample has its PSS whatever the looks before it cost.
        _nextMemoryNs = 0;
    }

    private UsageSample Take()
    {
        var now = MonotonicClock.NowNs >= _nextMemoryNs ? ReadWithMemory() : Read();
        _totals.Look(now);
        var sample = Samples.Between(_startNs, _before, now);
        _before = now;
        return sample;
    }

    private TreeReading Read()
    {
        var beginNs = MonotonicClock.NowNs;
        var reading = _tree.Read(memory: false);
        _totals.AddCost(MonotonicClock.NowNs - beginNs);
        return reading;
    }

    private TreeReading ReadWithMemory()
    {
        var beginNs = MonotonicClock.NowNs;
        var reading = _tree.Read(memory: true);
        var costNs = MonotonicClock.NowNs - beginNs;
        _totals.AddMemoryCost(costNs);
        _nextMemoryNs = beginNs + (long)(costNs / MemoryShare);
        return reading;
    }

    private async Task WaitAsync(long untilNs, CancellationToken end)
    {
        while (!end.IsCancellationRequested && !_tree.HasEnded && untilNs - MonotonicClock.NowNs is > 0 and var left)
        {
            var step = MonotonicClock.ToTimeSpan(left);
            await Task.Delay(step < Poll ? step : Poll, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>What ends a recording early.</summary>
/// <param name="Signal">Name of the signal that a started command gets, asked at that moment.</param>
/// <param name="End">Ctrl-C or SIGTERM: the last sample is taken, and a started command is stopped in order.</param>
/// <param name="Now">A second Ctrl-C: a started command is killed.</param>
public sealed record RecordingStops(Func<string> Signal, CancellationToken End, CancellationToken Now);
