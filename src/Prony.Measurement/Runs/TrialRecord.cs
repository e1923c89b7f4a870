using Prony.Measurement.Units;

namespace Prony.Measurement.Runs;

/// <summary>One window of one candidate in one scenario and point (trial.json, schema prony.trial/1).</summary>
public sealed record TrialRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.trial/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>1-based.</summary>
    public required int Round { get; init; }

    /// <summary>1-based; above 1 when the round was repeated.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whose window it is.</summary>
    public required string Candidate { get; init; }

    /// <summary>What was asked.</summary>
    public required string Scenario { get; init; }

    /// <summary>At which load.</summary>
    public required PointRecord Point { get; init; }

    /// <summary>One of <see cref="TrialState"/>.</summary>
    public required string State { get; init; }

    /// <summary>What went wrong, in one sentence; null when completed.</summary>
    public string? Reason { get; init; }

    /// <summary>Last lines of the candidate's own output when something went wrong, secrets masked.</summary>
    public IReadOnlyList<string> LogTail { get; init; } = [];

    /// <summary>When each phase began and how long it took, in order.</summary>
    public IReadOnlyList<PhaseRecord> Phases { get; init; } = [];

    /// <summary>What the generator measured; null when no load was sent.</summary>
    public LoadRecord? Load { get; init; }

    /// <summary>One answer to each request of the scenario, fetched before the window; empty when they need not be alike to the byte.</summary>
    /// <remarks>The reader sets what an older trial lacks to null.</remarks>
    public IReadOnlyList<AnswerRecord> Answers { get; init => field = value ?? []; } = [];

    /// <summary>What the candidate used; null when unknown.</summary>
    public ResourceSummary? Resources { get; init; }

    /// <summary>What services told of themselves in the window; empty where the stack reads nothing.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; init => field = value ?? []; } = [];

    /// <summary>Processes that did a service's work and went between the start of the warm-up and the window's end; services that say <c>respawns</c> are not counted.</summary>
    public int WorkersLost { get; init; }

    /// <summary>Processes that came to a service in that time and stayed; counted likewise.</summary>
    public int WorkersStarted { get; init; }

    /// <summary>What was full in the window; null when no load was sent, and in records of older versions.</summary>
    public BottleneckRecord? Bottleneck { get; init; }

    /// <summary>
    /// What a response takes when nothing waits, as far as this load shows it, ns: the lowest 10th percentile of the service times of any of its seconds, warm-up included. Null when no
    /// request succeeded.
    /// </summary>
    public long? UnloadedNs { get; init; }

    /// <summary>What served, service by service; empty when Prony did not start it.</summary>
    public IReadOnlyList<IdentityRecord> Identity { get; init => field = value ?? []; } = [];

    /// <summary>What each event on the scenario's timeline did; empty where it has none.</summary>
    /// <remarks>The reader sets what an older trial lacks to null.</remarks>
    public IReadOnlyList<RecoveryRecord> Recoveries { get; init => field = value ?? []; } = [];

    /// <summary>How each service stopped; empty when Prony did not start it.</summary>
    public IReadOnlyList<StopRecord> Stops { get; init; } = [];

    /// <summary>What every gate found, by id; empty when no load was sent.</summary>
    public IReadOnlyList<GateRecord> Gates { get; init; } = [];

    /// <summary>Those of the gates that are not ok, invalid ones first.</summary>
    public IReadOnlyList<DoubtRecord> Doubts { get; init; } = [];
}

/// <summary>How a trial ended, as it is written.</summary>
public static class TrialState
{
    /// <summary>The window was measured to its end.</summary>
    public const string Completed = "completed";

    /// <summary>A service could not be started, or exited before it was ready.</summary>
    public const string NotStarted = "not-started";

    /// <summary>It lived but never became ready or never settled.</summary>
    public const string NotReady = "not-ready";

    /// <summary>A service died under load.</summary>
    public const string Died = "died";

    /// <summary>It lived but completed nothing for max(2 s, 20·p99) with requests in flight.</summary>
    public const string StoppedAnswering = "stopped-answering";

    /// <summary>Ctrl-C.</summary>
    public const string Interrupted = "interrupted";
}

/// <summary>What the load was: exactly one of <paramref name="Users"/> and <paramref name="RatePerS"/> is set; neither where another tool does not tell its load.</summary>
/// <param name="Users">Virtual users of the closed model; with stages the most of them.</param>
/// <param name="RatePerS">Arrivals per second of the open model; with stages their mean.</param>
/// <param name="Arrivals">One of <see cref="ArrivalsName"/> in the open model; null in the closed one.</param>
public sealed record PointRecord(int? Users, double? RatePerS, string? Arrivals = null)
{
    /// <summary>Exactly that many requests instead of a window of a given length; null: the length decides.</summary>
    public long? Requests { get; init; }

