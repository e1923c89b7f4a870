using System.Net;
using Prony.Experiments.Gates;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;
using Prony.Measurement.Machine;

namespace Prony.Experiments.Running;

/// <summary>Reads what the machine does around one load: before it, and at the ends of its window. A pair of readings costs about a millisecond.</summary>
/// <remarks>Thread: one call at a time, from the coordinating thread of the load. One window per instance.</remarks>
public sealed class SurroundingsWatch
{
    /// <summary>How the engine names its threads.</summary>
    private const string GeneratorThreads = "generator-";

    private readonly LoadPlan _plan;
    private readonly TcpCounters? _tcpAtBegin;
    private readonly SpeedWatch? _speed;
    private readonly FrequencyRange _frequencies = new();
    private Reading? _start;
    private long _longestPauseNs;
    private long _lastCollection;

    /// <summary>Takes the reading before the load; nothing has been sent yet.</summary>
    public SurroundingsWatch(LoadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _tcpAtBegin = IsTcp ? TcpCounters.Read() : null;
        _speed = CpuFrequency.IsKnown ? null : new SpeedWatch();
    }

    /// <summary>What happened between the window's ends; null before its end.</summary>
    public Surroundings? Found { get; private set; }

    private bool IsTcp => _plan.Target.EndPoint is IPEndPoint;

    /// <summary>The window has begun.</summary>
    public void WindowStarted()
    {
        _start = Reading.Take();
        _frequencies.Add(CpuFrequency.ReadKhz());
        _lastCollection = GC.GetGCMemoryInfo(GCKind.Any).Index;
    }

    /// <summary>A second is complete: the moment to look at the last collection, which the next one overwrites.</summary>
    public void SecondEnded()
    {
        if (_start is null || Found is not null)
        {
            return;
        }

        _frequencies.Add(CpuFrequency.ReadKhz());
        var last = GC.GetGCMemoryInfo(GCKind.Any);
        if (last.Index > _lastCollection)
        {
            _lastCollection = last.Index;
            foreach (var pause in last.PauseDurations)
            {
                _longestPauseNs = Math.Max(_longestPauseNs, MonotonicClock.ToNs(pause));
            }
        }
    }

    /// <summary>The window has ended.</summary>
    public void WindowEnded()
    {
        if (_start is not { } start)
        {
            return;
        }

        SecondEnded();
        var end = Reading.Take();

        // Without a warm-up users connect in the first millisecond, before the window's start can be read: then the reading before the load is the one.
        var tcpStart = _plan.Warmup > TimeSpan.Zero ? start.Tcp : _tcpAtBegin;
        Found = new Surroundings
        {
            LengthS = Math.Max(1e-9, MonotonicClock.ToSeconds(end.AtNs - start.AtNs)),
            IsTcp = IsTcp,
            IsLoopback = _plan.Target.EndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address),
            Cpus = [.. end.Cpus.Zip(start.Cpus, (after, before) => after.Since(before))],
            Tcp = IsTcp && tcpStart is { } tcp ? end.Tcp?.Since(tcp) : null,
            TcpBefore = _tcpAtBegin is { } begin ? tcpStart?.Since(begin) : null,
            MemoryWaitNs = end.MemoryWaitNs - start.MemoryWaitNs,
            OpenFiles = ProcessLimits.CountOpenFiles(),
            OpenFilesLimit = ProcessLimits.OpenFiles(),
            Ports = LocalPorts.Read(),
            ClockSource = MachineFingerprint.ClockSource(),
            FrequencyRatio = _frequencies.Ratio,
            Throttled = end.Throttled - start.Throttled,
            ClockDriftPpm = start.Clock is { } clock ? end.Clock?.DriftPpm(clock) : null,
            Collections = end.Collections - start.Collections,
            LongestPauseNs = _longestPauseNs,
            LongestWaitNs = end.Waits.Where(wait => start.Waits.ContainsKey(wait.Key)).Select(wait => (long?)(wait.Value - start.Waits[wait.Key])).Max(),
        };
    }

    /// <summary>The load and its drain are over: the moment to see whether the CPUs are as fast as before it. Takes some 10 ms, longer where they seem slower.</summary>
    public void LoadEnded() => Found = Found is { } found && _speed is not null ? found with { SpeedChange = _speed.Change() } : Found;

    private sealed record Reading(
        long AtNs,
        IReadOnlyList<CpuTimes> Cpus,
        TcpCounters? Tcp,
        long? MemoryWaitNs,
        ClockPair? Clock,
        int Collections,
        long? Throttled,
        IReadOnlyDictionary<string, long> Waits)
    {
        public static Reading Take() => new(
            MonotonicClock.NowNs,
            CpuTimes.ReadCpus(),
            TcpCounters.Read(),
            MemoryPressure.ReadFullNs(),
            ClockPair.Read(),
            GC.CollectionCount(0),
            CpuFrequency.ReadThrottled(),
            ThreadWaits.Read(GeneratorThreads));
    }
}
