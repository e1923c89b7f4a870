namespace Prony.Measurement.Runs;

/// <summary>Everything that was decided before the first request (plan.json, schema prony.plan/1). Secrets are masked in every text.</summary>
public sealed record PlanRecord
{
    public const string CurrentSchema = "prony.plan/1";

    public string Schema { get; init; } = CurrentSchema;

    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Name of the run directory.</summary>
    public required string Run { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    public string? Question { get; init; }

    /// <summary>The definitions as given: file name to text, secrets masked.</summary>
    public IReadOnlyDictionary<string, string> Definitions { get; init; } = new Dictionary<string, string>();

    public required string Baseline { get; init; }

    public required string Primary { get; init; }

    /// <summary>Smallest difference worth acting on, as a share (0.05).</summary>
    public required double Margin { get; init; }

    public required int Rounds { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Fewer rounds or shorter windows than a verdict needs (<c>--quick</c>, fewer than 6 rounds).</summary>
    public bool Preview { get; init; }

    public IReadOnlyList<string> Factor { get; init; } = [];

    public required PhaseLengths Phases { get; init; }

    public required IReadOnlyList<PlannedCandidate> Candidates { get; init; }

    public required IReadOnlyList<PlannedScenario> Scenarios { get; init; }

    /// <summary>Candidates of each round in their order.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Order { get; init; }

    /// <summary>Arrival seed of each round, the same for all its candidates.</summary>
    public required IReadOnlyList<ulong> RoundSeeds { get; init; }

    public IReadOnlyList<SkippedRecord> Skipped { get; init; } = [];

    public required MachineRecord Machine { get; init; }
}

/// <summary>Lengths of the phases, seconds. A null drain is automatic: max(2 s, 2·p99 so far), at most the timeout.</summary>
public sealed record PhaseLengths(double WarmupS, double MeasureS, double? DrainS, double PauseS, double IdleS);

/// <summary>A candidate as it will be started.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">stack, run or url.</param>
/// <param name="Stack">Name of the stack, or the command or address; secrets masked.</param>
/// <param name="With">Resolved parameters.</param>
/// <param name="Services">Names of the services in order.</param>
public sealed record PlannedCandidate(
    string Name,
    string Kind,
    string Stack,
    IReadOnlyDictionary<string, string> With,
    IReadOnlyList<string> Services);

/// <summary>A scenario as it will be loaded.</summary>
public sealed record PlannedScenario(
    string Name,
    string Method,
    string Path,
    string Expect,
    double TimeoutS,
    IReadOnlyList<PointRecord> Points,
    IReadOnlyList<string> Objectives);

/// <summary>A candidate that is left out, with the reason and how to get what is missing.</summary>
public sealed record SkippedRecord(string Candidate, string Reason, string Hint);

/// <summary>The machine fingerprint: what must be the same for two runs to be comparable.</summary>
public sealed record MachineRecord(
    string Os,
    string Kernel,
    string Cpu,
    int Cpus,
    long MemoryBytes,
    string Runtime,
    string Cgroup,
    string ClockSource,
    string Governor);