    /// <summary>How the rate or the number of users goes through the window, which is as long as they are together; null for a constant load.</summary>
    public IReadOnlyList<StageRecord>? Stages { get; init; }

    /// <summary>Users think so long between the end of a request and the next due instant, seconds; null for not at all.</summary>
    public double? ThinkS { get; init; }

    /// <summary>Users make at most one request in so many seconds; null for as many as are answered.</summary>
    public double? PaceS { get; init; }

    /// <summary>Users begin one after the other over so many seconds from the start of the warm-up; null for all at once.</summary>
    public double? RampS { get; init; }

    /// <summary>For folder names and tables: "users-100", "rate-300" or "rate-50-to-400". Follows from the others, so it is not written.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Name => this switch
    {
        { Stages: { } stages } => StageText.Name(stages),
        { Users: { } users } => Invariant($"users-{users}"),
        _ => Invariant($"rate-{RatePerS:0.#########}"),
    };

    /// <summary>For sentences: "100 users", "300 requests/s" or "50 to 400 requests/s". Follows from the others, so it is not written.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Text => this switch
    {
        { Stages: { } stages } => StageText.Of(stages),
        { Users: { } users } => CountText.Of(users, "user"),
        _ => Invariant($"{RatePerS:#,0.######} requests/s"),
    };

    /// <summary>About how long its window lasts, seconds, where the plan can tell: a count of requests at a rate, else the planned length.</summary>
    /// <param name="measureS">Length of a window that no count ends.</param>
    public double ExpectedWindowS(double measureS) => (Stages, Requests, RatePerS) switch
    {
        ({ } stages, _, _) => stages.Sum(stage => stage.ForS),
        (_, { } requests, { } rate) => requests / rate,
        _ => measureS,
    };

    /// <summary>Whether the plan can tell how long its window lasts: not where users make a count of requests, which takes as long as the server likes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasKnownLength => Requests is null || RatePerS is not null || Stages is not null;

    /// <summary>Two loads with the same stages are the same load, wherever their lists are kept.</summary>
    public bool Equals(PointRecord? other) => other is not null
        && (Users, RatePerS, Arrivals, Requests, ThinkS, PaceS, RampS) == (other.Users, other.RatePerS, other.Arrivals, other.Requests, other.ThinkS, other.PaceS, other.RampS)
        && (Stages ?? []).SequenceEqual(other.Stages ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Users, RatePerS, Arrivals, Requests, ThinkS, PaceS, RampS, Stages?.Count);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

/// <summary>One phase of a trial.</summary>
/// <param name="Name">One of <see cref="PhaseName"/>.</param>
/// <param name="StartUtc">Wall clock at its start.</param>
/// <param name="DurationS">Its length in seconds, by the monotonic clock.</param>
public sealed record PhaseRecord(string Name, DateTimeOffset StartUtc, double DurationS);

/// <summary>The phases of a trial as they are written, in their order.</summary>
public static class PhaseName
{
    /// <summary>From the start of the first service until all are ready.</summary>
    public const string Start = "start";

    /// <summary>Ready, and waited for until it is quiet: its workers may still start.</summary>
    public const string Settle = "settle";

    /// <summary>Ready and not asked: what the candidate uses by itself is read.</summary>
    public const string Idle = "idle";

    /// <summary>Commands that the stack wants run before or after the load.</summary>
    public const string Hooks = "hooks";

    /// <summary>Load that is recorded and left out of the result.</summary>
    public const string Warmup = "warmup";

    /// <summary>What is measured.</summary>
    public const string Window = "window";

    /// <summary>Nothing new is asked; answers that are still out are waited for.</summary>
    public const string Drain = "drain";

    /// <summary>From the stop signal until nothing of the candidate is left.</summary>
    public const string Stop = "stop";

    /// <summary>Quiet time between two trials: told to progress displays, part of no trial and in no record.</summary>
    public const string Pause = "pause";
}

/// <summary>How a service stopped.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Signal">The signal that was sent, or null when it had ended before.</param>
/// <param name="ExitCode">Exit code, 128 + N for signal N, or null when unknown.</param>
/// <param name="DurationS">From the signal until all its processes were gone.</param>
/// <param name="Escalated">It did not stop within its grace and was killed.</param>
/// <param name="Expected">The exit code is one that the stack file accepts.</param>
/// <param name="Leftovers">Processes of its tree that outlived it and were killed: "pid name".</param>
public sealed record StopRecord(
    string Service,
    string? Signal,
    int? ExitCode,
    double DurationS,
    bool Escalated,
    bool Expected,
    IReadOnlyList<string> Leftovers);
