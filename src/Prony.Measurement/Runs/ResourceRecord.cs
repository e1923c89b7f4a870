namespace Prony.Measurement.Runs;

/// <summary>One second of one service: a line of resources.jsonl, joined with slices on <c>t_s</c>.</summary>
/// <param name="TS">Instant of the reading, seconds since the start of the trial's load.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="CpuS">CPU seconds used since the reading before (for the first: since the start of the load).</param>
/// <param name="RssBytes">Sum of resident set sizes: shared pages count once per process, so this is a curve, never "the memory".</param>
/// <param name="Processes">Live processes (zombies are dead).</param>
/// <param name="Threads">Threads of those.</param>
public sealed record ResourceRecord(
    [property: System.Text.Json.Serialization.JsonPropertyName("t_s")] double TS,
    string Service,
    double CpuS,
    long RssBytes,
    int Processes,
    int Threads)
{
    /// <summary>Context switches since the reading before, voluntary and involuntary together (for the first: since the start of the load); null when they cannot be read.</summary>
    public long? Switches { get; init; }

    /// <summary>PSS where it was read since the line before, at the end of the warm-up and of the window; null elsewhere: inside a window reading it would disturb.</summary>
    public long? PssBytes { get; init; }

    /// <summary>The service is one that all candidates share.</summary>
    public bool Shared { get; init; }
}

/// <summary>Something that happened during a trial: a line of events.jsonl.</summary>
/// <param name="TS">Seconds since the start of the trial's load; negative before it.</param>
/// <param name="Kind">One of <see cref="EventKind"/>.</param>
/// <param name="Service">The service concerned, or null.</param>
/// <param name="Text">One sentence.</param>
public sealed record EventRecord(
    [property: System.Text.Json.Serialization.JsonPropertyName("t_s")] double TS,
    string Kind,
    string? Service,
    string Text);

/// <summary>The kinds of events as they are written.</summary>
public static class EventKind
{
    /// <summary>A service's process tree is empty, or its first process ended badly.</summary>
    public const string Died = "died";

    /// <summary>It lived but completed nothing for max(2 s, 20·p99) with requests in flight.</summary>
    public const string StoppedAnswering = "stopped-answering";

    /// <summary>Processes of a service outlived it and were killed.</summary>
    public const string Leftover = "leftover";

    /// <summary>It was not quiet within its limit; the trial went on.</summary>
    public const string NotSettled = "not-settled";

    /// <summary>The kernel gave a managed socket a shorter backlog than was asked for.</summary>
    public const string ShortBacklog = "short-backlog";

    /// <summary>What a service tells of itself could not be read; told once, read further.</summary>
    public const string MetricsFailed = "metrics-failed";

    /// <summary>A command of the stack's after_trial did not succeed.</summary>
    public const string HookFailed = "hook-failed";

    /// <summary>A process that did a service's work has gone under load.</summary>
    public const string WorkerDied = "worker-died";

    /// <summary>A process came to a service under load and stayed.</summary>
    public const string WorkerStarted = "worker-started";

    /// <summary>A limit that a service states could not be set; it runs without it.</summary>
    public const string LimitNotSet = "limit-not-set";

    /// <summary>Something was done to a service because the scenario's timeline says so.</summary>
    public const string Planned = "planned";

    /// <summary>What a planned event began is complete: instances are ready, a pause is over.</summary>
    public const string PlannedDone = "planned-done";

    /// <summary>A planned event could not be done, or not to its end.</summary>
    public const string PlannedFailed = "planned-failed";

    /// <summary>Before what was done to a service or happened to one of its instances: service-started, -ready, -stopped, -died, -respawning, -given-up, -signalled, -wanted.</summary>
    public const string ServicePrefix = "service-";

    /// <summary>A service that all candidates share died; the run ended.</summary>
    public const string SharedDied = "shared-died";
}

/// <summary>Where the CPU of a candidate is read from, as it is written (docs/methods/resources.md).</summary>
public static class CpuSourceName
{
    /// <summary>A control group of version 2.</summary>
    public const string CgroupV2 = "cgroup-v2";

    /// <summary>A control group of version 1.</summary>
    public const string CgroupV1 = "cgroup-v1";

    /// <summary>/proc of the process tree.</summary>
    public const string Proc = "proc";

    /// <summary>Nowhere: Prony did not start the candidate and was not told its process.</summary>
    public const string None = "none";
}

/// <summary>What a candidate's services used in the measured window.</summary>
public sealed record ResourceSummary
{
    /// <summary>Where CPU comes from: one of <see cref="CpuSourceName"/>.</summary>
    public required string CpuSource { get; init; }

    /// <summary>CPU seconds in the window, all services of the candidate.</summary>
    public double CpuS { get; init; }

    /// <summary>CPU used while idle before the load, in cores.</summary>
    public double IdleCores { get; init; }

    /// <summary>(CpuS − IdleCores · window) ÷ successes, nanoseconds; null when nothing succeeded.</summary>
    public double? CpuPerRequestNs { get; init; }

    /// <summary>CpuS ÷ successes, nanoseconds; null when nothing succeeded.</summary>
    public double? CpuPerRequestGrossNs { get; init; }

    /// <summary>CPU ÷ time.</summary>
    public CoresRecord CpuCores { get; init; } = new(0, 0);

