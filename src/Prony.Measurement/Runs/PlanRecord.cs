using Prony.Measurement.Machine;

namespace Prony.Measurement.Runs;

/// <summary>Everything that was decided before the first request (plan.json, schema prony.plan/1). Secrets are masked in every text.</summary>
public sealed record PlanRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.plan/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What wrote it.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Name of the run directory.</summary>
    public required string Run { get; init; }

    /// <summary>Wall clock when the plan was made.</summary>
    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>What the experiment is to answer; null when it does not say.</summary>
    public string? Question { get; init; }

    /// <summary>The definitions as given: file name to text, secrets masked.</summary>
    public IReadOnlyDictionary<string, string> Definitions { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the candidate that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The metric that decides: one of <see cref="Metrics"/>, or response.pNN.</summary>
    public required string Primary { get; init; }

    /// <summary>Smallest difference worth acting on, as a share (0.05).</summary>
    public required double Margin { get; init; }

    /// <summary>Rounds planned, at least 1; the most that are made where there are <see cref="Looks"/>.</summary>
    public required int Rounds { get; init; }

    /// <summary>When a run that ends as soon as it is decided looks at its rounds; empty: one look after the last round, at 0.05.</summary>
    /// <remarks>The reader sets what an older plan lacks to null.</remarks>
    public IReadOnlyList<LookRecord> Looks { get; init => field = value ?? []; } = [];

    /// <summary>How long all planned rounds take, about, seconds, without windows of which nobody knows it beforehand (<see cref="TakesAtLeast"/>); null in plans of older versions.</summary>
    public double? ExpectedS { get; init; }

    /// <summary>A window ends with a count of requests of users, so that <see cref="ExpectedS"/> is the least that it takes. Follows from the loads, so it is not written.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool TakesAtLeast => Scenarios.Any(scenario => scenario.Points.Any(point => !point.HasKnownLength));

    /// <summary>How the run was asked for; null in plans of older versions.</summary>
    public InvocationRecord? Invocation { get; init; }

    /// <summary>How capacities are searched for; null where candidates are compared at given loads.</summary>
    public CapacitySettings? Capacity { get; init; }

    /// <summary>Profiles of the experiment file that changed it, in their order. Default: none.</summary>
    public IReadOnlyList<string> Profiles { get; init => field = value ?? []; } = [];

    /// <summary>Decides the order and, through <see cref="RoundSeeds"/>, the arrivals.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Fewer rounds or shorter windows than a verdict needs (<c>--quick</c>, fewer than 6 rounds).</summary>
    public bool Preview { get; init; }

    /// <summary>What is meant to differ between the candidates, as the experiment says.</summary>
    public IReadOnlyList<string> Factor { get; init; } = [];

    /// <summary>How long the phases of every trial last.</summary>
    public required PhaseLengths Phases { get; init; }

    /// <summary>Those that take part, in the order of the file.</summary>
    public required IReadOnlyList<PlannedCandidate> Candidates { get; init; }

    /// <summary>Names of the services that all candidates share: started once before the first round, stopped after the last.</summary>
    /// <remarks>The reader sets what an older plan lacks to null.</remarks>
    public IReadOnlyList<string> SharedServices { get; init => field = value ?? []; } = [];

    /// <summary>The shared services with the machines that are stated for them; empty where nothing states any.</summary>
    /// <remarks>The reader sets what an older plan lacks to null.</remarks>
    public IReadOnlyList<PlannedService> SharedSetup { get; init => field = value ?? []; } = [];

    /// <summary>What is asked of every candidate, in the order of the file.</summary>
    public required IReadOnlyList<PlannedScenario> Scenarios { get; init; }

    /// <summary>Candidates of each round in their order.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Order { get; init; }

    /// <summary>Arrival seed of each round, the same for all its candidates.</summary>
    public required IReadOnlyList<ulong> RoundSeeds { get; init; }

    /// <summary>Limits of gates that the experiment set.</summary>
    /// <remarks>The reader sets what an older plan lacks to null.</remarks>
    public IReadOnlyList<LimitRecord> Limits { get; init => field = value ?? []; } = [];

    /// <summary>What the experiment claims. Default: nothing.</summary>
    /// <remarks>The reader sets what an older plan lacks to null.</remarks>
    public IReadOnlyList<PlannedClaim> Claims { get; init => field = value ?? []; } = [];

    /// <summary>Candidates that were left out before the first round.</summary>
    public IReadOnlyList<SkippedRecord> Skipped { get; init; } = [];

    /// <summary>The machine that it runs on.</summary>
    public required MachineRecord Machine { get; init; }

    /// <summary>The smallest differences that this machine shows, by its last full self-test; empty when there was none.</summary>
    /// <remarks>The reader sets what an older plan lacks to null.</remarks>
    public IReadOnlyList<VisibleDifference> Visible { get; init => field = value ?? []; } = [];

    /// <summary>Which CPUs the generator and the services get; null where they share all (fewer than 4 CPUs, or a candidate that Prony does not start).</summary>
    public CpuPlacement? Placement { get; init; }

    /// <summary>Set where the run directory holds somebody else's measurement, which <c>prony import</c> read: then nothing was planned or measured here. Default: null.</summary>
    public ImportedRecord? Imported { get; init; }

    /// <summary>Trials of all rounds, when none is repeated and nobody is left out on the way.</summary>
    public int TrialCount() => TrialCount(Order.Count);

    /// <summary>Trials of the first rounds, as above.</summary>
    public int TrialCount(int rounds) => Order.Take(rounds).Sum(round => round.Count) * Scenarios.Sum(scenario => scenario.Points.Count);

    /// <summary>Whether a scenario has several loads, so that names of its trials hold the load too.</summary>
    /// <exception cref="InvalidOperationException">There is no such scenario.</exception>
    public bool HasSeveralPoints(string scenario) => Scenarios.Single(s => s.Name == scenario).Points.Count > 1;
}

