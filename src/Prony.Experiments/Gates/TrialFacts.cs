using Prony.Experiments.Running;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>What the gates look at: one measured window, of a trial or of a single load.</summary>
/// <param name="Load">What the generator measured.</param>
/// <param name="MachineCpus">CPUs of the machine that generator and server may run on, at least 1.</param>
/// <param name="SharesCpus">The server runs on this machine and nothing keeps it off the generator's CPUs.</param>
/// <param name="MachineBusyS">CPU seconds that the whole machine was busy in the window; null when unknown.</param>
/// <param name="Quick">The run is a preview (<c>--quick</c>, few rounds): gates that need many requests say "unknown" instead of complaining of what the user chose.</param>
public sealed record TrialFacts(LoadRecord Load, int MachineCpus, bool SharesCpus, double? MachineBusyS, bool Quick)
{
    /// <summary>A single <c>prony load</c>, not a trial of an experiment: failures are its result and make it doubtful, never invalid; advice names flags instead of keys. Default: false.</summary>
    public bool SingleLoad { get; init; }

    /// <summary>The server runs on this machine. Default: <see cref="SharesCpus"/>; set it where a server on this machine has CPUs of its own.</summary>
    public bool ServerIsLocal { get; init; } = SharesCpus;

    /// <summary>The percentile that must have samples, strictly between 0 and 100: the highest that decides (primary metric, objectives); null where none does. Default: 99.</summary>
    public double? Percentile { get; init; } = 99;

    /// <summary>The whole seconds of the window, in order. Default: none are known.</summary>
    public IReadOnlyList<WindowSecond> Seconds { get; init; } = [];

    /// <summary>How the candidate's memory went in the window. Default: unknown.</summary>
    internal MemoryGrowth? Memory { get; init; }

    /// <summary>The load is the same from the beginning of the window to its end. Default: true.</summary>
    public bool LoadIsConstant { get; init; } = true;

    /// <summary>What the machine did while the window lasted. Default: nothing is known.</summary>
    public Surroundings? Surroundings { get; init; }

    /// <summary>CPU seconds of the candidate in the window. Default: unknown.</summary>
    public double? ServerCpuS { get; init; }

    /// <summary>What each service of the candidate did, and what bounds it. Default: nothing is known.</summary>
    public IReadOnlyList<ServiceUse> Services { get; init; } = [];

    /// <summary>The same of the services that all candidates share: they can be the limit, and are no neighbours. Default: none.</summary>
    public IReadOnlyList<ServiceUse> SharedServices { get; init; } = [];

    /// <summary>CPUs that the services have where the generator has its own; null: they share all. Default: null.</summary>
    public int? ServiceCpus { get; init; }

    /// <summary>What services told of themselves. Default: nothing.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; init; } = [];

    /// <summary>Workers that went and processes that came from the start of the warm-up to the window's end, of services that do not respawn by design. Default: not known.</summary>
    internal IReadOnlyList<WorkerCount> Workers { get; init; } = [];

    /// <summary>The same until the window's start.</summary>
    internal IReadOnlyList<WorkerCount> WorkersBefore { get; init; } = [];

    /// <summary>Services whose program is another one than in the first trial of the run. Default: none.</summary>
    public IReadOnlyList<string> ChangedPrograms { get; init; } = [];

    /// <summary>The candidate declares that its CPU is limited (`cpu-limit`). Default: false.</summary>
    public bool CpuLimitIsMeant { get; init; }

    /// <summary>Response times of the window, ns. Default: unknown.</summary>
    public Histogram? Response { get; init; }

    /// <summary>A server that closes connections makes the window unusable: the experiment says <c>keepalive: required</c>. Default: false.</summary>
    public bool KeepAliveRequired { get; init; }

    /// <summary>What the scenario's timeline did to services in the window. Default: nothing.</summary>
    public IReadOnlyList<TimelineEvent> Events { get; init; } = [];

    /// <summary>What that did to the window, event by event. Default: nothing.</summary>
    public IReadOnlyList<RecoveryRecord> Recoveries { get; init; } = [];

    /// <summary>Limits that differ from the defaults. Default: none.</summary>
    public IReadOnlyList<LimitRecord> Limits { get; init; } = [];

    /// <summary>Whether the timeline took instances of a service away, or may have.</summary>
    internal bool IsSteered(string service) =>
        Events.Any(one => one.Service == service && one.Action is TimelineAction.Kill or TimelineAction.Decrease or TimelineAction.Restart or TimelineAction.Signal);

    /// <summary>No verdict can come of it: disturbances from outside make it doubtful, never invalid.</summary>
    internal bool IsHint => Quick || SingleLoad;

    /// <summary>Whether there is no schedule to keep: users ask again when they are answered.</summary>
    internal bool IsClosed => Load.Model == LoadModelName.Closed;

    /// <summary>Generator and server compete for CPUs.</summary>
    internal bool IsColocated => ServerIsLocal && (SharesCpus || MachineCpus <= GateLimits.Colocated.Warn);

    /// <summary>A row of the table of limits, as it holds for this window.</summary>
    internal GateLimit Row(GateLimit defaults) => defaults.ChangedBy(Limits);

    /// <summary>How to measure longer, in the words of the command that is in use.</summary>
    internal string Longer(string length) => SingleLoad ? $"use --duration {length}" : $"set phases.measure to {length}";
}

/// <summary>One whole second of a window.</summary>
/// <param name="P50Ns">Median response of the requests that ended in it, nanoseconds; 0 when none did.</param>
/// <param name="CpuPerRequestNs">CPU of the candidate ÷ responses of the second, nanoseconds; null when either is unknown.</param>
public sealed record WindowSecond(long P50Ns, double? CpuPerRequestNs);
