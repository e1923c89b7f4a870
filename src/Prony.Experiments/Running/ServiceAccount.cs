using Prony.Experiments.Gates;
using Prony.Experiments.Limits;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>What the services of one stack use during one trial: a candidate's own, or those that all candidates share.</summary>
/// <remarks>Thread: one caller at a time.</remarks>
/// <param name="stack">Whose.</param>
/// <param name="shared">All candidates share them.</param>
internal sealed class ServiceAccount(IRunningStack stack, bool shared)
{
    /// <summary>CPU of a shorter time, divided by it, is more noise than peak.</summary>
    private const double ShortestForPeakS = 0.5;

    private readonly Dictionary<string, long> _rssPeak = [];
    private readonly Dictionary<string, double> _coresPeak = [];
    private IReadOnlyList<ServiceReading> _last = [];
    private IReadOnlyList<ServiceReading> _windowStart = [];
    private IReadOnlyList<ServiceReading> _windowEnd = [];
    private IReadOnlyList<MemoryReading> _memoryWarmup = [];
    private IReadOnlyList<MemoryReading> _memoryEnd = [];
    private IReadOnlyList<MemoryReading> _memoryUntold = [];
    private IReadOnlyList<ServiceConnections> _connectionsWarmup = [];
    private IReadOnlyList<ServiceConnections> _connectionsEnd = [];
    private IReadOnlyList<ServiceCondition> _conditionBefore = [];
    private IReadOnlyList<ServiceCondition> _conditionStart = [];
    private IReadOnlyList<ServiceCondition> _conditionEnd = [];

    /// <summary>Readings at both ends of the window are there.</summary>
    public bool IsComplete => _windowEnd.Count > 0 && _windowStart.Count > 0;

    /// <summary>The window has ended, and something is known of its end.</summary>
    public bool KnowsEnd => _windowEnd.Count > 0;

    /// <summary>PSS at the end of the warm-up.</summary>
    public long PssWarmupBytes => _memoryWarmup.Sum(static memory => memory.PssBytes);

    /// <summary>Highest sum of cores of a second of the window so far.</summary>
    public double PeakCores { get; private set; }

    public void Begin()
    {
        _conditionBefore = stack.ReadConditions();
        _last = stack.Read();
    }

    public void MarkWarmupEnding()
    {
        _memoryUntold = _memoryWarmup = stack.ReadMemory();
        _connectionsWarmup = stack.ReadConnections();
    }

    /// <summary>What begins with the window.</summary>
    public void MarkWindowStart() => _windowStart = stack.Read();

    /// <summary>What is looked at right after its start, because looking takes longer.</summary>
    public void LookAfterStart() => _conditionStart = stack.ReadConditions();

    /// <summary>What ends with the window.</summary>
    public void MarkWindowEnd() => _windowEnd = stack.Read();

    /// <summary>What is looked at right after it, because looking takes longer.</summary>
    public void LookAfterWindow()
    {
        _conditionEnd = stack.ReadConditions();
        _connectionsEnd = stack.ReadConnections();
        _memoryUntold = _memoryEnd = stack.ReadMemory();
    }

