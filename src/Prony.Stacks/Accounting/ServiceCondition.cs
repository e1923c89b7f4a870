namespace Prony.Stacks.Accounting;

/// <summary>What a service consists of at an instant, and what bounds it: for the ends of a window.</summary>
/// <param name="Service">Its name.</param>
/// <param name="AtNs">When, <see cref="Prony.Measurement.Clocks.MonotonicClock"/> nanoseconds.</param>
/// <param name="Processes">Its live processes.</param>
public sealed record ServiceCondition(string Service, long AtNs, IReadOnlyList<ProcessReading> Processes)
{
    /// <summary>What the kernel's CPU limits did to it so far; null where it is in no control group of its own.</summary>
    public ThrottleReading? Throttle { get; init; }

    /// <summary>The process that is closest to its limit of open files; null when none may be looked into.</summary>
    public OpenFilesReading? Files { get; init; }

    /// <summary>The fullest queue of connections that wait to be accepted on its port; null when nobody listens there or the kernel does not tell.</summary>
    public QueueReading? Queue { get; init; }

    /// <summary>The stack says that workers of this service end and come back by themselves. Default: false.</summary>
    public bool Respawns { get; init; }
}

/// <summary>One live process.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="StartTicks">When it started, in ticks since boot: with the id it names a process for good, since ids are used again.</param>
/// <param name="Name">As ps shows it, at most 15 characters.</param>
/// <param name="Program">Name of the file that it executes ("python3.11"); null when it may not be looked into.</param>
/// <param name="CpuNs">CPU of its own threads since its start, ended ones included.</param>
/// <param name="ThreadCpuNs">The same of each live thread by id; null when there are too many to read them all.</param>
public sealed record ProcessReading(int Pid, long StartTicks, string Name, string? Program, long CpuNs, IReadOnlyDictionary<int, long>? ThreadCpuNs)
{
    /// <summary>Live threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Resident set size.</summary>
    public long RssBytes { get; init; }

    /// <summary>Its parent.</summary>
    public int ParentPid { get; init; }
}

/// <summary>CPU bandwidth control (Linux' Documentation/scheduler/sched-bwc.rst) of a control group and those above it, since they were made.</summary>
/// <param name="Periods">Periods in which some group had used up what it may use; the largest number of any group.</param>
/// <param name="HeldNs">How long its threads were held back for that, summed over threads; of the same group.</param>
/// <param name="LimitCores">The lowest limit; null where there is none.</param>
public sealed record ThrottleReading(long Periods, long HeldNs, double? LimitCores);

/// <summary>Open files of a process.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Open">How many it has open.</param>
/// <param name="Limit">How many it may have open (RLIMIT_NOFILE, soft).</param>
public sealed record OpenFilesReading(int Pid, int Open, long Limit);

/// <summary>The accept queue of a listening socket.</summary>
/// <param name="Waiting">Connections that are made and that nobody has accepted.</param>
/// <param name="Length">Most that may wait: the backlog that the kernel granted.</param>
public sealed record QueueReading(int Waiting, int Length);