/// <summary>A moment at which rounds are judged.</summary>
/// <param name="Round">After this round.</param>
/// <param name="Alpha">Error probability of the whole family of comparisons at this look.</param>
public sealed record LookRecord(int Round, double Alpha);

/// <summary>How a run was asked for: with it a run that was cut off can be resumed without saying everything again.</summary>
/// <param name="File">The experiment file, relative to the run directory; null when there was none (commands).</param>
/// <param name="Quick"><c>--quick</c>.</param>
/// <param name="Only"><c>--only</c>; empty: all candidates.</param>
/// <param name="Rounds"><c>--rounds</c>; null: the file's.</param>
/// <param name="UntilDecided"><c>--until-decided</c>.</param>
public sealed record InvocationRecord(string? File, bool Quick, IReadOnlyList<string> Only, int? Rounds, bool UntilDecided)
{
    /// <summary>What <c>--profile</c> named. Default: nothing.</summary>
    public IReadOnlyList<string> Profiles { get; init => field = value ?? []; } = [];
}

/// <summary>The kinds of candidates as they are written.</summary>
public static class CandidateKind
{
    /// <summary>A stack file.</summary>
    public const string Stack = "stack";

    /// <summary>A bare command.</summary>
    public const string Run = "run";

    /// <summary>The address of a server that runs already.</summary>
    public const string Url = "url";
}

/// <summary>
/// Lengths of the phases, seconds. A null warm-up is automatic: until response and CPU per request are steady (docs/methods/steady-state.md).
/// A null drain is automatic: max(2 s, 2·p99 so far), at most the timeout.
/// </summary>
public sealed record PhaseLengths(double? WarmupS, double MeasureS, double? DrainS, double PauseS, double IdleS)
{
    /// <summary>What an automatic warm-up of a server that gets steady usually takes, seconds: for the time that is left, nothing else.</summary>
    public const double UsualWarmupS = 8;

    /// <summary>About how long the warm-up will take, seconds.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double ExpectedWarmupS => WarmupS ?? UsualWarmupS;
}

