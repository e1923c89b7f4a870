namespace Prony.Measurement.Runs;

/// <summary>A candidate over the loads of one scenario: what it gave at each, and what may be said of the curve (docs/methods/capacity.md).</summary>
public sealed record CurveRecord
{
    /// <summary>Whose curve it is.</summary>
    public required string Candidate { get; init; }

    /// <summary>What grows: "users" or "rate".</summary>
    public required string Load { get; init; }

    /// <summary>Its loads, ascending.</summary>
    public required IReadOnlyList<CurvePoint> Points { get; init; }

    /// <summary>Where throughput was highest, and whether it falls after that.</summary>
    public required CurveFall Fall { get; init; }

    /// <summary>Where the curve bends most; null where it has no knee, and below three measured loads.</summary>
    public CurveKnee? Knee { get; init; }

    /// <summary>The universal scalability law over measured requests in flight; null for rates, whose throughput is the rate until the server is full.</summary>
    public FitRecord? Usl { get; init; }

    /// <summary>What may be said of the curve, a plain sentence each: the fall first, then loads that ended it, knee, law and Little's law.</summary>
    public IReadOnlyList<string> Sentences { get; init => field = value ?? []; } = [];
}

/// <summary>One load of a curve: means over rounds with 95 % intervals; percentiles of all rounds merged with the intervals of the rounds' own.</summary>
public sealed record CurvePoint
{
    /// <summary>The load.</summary>
    public required PointRecord Load { get; init; }

    /// <summary>Users, or requests per second.</summary>
    public required double At { get; init; }

    /// <summary>One of <see cref="CurvePointState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Rounds with a whole window.</summary>
    public required int Rounds { get; init; }

    /// <summary>Rounds in which it died, stopped answering or was not ready.</summary>
    public int RoundsFailed { get; init; }

    /// <summary>Rounds with a whole window in which nothing succeeded, and not for a fault of the measurement.</summary>
    public int RoundsSilent { get; init; }

    /// <summary>What happened in those that failed, of the first; null without.</summary>
    public string? Reason { get; init; }

    /// <summary>Successes per second; null without a whole window, as all that follows.</summary>
    public CurveFigure? ThroughputPerS { get; init; }

    /// <summary>Requests that failed, were left unanswered or could not be sent, per second.</summary>
    public CurveFigure? FailuresPerS { get; init; }

    /// <summary>The same as a share of what was due, over all rounds.</summary>
    public double? FailureShare { get; init; }

    /// <summary>10th, 50th, 90th, 95th and 99th percentile of the response times by name ("10"), ns; those that requests are too few for are absent.</summary>
    public IReadOnlyDictionary<string, CurveFigure> ResponseNs { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>Mean response time, ns.</summary>
    public CurveFigure? ResponseMeanNs { get; init; }

    /// <summary>The fastest response of any round, ns.</summary>
    public long? FastestNs { get; init; }

    /// <summary>The slowest, ns.</summary>
    public long? SlowestNs { get; init; }

    /// <summary>CPU of the candidate, mean cores; null when unknown.</summary>
    public CurveFigure? CpuCores { get; init; }

    /// <summary>PSS at the end of the window, bytes; null when unknown.</summary>
    public CurveFigure? MemoryPssBytes { get; init; }

    /// <summary>Requests in flight, read once a second; null when they are not known.</summary>
    public CurveFigure? InFlight { get; init; }

    /// <summary>Little's law at this load; null where requests in flight are unknown or more than 1 % of the requests failed, which have no response time.</summary>
    public LittleRecord? Little { get; init; }

    private static readonly Dictionary<string, CurveFigure> Nothing = [];
}

/// <summary>What became of a candidate at a load, as it is written.</summary>
public static class CurvePointState
{
    /// <summary>Whole windows, and nothing else.</summary>
    public const string Measured = "measured";

    /// <summary>It died in at least one round.</summary>
    public const string Died = "died";

    /// <summary>It stopped answering in at least one round, and died in none.</summary>
    public const string StoppedAnswering = "stopped-answering";

    /// <summary>There is no whole window for another reason: interrupted, not started, never made.</summary>
    public const string NotMeasured = "not-measured";
}

/// <summary>A figure over rounds.</summary>
/// <param name="Value">In its unit.</param>
/// <param name="Low">Lower end of the 95 % interval over rounds; null below three rounds, and where a round has none above 0.</param>
/// <param name="High">Upper end.</param>
public sealed record CurveFigure(double Value, double? Low, double? High);

/// <summary>N = X·R between three figures that are counted apart.</summary>
/// <param name="InFlight">Mean requests in flight.</param>
/// <param name="ByLaw">Completions per second × mean service time.</param>
/// <param name="Gap">Their difference as a share of the larger.</param>
/// <param name="Holds">Within 5 %, within half a request below ten, or within three standard errors of the mean requests in flight.</param>
public sealed record LittleRecord(double InFlight, double ByLaw, double Gap, bool Holds)
{
    /// <summary>Standard error of the mean requests in flight, where only that makes the law hold; null otherwise.</summary>
    public double? WithinErrorsOf { get; init; }
}

/// <summary>What happens to throughput beyond the load at which it was highest.</summary>
/// <param name="State">unknown, highest-at-last, holds, falls or inconclusive.</param>
/// <param name="PeakAt">The load with the highest throughput; null when nothing is known.</param>
/// <param name="FromAt">The first later load at which a fall is shown; null without.</param>
/// <param name="LowestAt">The later load with the lowest ratio to the peak among those; null without.</param>
/// <param name="Ratio">Throughput at the lowest ÷ at the peak; null without.</param>
/// <param name="Low">Lower end of its interval, for all pairs of loads together.</param>
/// <param name="High">Upper end.</param>
/// <param name="Rounds">Rounds that it rests on.</param>
public sealed record CurveFall(string State, double? PeakAt, double? FromAt, double? LowestAt, double? Ratio, double? Low, double? High, int Rounds)
{
    /// <summary>Loads that it does not rest on: no window of theirs can be used, or one had no success.</summary>
    public IReadOnlyList<double> Without { get; init => field = value ?? []; } = [];
}

/// <summary>Where a curve bends most.</summary>
/// <param name="At">The load.</param>
/// <param name="Of">Which curve: throughput over users, or response.p99 over rate.</param>
/// <param name="Definition">What a knee is.</param>
public sealed record CurveKnee(double At, string Of, string Definition);