    /// <summary>One line per service for the second that is just complete.</summary>
    /// <param name="slice">The same second on the load side: both lines carry its start.</param>
    /// <param name="readings">What was read.</param>
    /// <param name="cores">Cores of all of its services in it.</param>
    public List<ResourceRecord> Sample(SliceRecord slice, out IReadOnlyList<ServiceReading> readings, out double cores)
    {
        var now = stack.Read();
        var records = new List<ResourceRecord>(now.Count);
        cores = 0;
        var shortestS = double.MaxValue;
        foreach (var reading in now)
        {
            var before = _last.FirstOrDefault(r => r.Service == reading.Service);
            var cpuS = before is null ? 0 : MonotonicClock.ToSeconds(Math.Max(0, reading.CpuNs - before.CpuNs));
            var elapsedS = before is null ? 0 : MonotonicClock.ToSeconds(reading.AtNs - before.AtNs);
            var used = elapsedS > 0 ? cpuS / elapsedS : 0;
            cores += used;
            shortestS = Math.Min(shortestS, elapsedS);
            _rssPeak[reading.Service] = Math.Max(_rssPeak.GetValueOrDefault(reading.Service), reading.RssBytes);
            if (slice.Phase == PhaseName.Window && elapsedS >= ShortestForPeakS)
            {
                _coresPeak[reading.Service] = Math.Max(_coresPeak.GetValueOrDefault(reading.Service), used);
            }

            records.Add(new ResourceRecord(slice.TS, reading.Service, cpuS, reading.RssBytes, reading.Processes, reading.Threads)
            {
                Switches = reading.Switches is { } total && before?.Switches is { } earlier ? (total - earlier).Sum : null,
                PssBytes = _memoryUntold.FirstOrDefault(memory => memory.Service == reading.Service)?.PssBytes,
                Shared = shared,
            });
        }

        _memoryUntold = [];

        PeakCores = slice.Phase == PhaseName.Window && shortestS >= ShortestForPeakS ? Math.Max(PeakCores, cores) : PeakCores;
        (_last, readings) = (now, now);
        return records;
    }

    /// <summary>What each service did in the window, and what bounds it.</summary>
    public IReadOnlyList<ServiceUse> Uses() =>
    [
        .. ServiceUses.Of(_conditionBefore, _conditionStart, _conditionEnd, service => _windowEnd.FirstOrDefault(r => r.Service == service) is { } end ? CpuS(end) : null)
            .Select(use => use with { Shared = shared }),
    ];

    /// <summary>What each service used in the window.</summary>
    /// <param name="windowS">Its length, seconds.</param>
    public Dictionary<string, ServiceSummary> Summarise(double windowS) => _windowEnd.ToDictionary(reading => reading.Service, reading => SummariseService(reading, windowS));

    private ServiceSummary SummariseService(ServiceReading end, double windowS)
    {
        var memory = _memoryEnd.FirstOrDefault(m => m.Service == end.Service);
        var condition = _conditionEnd.FirstOrDefault(c => c.Service == end.Service);
        var connections = Fuller(end.Service);
        var switches = end.Switches - _windowStart.FirstOrDefault(r => r.Service == end.Service)?.Switches;
        var mean = windowS > 0 ? CpuS(end) / windowS : 0;
        return new ServiceSummary(
            CpuS(end),
            memory?.PssBytes ?? 0,
            memory?.UssBytes ?? 0,
            Math.Max(end.RssBytes, _rssPeak.GetValueOrDefault(end.Service)),
            end.Processes,
            end.Threads)
        {
            CoresMean = mean,
            CoresPeak = Math.Max(mean, _coresPeak.GetValueOrDefault(end.Service)),
            VoluntarySwitches = switches?.Voluntary,
            InvoluntarySwitches = switches?.Involuntary,
            CgroupPeakBytes = memory?.CgroupPeakBytes,
            Shared = shared,
            Workers = condition is null ? [] : WorkerTable.Of(_conditionStart.FirstOrDefault(c => c.Service == end.Service), condition, connections),
            Spread = condition is null ? null : WorkerTable.SpreadOf(condition, connections),
        };
    }

    /// <summary>The reading with more connections: users whose last answer is there may have hung up before the one after the window.</summary>
    private ServiceConnections? Fuller(string service) =>
        _connectionsEnd.Concat(_connectionsWarmup).Where(found => found.Service == service).MaxBy(static found => found.Processes.Sum(static process => process.Accepted));

    private double CpuS(ServiceReading end) => _windowStart.FirstOrDefault(r => r.Service == end.Service) is { } start
        ? MonotonicClock.ToSeconds(Math.Max(0, end.CpuNs - start.CpuNs))
        : 0;
}