/// <summary>A candidate as it will be started.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">One of <see cref="CandidateKind"/>.</param>
/// <param name="Stack">Name of the stack, or the command or address; secrets masked.</param>
/// <param name="With">Resolved parameters.</param>
/// <param name="Services">Names of the services in order.</param>
public sealed record PlannedCandidate(
    string Name,
    string Kind,
    string Stack,
    IReadOnlyDictionary<string, string> With,
    IReadOnlyList<string> Services)
{
    /// <summary>Left out, with the reason, where it cannot run.</summary>
    public bool Optional { get; init; }

    /// <summary>What it says of itself (`declares`), resolved; secrets masked.</summary>
    /// <remarks>The reader sets what an older plan lacks to null.</remarks>
    public IReadOnlyDictionary<string, string> Declares { get; init => field = value ?? NothingDeclared; } = NothingDeclared;

    /// <summary>Its services with the machines that are stated for them; empty where the experiment and its stacks state none.</summary>
    /// <remarks>The reader sets what an older plan lacks to null.</remarks>
    public IReadOnlyList<PlannedService> Setup { get; init => field = value ?? []; } = [];

    private static readonly Dictionary<string, string> NothingDeclared = [];
}

/// <summary>A scenario as it will be loaded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">Of the first of its requests.</param>
/// <param name="Path">Path and query of the first of its requests, variables as they were written; secrets masked.</param>
/// <param name="Expect">Status codes that count as success.</param>
/// <param name="TimeoutS">A request unanswered this long after it was due has failed, seconds.</param>
/// <param name="Points">Its loads.</param>
/// <param name="Objectives">Bounds to keep at each of them.</param>
public sealed record PlannedScenario(
    string Name,
    string Method,
    string Path,
    string Expect,
    double TimeoutS,
    IReadOnlyList<PointRecord> Points,
    IReadOnlyList<string> Objectives)
{
    /// <summary>What carries the requests to every candidate: one of <see cref="EngineName"/>. Plans of older versions had raw only.</summary>
    public string Engine { get; init; } = EngineName.Raw;

    /// <summary>Most bytes of a response's head and of its trailers; null in runs that did not write it.</summary>
    public int? HeadLimitBytes { get; init; }

    /// <summary>All its requests; empty in a plan of an older version, which has one.</summary>
    /// <remarks>The reader sets what a file lacks to null.</remarks>
    public IReadOnlyList<PlannedRequest> Requests { get; init => field = value ?? []; } = [];

    /// <summary>The file that its requests are filled from; null for none.</summary>
    public PlannedData? Data { get; init; }

    /// <summary>What a response has to be besides its status, such as <c>body contains "ok"</c>; secrets masked.</summary>
    /// <remarks>The reader sets null where a plan from before there were checks has none.</remarks>
    public IReadOnlyList<string> Checks { get; init => field = value ?? []; } = [];

    /// <summary>What has to be alike of the candidates' answers; null in a plan of an older version.</summary>
    public SameRecord? Same { get; init; }

    /// <summary>One of <see cref="KeepAliveName"/>.</summary>
    public string KeepAlive { get; init => field = value ?? KeepAliveName.Auto; } = KeepAliveName.Auto;

    /// <summary>What is done to services while the window is measured, by time; empty for nothing.</summary>
    /// <remarks>The reader sets null where an older plan has none.</remarks>
    public IReadOnlyList<TimelineEvent> Events { get; init => field = value ?? []; } = [];

    /// <summary>One response in so many is checked; 1: all of them.</summary>
    public int CheckEvery { get; init => field = Math.Max(1, value); } = 1;
}

/// <summary>One of the requests of a scenario.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Path and query, variables as they were written; secrets masked.</param>
/// <param name="Weight">How often it is chosen in relation to the others.</param>
public sealed record PlannedRequest(string Method, string Path, int Weight);

/// <summary>Where the data of the requests come from.</summary>
/// <param name="File">As the experiment names it.</param>
/// <param name="Sha256">Of its bytes, hexadecimal: two runs with the same sum had the same data.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Order">One of <see cref="DataOrderName"/>.</param>
public sealed record PlannedData(string File, string Sha256, int Rows, string Order);

/// <summary>The orders of data rows as they are written.</summary>
public static class DataOrderName
{
    /// <summary>Request i gets row i modulo the number of rows. The default everywhere.</summary>
    public const string RoundRobin = "round-robin";

    /// <summary>Each row with the same probability.</summary>
    public const string Random = "random";
}

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
