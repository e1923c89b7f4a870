namespace Prony.Measurement.Runs;

/// <summary>One window of one candidate in one scenario and point (trial.json, schema prony.trial/1).</summary>
public sealed record TrialRecord
{
    public const string CurrentSchema = "prony.trial/1";

    public string Schema { get; init; } = CurrentSchema;

    /// <summary>1-based.</summary>
    public required int Round { get; init; }

    /// <summary>1-based; above 1 when the round was repeated.</summary>
    public int Attempt { get; init; } = 1;

    public required string Candidate { get; init; }

    public required string Scenario { get; init; }

    public required PointRecord Point { get; init; }

    /// <summary>One of <see cref="TrialState"/>.</summary>
    public required string State { get; init; }

    /// <summary>What went wrong, in one sentence; null when completed.</summary>
    public string? Reason { get; init; }

    /// <summary>Last lines of the candidate's own output when something went wrong, secrets masked.</summary>
    public IReadOnlyList<string> LogTail { get; init; } = [];

    public IReadOnlyList<PhaseRecord> Phases { get; init; } = [];

    /// <summary>What the generator measured; null when no load was sent.</summary>
    public LoadRecord? Load { get; init; }

    /// <summary>What the candidate used; null when unknown.</summary>
    public ResourceSummary? Resources { get; init; }

    /// <summary>How each service stopped; empty when Prony did not start it.</summary>
    public IReadOnlyList<StopRecord> Stops { get; init; } = [];

    public IReadOnlyList<GateRecord> Gates { get; init; } = [];

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

/// <summary>What the load was: exactly one of the two is set.</summary>
public sealed record PointRecord(int? Users, double? RatePerS, string? Arrivals = null)
{
    /// <summary>For folder names and tables: "users-100" or "rate-300". Follows from the others, so it is not written.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Name => Users is { } users
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"users-{users}")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"rate-{RatePerS:0.###}");
}

/// <summary>One phase of a trial: start, ready, settle, idle, warmup, window, drain, stop.</summary>
public sealed record PhaseRecord(string Name, DateTimeOffset StartUtc, double DurationS);

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
