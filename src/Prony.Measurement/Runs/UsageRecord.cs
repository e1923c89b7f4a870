namespace Prony.Measurement.Runs;

/// <summary>What a process tree used while it was recorded (<c>prony record --json</c>, schema prony.record/1).</summary>
public sealed record UsageRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.record/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>Who measured.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Root of the tree.</summary>
    public required int Pid { get; init; }

    /// <summary>Name of the root as ps shows it, or the program that was started; never its arguments, which may hold secrets.</summary>
    public required string Name { get; init; }

    /// <summary>Prony started it; else it ran already and is never stopped.</summary>
    public bool Started { get; init; }

    /// <summary>Its children are counted too.</summary>
    public bool Children { get; init; }

    /// <summary>Where CPU comes from: one of <see cref="CpuSourceName"/>.</summary>
    public required string CpuSource { get; init; }

    /// <summary>Wall clock at the start of the recording.</summary>
    public required DateTimeOffset StartUtc { get; init; }

    /// <summary>Time between two readings, seconds.</summary>
    public required double IntervalS { get; init; }

    /// <summary>The whole in figures.</summary>
    public required UsageSummary Summary { get; init; }

    /// <summary>Reading by reading; the last one may be shorter than the interval.</summary>
    public IReadOnlyList<UsageSample> Samples { get; init => field = value ?? []; } = [];
}

/// <summary>What was used between the reading before and this one, and what is there at this one.</summary>
/// <param name="TS">Instant of the reading, seconds since the start of the recording.</param>
/// <param name="CpuS">CPU seconds used since the reading before.</param>
/// <param name="Cores">The same ÷ time: 1 is one CPU, kept busy.</param>
/// <param name="RssBytes">Sum of resident set sizes: shared pages count once per process, so this is a curve, never "the memory".</param>
/// <param name="VirtualBytes">Sum of the address spaces.</param>
/// <param name="Processes">Live processes (zombies are dead).</param>
/// <param name="Threads">Threads of those.</param>
public sealed record UsageSample(
    [property: System.Text.Json.Serialization.JsonPropertyName("t_s")] double TS,
    double CpuS,
    double Cores,
    long RssBytes,
    long VirtualBytes,
    int Processes,
    int Threads)
{
    /// <summary>Memory that is really used, shared pages divided by their sharers; null where it was not read.</summary>
    public long? PssBytes { get; init; }

    /// <summary>Private pages; null where they were not read.</summary>
    public long? UssBytes { get; init; }

    /// <summary>How often threads gave up their CPU by themselves (to wait) since the reading before; null when that cannot be read.</summary>
    public long? VoluntarySwitches { get; init; }

    /// <summary>How often the kernel took the CPU away; null as above.</summary>
    public long? InvoluntarySwitches { get; init; }

    /// <summary>Bytes read from storage since the reading before (what caches held does not count); null when that cannot be read.</summary>
    public long? ReadBytes { get; init; }

    /// <summary>Bytes written towards storage; null as above.</summary>
    public long? WrittenBytes { get; init; }

    /// <summary>Calls of the read family; null as above.</summary>
    public long? ReadCalls { get; init; }

    /// <summary>Calls of the write family; null as above.</summary>
    public long? WriteCalls { get; init; }
}

/// <summary>A recording in figures.</summary>
public sealed record UsageSummary
{
    /// <summary>From the start of the recording to its end, seconds.</summary>
    public required double WallS { get; init; }

    /// <summary>CPU seconds used in it.</summary>
    public required double CpuS { get; init; }

    /// <summary>CPU ÷ wall time, and the highest of the samples that are at least half an interval long.</summary>
    public required CoresRecord Cores { get; init; }

    /// <summary>Highest PSS that was read: a spike between two readings is not in it; null when none could be read.</summary>
    public long? MemoryPeakBytes { get; init; }

    /// <summary>How <see cref="MemoryPeakBytes"/> was found: one of <see cref="MemoryPeakName"/>.</summary>
    public string MemoryPeakKind { get; init; } = MemoryPeakName.PssSampled;

    /// <summary>How often PSS was read.</summary>
    public int MemoryReadings { get; init; }

    /// <summary>Longest that one reading of PSS took, seconds: what made Prony read it less often than every interval.</summary>
    public double MemoryReadingTookS { get; init; }

    /// <summary>Peak that the kernel kept for the control group (<see cref="MemoryPeakName.Cgroup"/>), with page cache and kernel memory; null where it keeps none.</summary>
    public long? CgroupPeakBytes { get; init; }

    /// <summary>Highest sum of resident set sizes that was read.</summary>
    public long RssPeakBytes { get; init; }

    /// <summary>Most live processes at a reading.</summary>
    public int Processes { get; init; }

    /// <summary>Most threads at a reading.</summary>
    public int Threads { get; init; }

    /// <summary>Sum over the samples; null when it cannot be read.</summary>
    public long? VoluntarySwitches { get; init; }

    /// <summary>Sum over the samples; null when it cannot be read.</summary>
    public long? InvoluntarySwitches { get; init; }

    /// <summary>Sum over the samples; null when it cannot be read.</summary>
    public long? ReadBytes { get; init; }

    /// <summary>Sum over the samples; null when it cannot be read.</summary>
    public long? WrittenBytes { get; init; }

    /// <summary>Mean time that a reading took, PSS apart, seconds.</summary>
    public double ReadingTookS { get; init; }

    /// <summary>Why it ended: one of <see cref="UsageEnd"/>.</summary>
    public required string Ended { get; init; }

    /// <summary>Exit code, 128 + N for signal N, of a command that Prony started and that ended by itself; else null.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Processes that the command left behind and that were stopped: "1234 name".</summary>
    public IReadOnlyList<string> Leftovers { get; init => field = value ?? []; } = [];
}

/// <summary>Kinds of memory peaks, as they are written. They mean different things and are never mixed.</summary>
public static class MemoryPeakName
{
    /// <summary>The highest of the PSS readings.</summary>
    public const string PssSampled = "pss-sampled";

    /// <summary>memory.peak of the control group (Linux' Documentation/admin-guide/cgroup-v2.rst): since the group was made, page cache and kernel memory included.</summary>
    public const string Cgroup = "cgroup";
}

/// <summary>Why a recording ended, as it is written.</summary>
public static class UsageEnd
{
    /// <summary>The process ended by itself.</summary>
    public const string Exited = "exited";

    /// <summary>The duration that was asked for is over.</summary>
    public const string Duration = "duration";

    /// <summary>Ctrl-C or SIGTERM.</summary>
    public const string Interrupted = "interrupted";
}
