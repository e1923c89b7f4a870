using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Stacks.Recording;

/// <summary>Peaks over all readings, and what the readings cost.</summary>
internal sealed class UsageTotals
{
    private long? _pssPeak;
    private long? _cgroupPeak;
    private long _rssPeak;
    private int _processes;
    private int _threads;
    private int _memoryReadings;
    private long _memoryCostNs;
    private int _readings;
    private long _costNs;

    internal void Look(TreeReading reading)
    {
        _rssPeak = Math.Max(_rssPeak, reading.Live.Sum(static stat => stat.RssBytes));
        _processes = Math.Max(_processes, reading.Live.Count);
        _threads = Math.Max(_threads, reading.Live.Sum(static stat => stat.Threads));
        _cgroupPeak = reading.CgroupPeakBytes ?? _cgroupPeak;
        if (reading.Memory is { } memory)
        {
            _memoryReadings++;
            _pssPeak = Math.Max(_pssPeak ?? 0, memory.Pss);
        }
    }

    internal void AddCost(long ns)
    {
        _readings++;
        _costNs += ns;
    }

    internal void AddMemoryCost(long ns) => _memoryCostNs = Math.Max(_memoryCostNs, ns);

    internal UsageSummary Summarise(IReadOnlyList<UsageSample> samples, double intervalS)
    {
        var wallS = samples[^1].TS;
        var cpuS = samples.Sum(static sample => sample.CpuS);
        var mean = wallS > 0 ? cpuS / wallS : 0;
        return new UsageSummary
        {
            WallS = wallS,
            CpuS = cpuS,
            Cores = new CoresRecord(mean, Math.Max(mean, PeakCores(samples, intervalS))),
            MemoryPeakBytes = _pssPeak,
            MemoryReadings = _memoryReadings,
            MemoryReadingTookS = MonotonicClock.ToSeconds(_memoryCostNs),
            CgroupPeakBytes = _cgroupPeak,
            RssPeakBytes = _rssPeak,
            Processes = _processes,
            Threads = _threads,
            VoluntarySwitches = Sum(samples, static sample => sample.VoluntarySwitches),
            InvoluntarySwitches = Sum(samples, static sample => sample.InvoluntarySwitches),
            ReadBytes = Sum(samples, static sample => sample.ReadBytes),
            WrittenBytes = Sum(samples, static sample => sample.WrittenBytes),
            ReadingTookS = _readings == 0 ? 0 : MonotonicClock.ToSeconds(_costNs / _readings),
            Ended = UsageEnd.Exited,
        };
    }

    /// <summary>CPU of a much shorter time, divided by it, is more noise than peak.</summary>
    private static double PeakCores(IReadOnlyList<UsageSample> samples, double intervalS)
    {
        var peak = 0.0;
        var before = 0.0;
        foreach (var sample in samples)
        {
            peak = sample.TS - before >= intervalS / 2 ? Math.Max(peak, sample.Cores) : peak;
            before = sample.TS;
        }

        return peak;
    }

    private static long? Sum(IReadOnlyList<UsageSample> samples, Func<UsageSample, long?> figure) =>
        samples.Any(sample => figure(sample) is null) ? null : samples.Sum(figure);
}
