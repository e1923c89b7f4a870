using System.Text.Json.Serialization;

namespace Prony.Measurement.Runs;

/// <summary>
/// What the charts of report.html draw (schema prony.report/1), inlined in the page. Latencies are in ms, other units are in the names; figures have five significant digits; what is not known is null.
/// </summary>
/// <remarks>A view made of the other records: nothing reads it but the page, and nothing is measured in it.</remarks>
public sealed record ReportRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.report/1";

    /// <summary>What was written.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the candidate that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The metric that decides.</summary>
    public required string Primary { get; init; }

    /// <summary>Smallest difference worth acting on, as a share.</summary>
    public required double Margin { get; init; }

    /// <summary>Fewer rounds or shorter windows than a verdict needs.</summary>
    public bool Preview { get; init; }

    /// <summary>What was asked, in the order of the plan; empty where nothing was measured.</summary>
    public IReadOnlyList<ReportScenario> Scenarios { get; init => field = value ?? []; } = [];
}

/// <summary>One scenario.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LoadKind">users, rate, or other where its loads are of both kinds.</param>
/// <param name="Objectives">Bounds to keep, as they were written.</param>
/// <param name="Points">Its loads.</param>
/// <param name="Curves">Candidates over the loads; empty where there is one load.</param>
public sealed record ReportScenario(
    string Name, string LoadKind, IReadOnlyList<string> Objectives, IReadOnlyList<ReportPoint> Points, IReadOnlyList<ReportCurve> Curves);

/// <summary>One load.</summary>
/// <param name="Label">"100 users", "300/s".</param>
/// <param name="Load">Users, or requests per second; null where it changes within the window.</param>
/// <param name="Candidates">Those with a whole window, the baseline first.</param>
/// <param name="Comparisons">Against the baseline, in every metric.</param>
public sealed record ReportPoint(
    string Label, double? Load, IReadOnlyList<ReportCandidate> Candidates, IReadOnlyList<ReportComparison> Comparisons);

/// <summary>One comparison.</summary>
/// <param name="Candidate">Who is compared.</param>
/// <param name="Baseline">With whom.</param>
/// <param name="Metric">One of <see cref="Metrics"/>.</param>
/// <param name="Ratio">candidate ÷ baseline; null when it could not be computed.</param>
/// <param name="Low">Lower end of its interval; null without one.</param>
/// <param name="High">Upper end.</param>
/// <param name="Margin">Smallest difference worth acting on, as a share.</param>
/// <param name="Verdict">One of <see cref="VerdictName"/>.</param>
/// <param name="Sentence">The same in a sentence.</param>
/// <param name="D">ln(candidate ÷ baseline) of each round.</param>
public sealed record ReportComparison(
    string Candidate,
    string Baseline,
    string Metric,
    double? Ratio,
    double? Low,
    double? High,
    double Margin,
    string Verdict,
    string Sentence,
    IReadOnlyList<double> D);

/// <summary>One candidate at one load, over all its rounds; those that a gate forbids to use are marked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Throughput">Successes per second.</param>
/// <param name="FailuresPerS">Requests that failed, were left unanswered or could not be sent, per second.</param>
/// <param name="CpuCores">Mean cores; null when unknown.</param>
/// <param name="MemoryBytes">PSS at the end of the window; null when unknown.</param>
/// <param name="Response">Percentiles of completed − due, all rounds merged; empty when they cannot be read.</param>
/// <param name="Service">Percentiles of completed − sent.</param>
/// <param name="Rounds">What each round gave.</param>
/// <param name="Heat">Response times over the window; null when they cannot be read.</param>
/// <param name="Trials">The windows second by second, in the order of rounds.</param>
public sealed record ReportCandidate(
    string Name,
    ReportInterval Throughput,
    ReportInterval FailuresPerS,
    double? CpuCores,
    double? MemoryBytes,
    IReadOnlyList<ReportPercentile> Response,
    IReadOnlyList<ReportPercentile> Service,
    IReadOnlyList<ReportRound> Rounds,
    ReportHeat? Heat,
    IReadOnlyList<ReportTrial> Trials);

/// <summary>A figure with its 95 % interval over the rounds.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end; null without an interval.</param>
/// <param name="High">Upper end.</param>
public sealed record ReportInterval(double? Value, double? Low, double? High);

/// <summary>One percentile of a distribution.</summary>
/// <param name="P">0 to 100.</param>
/// <param name="Ms">That share of the values is at or below it, ms.</param>
public sealed record ReportPercentile(double P, double Ms);

/// <summary>What one round gave.</summary>
/// <param name="Round">Its number.</param>
/// <param name="Throughput">Successes per second.</param>
/// <param name="P50Ms">Median response, ms.</param>
/// <param name="P99Ms">99th percentile of the response, ms.</param>
/// <param name="Failures">Share of the requests that were due.</param>
/// <param name="CpuPerRequestUs">Net CPU per success, µs.</param>
/// <param name="MemoryBytes">PSS at the end of the window.</param>
/// <param name="Invalid">Which gates forbid to use the round, with their values: no comparison rests on it; null where it may be used.</param>
public sealed record ReportRound(
    int Round, double? Throughput, double? P50Ms, double? P99Ms, double? Failures, double? CpuPerRequestUs, double? MemoryBytes, string? Invalid);

