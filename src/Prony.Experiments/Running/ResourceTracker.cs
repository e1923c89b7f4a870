using Prony.Experiments.Gates;
using Prony.Experiments.Limits;
using Prony.Measurement.Clocks;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>What a candidate uses during one trial: readings at the edges of the window and every second between them.</summary>
/// <remarks>Thread: everything is called from the coordinating thread of the load, one call at a time.</remarks>
internal sealed class ResourceTracker(IRunningStack stack, double idleCores)
{
    /// <summary>CPU of a shorter time, divided by it, is more noise than peak.</summary>
    private const double ShortestForPeakS = 0.5;

    private readonly Dictionary<string, long> _rssPeak = [];
    private readonly List<double> _rssOfWindow = [];
    private IReadOnlyList<ServiceReading> _last = [];
    private IReadOnlyList<ServiceReading> _windowStart = [];
    private IReadOnlyList<ServiceReading> _windowEnd = [];
    private IReadOnlyList<MemoryReading> _memoryWarmup = [];
    private IReadOnlyList<MemoryReading> _memoryEnd = [];
    private IReadOnlyList<ServiceCondition> _conditionBefore = [];
    private IReadOnlyList<ServiceCondition> _conditionStart = [];
    private IReadOnlyList<ServiceCondition> _conditionEnd = [];
    private double _machineStartS;
    private double _machineEndS;
    private double _peakCores;

    /// <summary>CPU of the candidate in the latest sampled second, in cores; null before the first.</summary>
    public double? LatestCores { get; private set; }

    /// <summary>CPU seconds of the whole machine in the window; null before its end.</summary>
    public double? MachineCpuS => _windowEnd.Count == 0 && _machineEndS == 0 ? null : _machineEndS - _machineStartS;

    /// <summary>CPU of all services so far, nanoseconds; null when it is not known.</summary>
    public long? ReadCpuNs() => stack.Read() is { Count: > 0 } now ? now.Sum(reading => reading.CpuNs) : null;

    public void Begin()
    {
        _conditionBefore = stack.ReadConditions();
        _last = stack.Read();
    }

    public void MarkWarmupEnding() => _memoryWarmup = stack.ReadMemory();

    public void MarkWindowStart()
    {
        _machineStartS = CpuTimes.ReadMachine().BusyS;
        _windowStart = stack.Read();
        _conditionStart = stack.ReadConditions();
    }

    public void MarkWindowEnd()
    {
        _windowEnd = stack.Read();
        _machineEndS = CpuTimes.ReadMachine().BusyS;
        _conditionEnd = stack.ReadConditions();
        _memoryEnd = stack.ReadMemory();
    }

    /// <summary>One reading per service for the second that is just complete.</summary>
    /// <param name="slice">The same second on the load side: both lines carry its start.</param>
    public IReadOnlyList<ResourceRecord> Sample(SliceRecord slice)
    {
        var now = stack.Read();
        var records = new List<ResourceRecord>(now.Count);
        double cores = 0;
        var shortestS = double.MaxValue;
        foreach (var reading in now)
        {
            var before = _last.FirstOrDefault(r => r.Service == reading.Service);
            var cpuS = before is null ? 0 : MonotonicClock.ToSeconds(Math.Max(0, reading.CpuNs - before.CpuNs));
            var elapsedS = before is null ? 0 : MonotonicClock.ToSeconds(reading.AtNs - before.AtNs);
            cores += elapsedS > 0 ? cpuS / elapsedS : 0;
            shortestS = Math.Min(shortestS, elapsedS);
            _rssPeak[reading.Service] = Math.Max(_rssPeak.GetValueOrDefault(reading.Service), reading.RssBytes);
            records.Add(new ResourceRecord(slice.TS, reading.Service, cpuS, reading.RssBytes, reading.Processes, reading.Threads));
        }

        _last = now;
        LatestCores = now.Count == 0 ? null : cores;
        if (slice.Phase == PhaseName.Window && shortestS >= ShortestForPeakS)
        {
            _peakCores = Math.Max(_peakCores, cores);
        }

        if (slice.Phase == PhaseName.Window && now.Count > 0)
        {
            _rssOfWindow.Add(now.Sum(reading => reading.RssBytes));
        }

        return records;
    }

    /// <summary>How memory went in the whole seconds of the window; null when they are too few or nothing is known.</summary>
    /// <param name="windowS">Its length, seconds.</param>
    public MemoryGrowth? Growth(double windowS) => MemoryGrowth.Of([.. _rssOfWindow.Take(WindowSeconds.WholeIn(windowS))]);

    /// <summary>What each service did in the window, and what bounds it; empty before its end and for a candidate whose processes are not known.</summary>
    public IReadOnlyList<ServiceUse> Uses() => ServiceUses.Of(
        _conditionBefore, _conditionStart, _conditionEnd, service => _windowEnd.FirstOrDefault(r => r.Service == service) is { } end ? SummariseService(end).CpuS : null);

    /// <summary>What the window cost.</summary>
    /// <param name="windowS">Its length, seconds.</param>
    /// <param name="successes">Successful requests due in it.</param>
    public ResourceSummary? Summarise(double windowS, long successes)
    {
        if (_windowEnd.Count == 0 || _windowStart.Count == 0)
        {
            return null;
        }

        var services = _windowEnd.ToDictionary(reading => reading.Service, SummariseService);
        var cpuS = services.Values.Sum(s => s.CpuS);
        var meanCores = windowS > 0 ? cpuS / windowS : 0;
        var pssEnd = _memoryEnd.Sum(m => m.PssBytes);
        var pssWarmup = _memoryWarmup.Sum(m => m.PssBytes);
        var growth = Growth(windowS);
        return new ResourceSummary
        {
            CpuSource = stack.CpuSource,
            CpuS = cpuS,
            IdleCores = idleCores,
            CpuPerRequestNs = successes > 0 ? Math.Max(0, cpuS - idleCores * windowS) * 1e9 / successes : null,
            CpuPerRequestGrossNs = successes > 0 ? cpuS * 1e9 / successes : null,
            CpuCores = new CoresRecord(meanCores, Math.Max(meanCores, _peakCores)),
            MemoryPssBytes = pssEnd,
            MemoryPssWarmupBytes = pssWarmup,
            MemoryUssBytes = _memoryEnd.Sum(m => m.UssBytes),
            MemoryPeakBytes = Math.Max(pssEnd, pssWarmup),
            MemoryGrowthBytesPerMin = growth?.BytesPerMin,
            MemoryGrowthP = growth?.P,
            Processes = _windowEnd.Sum(r => r.Processes),
            Threads = _windowEnd.Sum(r => r.Threads),
            MachineCpuS = MachineCpuS ?? 0,
            Services = services,
        };
    }

    private ServiceSummary SummariseService(ServiceReading end)
    {
        var start = _windowStart.FirstOrDefault(r => r.Service == end.Service);
        var memory = _memoryEnd.FirstOrDefault(m => m.Service == end.Service);
        return new ServiceSummary(
            start is null ? 0 : MonotonicClock.ToSeconds(Math.Max(0, end.CpuNs - start.CpuNs)),
            memory?.PssBytes ?? 0,
            memory?.UssBytes ?? 0,
            Math.Max(end.RssBytes, _rssPeak.GetValueOrDefault(end.Service)),
            end.Processes,
            end.Threads);
    }
}