    /// <summary>Sum of PSS at the end of the window.</summary>
    public long MemoryPssBytes { get; init; }

    /// <summary>Sum of PSS at the end of the warm-up.</summary>
    public long MemoryPssWarmupBytes { get; init; }

    /// <summary>Sum of USS (private pages) at the end of the window.</summary>
    public long MemoryUssBytes { get; init; }

    /// <summary>Highest memory that was seen; how is named by <see cref="MemoryPeakKind"/>.</summary>
    public long MemoryPeakBytes { get; init; }

    /// <summary>pss-sampled: the highest of the PSS readings, so a spike between two of them is not in it.</summary>
    public string MemoryPeakKind { get; init; } = MemoryPeakName.PssSampled;

    /// <summary>
    /// Sum of the peaks that the kernel kept for the control groups of the services (<see cref="MemoryPeakName.Cgroup"/>): since their start, page cache and kernel memory included, so never to be
    /// compared with <see cref="MemoryPeakBytes"/>. Null where a service has none.
    /// </summary>
    public long? CgroupPeakBytes { get; init; }

    /// <summary>Growth of RSS in the window, bytes per minute (Theil–Sen slope of its whole seconds); null when there were too few seconds.</summary>
    public double? MemoryGrowthBytesPerMin { get; init; }

    /// <summary>Probability of such a trend of RSS without one (Mann–Kendall), 0 to 1; null as above.</summary>
    public double? MemoryGrowthP { get; init; }

    /// <summary>Live processes at the end of the window.</summary>
    public int Processes { get; init; }

    /// <summary>Their threads.</summary>
    public int Threads { get; init; }

    /// <summary>CPU seconds that the whole machine was busy in the window.</summary>
    public double MachineCpuS { get; init; }

    /// <summary>Context switches in the window by which threads gave up their CPU themselves; null when they cannot be read.</summary>
    public long? VoluntarySwitches { get; init; }

    /// <summary>Those by which the kernel took it away; null as above.</summary>
    public long? InvoluntarySwitches { get; init; }

    /// <summary>The same by service.</summary>
    public IReadOnlyDictionary<string, ServiceSummary> Services { get; init; } = new Dictionary<string, ServiceSummary>();

    /// <summary>Services that all candidates share: in none of the figures above, because they are nobody's in particular.</summary>
    /// <remarks>The reader sets what an older trial lacks to null.</remarks>
    public IReadOnlyDictionary<string, ServiceSummary> SharedServices { get; init => field = value ?? new Dictionary<string, ServiceSummary>(); } = new Dictionary<string, ServiceSummary>();

    /// <summary>CPU seconds in the window of the candidate and the shared services together; null without shared ones.</summary>
    public double? CpuWithSharedS { get; init; }
}

/// <summary>CPU in cores: mean over the window, and the highest second.</summary>
public sealed record CoresRecord(double Mean, double Peak);

/// <summary>What one service used in the window.</summary>
public sealed record ServiceSummary(double CpuS, long MemoryPssBytes, long MemoryUssBytes, long RssPeakBytes, int Processes, int Threads)
{
    /// <summary>Most workers that are kept, those with most CPU.</summary>
    public const int MostWorkers = 64;

    /// <summary>CPU ÷ window.</summary>
    public double CoresMean { get; init; }

    /// <summary>The highest second of the window, cores.</summary>
    public double CoresPeak { get; init; }

    /// <summary>Context switches in the window by which threads gave up their CPU themselves; null when they cannot be read.</summary>
    public long? VoluntarySwitches { get; init; }

    /// <summary>Those by which the kernel took it away; null as above.</summary>
    public long? InvoluntarySwitches { get; init; }

    /// <summary>Peak of its control group since its start; null where the kernel keeps none.</summary>
    public long? CgroupPeakBytes { get; init; }

    /// <summary>All candidates share it.</summary>
    public bool Shared { get; init; }

    /// <summary>Its processes at the end of the window, at most <see cref="MostWorkers"/>.</summary>
    public IReadOnlyList<WorkerRecord> Workers { get; init => field = value ?? []; } = [];

    /// <summary>How those connections were spread over the processes that accept them; null where fewer than two do, or there were none.</summary>
    public ConnectionSpread? Spread { get; init; }
}

/// <summary>One process of a service.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Name">As ps shows it.</param>
/// <param name="CpuS">CPU of its own threads in the window (of one that came in it: since its start), seconds, in ticks of 10 ms.</param>
/// <param name="RssBytes">Resident set size at the end of the window.</param>
/// <param name="Threads">Live threads then.</param>
/// <param name="Connections">
/// Established connections that its service accepted and that it had open at the end of the warm-up or right after the window, whichever found more of them; null when it may not be looked into
/// or was not there.
/// </param>
public sealed record WorkerRecord(int Pid, string Name, double CpuS, long RssBytes, int Threads, int? Connections);

/// <summary>Connections over the processes that accept them from one listening socket.</summary>
/// <param name="Workers">How many processes accept.</param>
/// <param name="Least">Connections of the one that holds fewest.</param>
/// <param name="Most">Connections of the one that holds most.</param>
/// <param name="Total">Of all.</param>
public sealed record ConnectionSpread(int Workers, int Least, int Most, int Total);