/// <summary>How many responses ended when, and how long they had taken; summed over the rounds.</summary>
/// <param name="TS">Starts of the columns, seconds since the start of the window.</param>
/// <param name="Ms">Upper ends of the rows, ms, ascending on a logarithmic axis.</param>
/// <param name="Counts">A column each with its rows.</param>
public sealed record ReportHeat(
    [property: JsonPropertyName("t_s")] IReadOnlyList<double> TS, IReadOnlyList<double> Ms, IReadOnlyList<IReadOnlyList<long>> Counts);

/// <summary>One window over time, its warm-up and drain with it. A point stands for one second, or for several together where the window is long.</summary>
/// <param name="Round">Its round.</param>
/// <param name="Attempt">Which attempt of the round.</param>
/// <param name="TS">Starts of the points, seconds since the start of the window; below 0 in the warm-up.</param>
/// <param name="Throughput">Successes per second.</param>
/// <param name="Failed">Failures per second.</param>
/// <param name="P50Ms">Median response of the requests that ended then, ms; null where none did.</param>
/// <param name="P99Ms">Their 99th percentile.</param>
/// <param name="InFlight">Requests sent and unanswered, mean of the readings at the ends of the seconds.</param>
/// <param name="Phases">warmup, window and drain.</param>
/// <param name="Services">What the services used; empty when unknown.</param>
/// <param name="Events">What happened to them.</param>
public sealed record ReportTrial(
    int Round,
    int Attempt,
    [property: JsonPropertyName("t_s")] IReadOnlyList<double> TS,
    IReadOnlyList<double> Throughput,
    IReadOnlyList<double> Failed,
    IReadOnlyList<double?> P50Ms,
    IReadOnlyList<double?> P99Ms,
    IReadOnlyList<double> InFlight,
    IReadOnlyList<ReportPhase> Phases,
    IReadOnlyList<ReportService> Services,
    IReadOnlyList<ReportEvent> Events);

/// <summary>A phase of a trial, seconds since the start of the window.</summary>
/// <param name="Name">One of <see cref="PhaseName"/>.</param>
/// <param name="FromS">Its start.</param>
/// <param name="ToS">Its end.</param>
public sealed record ReportPhase(string Name, double FromS, double ToS);

/// <summary>One service over time.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shared">All candidates share it.</param>
/// <param name="TS">As those of the trial.</param>
/// <param name="CpuCores">CPU, mean over the point.</param>
/// <param name="MemoryBytes">RSS, the highest in the point: shared pages count once per process.</param>
public sealed record ReportService(
    string Name,
    bool Shared,
    [property: JsonPropertyName("t_s")] IReadOnlyList<double> TS,
    IReadOnlyList<double> CpuCores,
    IReadOnlyList<double> MemoryBytes);

/// <summary>Something that happened.</summary>
/// <param name="TS">When, seconds since the start of the window.</param>
/// <param name="Service">To which service; null for none.</param>
/// <param name="Text">What.</param>
public sealed record ReportEvent([property: JsonPropertyName("t_s")] double TS, string? Service, string Text);

/// <summary>A candidate over the loads of a scenario. All lists are as long as <paramref name="Loads"/>.</summary>
/// <param name="Candidate">Its name.</param>
/// <param name="Loads">Users or requests per second, ascending.</param>
/// <param name="Throughput">Successes per second.</param>
/// <param name="FailuresPerS">Failures per second.</param>
/// <param name="P50Ms">Median response, ms.</param>
/// <param name="P99Ms">99th percentile, ms.</param>
/// <param name="CpuCores">Mean cores.</param>
/// <param name="MemoryBytes">PSS at the end of the window.</param>
/// <param name="Usl">The universal scalability law; null where there is no fit.</param>
/// <param name="Knee">Load at which the curve bends most; null without a knee.</param>
/// <param name="Peak">Load with the highest throughput; null when nothing is known.</param>
/// <param name="Capacity">Between which loads objectives cease to be kept; null where that was not searched for.</param>
public sealed record ReportCurve(
    string Candidate,
    IReadOnlyList<double> Loads,
    IReadOnlyList<ReportInterval> Throughput,
    IReadOnlyList<ReportInterval> FailuresPerS,
    IReadOnlyList<double?> P50Ms,
    IReadOnlyList<double?> P99Ms,
    IReadOnlyList<double?> CpuCores,
    IReadOnlyList<double?> MemoryBytes,
    ReportLaw? Usl,
    double? Knee,
    double? Peak,
    ReportBracket? Capacity);

/// <summary>A fitted law as a line.</summary>
/// <param name="Loads">Where it is drawn.</param>
/// <param name="Throughput">What it says there, per second.</param>
/// <param name="Sentence">Its coefficients.</param>
public sealed record ReportLaw(IReadOnlyList<double> Loads, IReadOnlyList<double> Throughput, string Sentence);

/// <summary>A capacity between two loads.</summary>
/// <param name="Low">Highest load that keeps the objectives.</param>
/// <param name="High">Lowest load that does not; null where none was found.</param>
public sealed record ReportBracket(double Low, double? High);
