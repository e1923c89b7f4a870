namespace Prony.Measurement.Runs;

/// <summary>What may be concluded from a run (verdict.json, schema prony.verdict/1).</summary>
public sealed record VerdictRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.verdict/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>What the experiment is to answer; null when it does not say.</summary>
    public string? Question { get; init; }

    /// <summary>Name of the candidate that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The metric that decides: one of <see cref="Metrics"/>, or response.pNN.</summary>
    public required string Primary { get; init; }

    /// <summary>Smallest difference worth acting on, as a share (0.05).</summary>
    public required double Margin { get; init; }

    /// <summary>Rounds that count: whole, without an invalid trial.</summary>
    public required int Rounds { get; init; }

    /// <summary>The look that judged; null where the plan has one look after the last round, and before the first look.</summary>
    public LookVerdict? Look { get; init; }

    /// <summary>Rounds that have more than one attempt.</summary>
    public int ReplacedRounds { get; init; }

    /// <summary>Profiles of the experiment file that changed it, in their order. Default: none.</summary>
    public IReadOnlyList<string> Profiles { get; init => field = value ?? []; } = [];

    /// <summary>Fewer rounds or shorter windows than a verdict needs: every sentence says so.</summary>
    public bool Preview { get; init; }

    /// <summary>Candidates of each planned round in their order.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Order { get; init; }

    /// <summary>Figures and comparisons by scenario.</summary>
    public required IReadOnlyDictionary<string, ScenarioVerdict> Scenarios { get; init; }

    /// <summary>The answer to the experiment's question; null when nothing was compared.</summary>
    public OverallVerdict? Verdict { get; init; }

    /// <summary>Every objective of every candidate at every load.</summary>
    public IReadOnlyList<ObjectiveRecord> Objectives { get; init; } = [];

    /// <summary>What the experiment claims, with what became of it. Default: none.</summary>
    /// <remarks>The reader sets what an older verdict lacks to null.</remarks>
    public IReadOnlyList<ClaimRecord> Claims { get; init => field = value ?? []; } = [];

    /// <summary>What may make a comparison unfair, candidate by candidate; null in records of older versions.</summary>
    public FairnessRecord? Fairness { get; init; }

    /// <summary>Candidates that were left out, with the reason.</summary>
    public IReadOnlyList<SkippedRecord> Skipped { get; init; } = [];

    /// <summary>Loads that were given up for a candidate, which later rounds did not measure again. Default: none.</summary>
    public IReadOnlyList<LostLoadRecord> Lost { get; init => field = value ?? []; } = [];

    /// <summary>The run ended as planned; false when it was stopped, killed or given up; null in records of older versions.</summary>
    public bool? Whole { get; init; }

    /// <summary>Trials that did not complete, with their last output.</summary>
    public IReadOnlyList<FailedTrialRecord> FailedTrials { get; init; } = [];

    /// <summary>How long windows would best be; null where the rounds do not tell.</summary>
    public WindowAdvice? Window { get; init; }

    /// <summary>Each gate once per candidate, with its worst value; invalid ones first.</summary>
    public IReadOnlyList<GateRecord> Gates { get; init; } = [];

    /// <summary>The doubts that the gates give, in the same order.</summary>
    public IReadOnlyList<DoubtRecord> Doubts { get; init; } = [];
}

/// <summary>The look at which a run was judged.</summary>
/// <param name="Round">The rounds up to this one count.</param>
/// <param name="Alpha">Error probability of the whole family of comparisons at this look.</param>
/// <param name="Ended">No further round is made: every primary comparison is decided or can no longer be, or it was the last look.</param>
public sealed record LookVerdict(int Round, double Alpha, bool Ended);

/// <summary>The length of windows that gives the most certainty for the time, from the scatter of seconds and of rounds.</summary>
/// <param name="SecondSd">Scatter of one second within its window, standard deviation of ln(candidate ÷ baseline).</param>
/// <param name="RoundSd">What a round adds to it; 0 when the rounds scatter no more than their seconds explain.</param>
/// <param name="OverheadS">What a turn costs beside each of its windows, seconds.</param>
/// <param name="WindowS">The windows of this run, seconds.</param>
/// <param name="ProposedS">The proposal, seconds; null when longer windows serve as well as more rounds.</param>
/// <param name="Sentence">The same in one or two plain sentences.</param>
public sealed record WindowAdvice(double SecondSd, double RoundSd, double OverheadS, double WindowS, double? ProposedS, string Sentence);

/// <summary>The points of one scenario.</summary>
public sealed record ScenarioVerdict(IReadOnlyList<PointVerdict> Points)
{
    /// <summary>Each candidate over its loads; empty where the scenario has one load, and in files of older versions.</summary>
    public IReadOnlyList<CurveRecord> Curves { get; init => field = value ?? []; } = [];
}

/// <summary>All candidates at one load.</summary>
public sealed record PointVerdict(
    PointRecord Load,
    IReadOnlyDictionary<string, CandidateSummary> Candidates,
    IReadOnlyList<ComparisonRecord> Comparisons)
{
    /// <summary>Who is ahead of all others in the primary metric, if anybody; null below three candidates and in previews.</summary>
    public WinnerRecord? Winner { get; init; }
}

/// <summary>Whether one candidate, the baseline included, beats every other one.</summary>
/// <param name="Candidate">Who; null when nobody does.</param>
/// <param name="Alpha">Error probability of all comparisons of two candidates together.</param>
/// <param name="M">How many those are: k(k − 1)/2 for k candidates.</param>
/// <param name="Sentence">The same in one plain sentence.</param>
public sealed record WinnerRecord(string? Candidate, double Alpha, int M, string Sentence);

/// <summary>One candidate at one load, over its rounds. Percentiles come from merged histograms; rates are means over rounds.</summary>
public sealed record CandidateSummary
{
    /// <summary>Mean over rounds of successes per second of window.</summary>
    public double ThroughputPerS { get; init; }

    /// <summary>95 % interval of the throughput over the rounds; null below three rounds, where a round had none, and in records of older versions.</summary>
    public IntervalRecord? ThroughputInterval { get; init; }

    /// <summary>Mean over rounds of whole responses of any status per second of window.</summary>
    public double CompletedPerS { get; init; }

    /// <summary>(failed + censored + unsent) ÷ due over all rounds.</summary>
    public double Failures { get; init; }

    /// <summary>completed − due of all rounds merged, ns; empty when a round's histogram cannot be read and there are several.</summary>
    public required Distribution ResponseNs { get; init; }

    /// <summary>completed − sent of all rounds merged, ns; empty as above.</summary>
    public required Distribution ServiceNs { get; init; }

    /// <summary>95 % intervals of percentiles of the response times over the rounds, by name ("50", "90", "99"); those that rounds or requests are too few for are absent.</summary>
    /// <remarks>The reader sets what an older verdict lacks to null.</remarks>
    public IReadOnlyDictionary<string, IntervalRecord> ResponseIntervalsNs { get; init => field = value ?? new Dictionary<string, IntervalRecord>(); } = new Dictionary<string, IntervalRecord>();

    /// <summary>Net CPU per successful request; null when unknown.</summary>
    public double? CpuPerRequestNs { get; init; }

    /// <summary>Null when unknown.</summary>
    public CoresRecord? CpuCores { get; init; }

    /// <summary>Mean over rounds of PSS at the end of the window; null when unknown.</summary>
    public long? MemoryPssBytes { get; init; }

    /// <summary>Highest over rounds; null when unknown.</summary>
    public long? MemoryPeakBytes { get; init; }

    /// <summary>Growth of memory (RSS) in the window, bytes per minute, median over rounds; null when unknown.</summary>
    public double? MemoryGrowthBytesPerMin { get; init; }

    /// <summary>Null when unknown.</summary>
    public int? Processes { get; init; }

    /// <summary>What services told of themselves: means over rounds, and the highest and lowest of any.</summary>
    /// <remarks>The reader sets what an older verdict lacks to null.</remarks>
    public IReadOnlyList<LayerSummary> Layers { get; init => field = value ?? []; } = [];

    /// <summary>What was full in most rounds, with the mean figures of those; null in records of older versions.</summary>
    public BottleneckRecord? Bottleneck { get; init; }

    /// <summary>Means over rounds by service; peaks and counts are the highest of any round.</summary>
    public IReadOnlyDictionary<string, ServiceSummary> Services { get; init; } = new Dictionary<string, ServiceSummary>();

    /// <summary>The same of services that all candidates share; empty without them and in records of older versions.</summary>
    public IReadOnlyDictionary<string, ServiceSummary> SharedServices { get; init => field = value ?? new Dictionary<string, ServiceSummary>(); } = new Dictionary<string, ServiceSummary>();

    /// <summary>CPU seconds of a window, candidate and shared services together, mean over rounds; null without shared ones.</summary>
    public double? CpuWithSharedS { get; init; }

    /// <summary>Responses of all rounds by status code ("200").</summary>
    public IReadOnlyDictionary<string, long> Status { get; init; } = new Dictionary<string, long>();

    /// <summary>Outcomes of all rounds; null when no round is summed up.</summary>
    public OutcomeCounts? Outcomes { get; init; }

    /// <summary>What each event on the scenario's timeline did, over the rounds; empty where it has none.</summary>
    public IReadOnlyList<RecoveryRecord> Recoveries { get; init => field = value ?? []; } = [];

    /// <summary>What each round gave: the values that comparisons pair.</summary>
    public IReadOnlyList<RoundFigures> Rounds { get; init; } = [];
}

/// <summary>What one round gave for one candidate at one load; a figure that could not be measured is null.</summary>
public sealed record RoundFigures(
    int Round,
    double? ThroughputPerS,
    double? ResponseP50Ns,
    double? ResponseP99Ns,
    double? CpuPerRequestNs,
    double? MemoryPssBytes,
    double? Failures)
{
    /// <summary>A gate forbids to use the window: no figure that decides something rests on it. Default: false, also in records of older versions.</summary>
    public bool Invalid { get; init; }
}

/// <summary>A 95 % interval of a figure, in its unit.</summary>
public sealed record IntervalRecord(double Low, double High);

/// <summary>One candidate against the baseline in one metric.</summary>
public sealed record ComparisonRecord : IComparisonRecord
{
    /// <summary>Who is compared.</summary>
    public required string Candidate { get; init; }

    /// <summary>With whom.</summary>
    public required string Baseline { get; init; }

    /// <summary>One of <see cref="Metrics"/>, or response.pNN.</summary>
    public required string Metric { get; init; }

    /// <summary>candidate ÷ baseline, geometric mean over rounds; null when it could not be computed.</summary>
    public double? Ratio { get; init; }

    /// <summary>Lower end of the interval of the ratio at 1 − alpha/m; null when there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end; null when there is none.</summary>
    public double? High { get; init; }

    /// <summary>1 − alpha: of all comparisons of the family together.</summary>
    public double Confidence { get; init; }

    /// <summary>Error probability of the whole family of comparisons.</summary>
    public double Alpha { get; init; }

    /// <summary>Comparisons in the family (Bonferroni).</summary>
    public int M { get; init; }

    /// <summary>Smallest difference worth acting on, as a share.</summary>
    public double Margin { get; init; }

    /// <summary>ln(candidate ÷ baseline) of each round: what the interval comes from.</summary>
    public IReadOnlyList<double> D { get; init; } = [];

    /// <summary>Standard deviation of <see cref="D"/>; null below two rounds.</summary>
    public double? Sd { get; init; }

    /// <summary>p of the paired t test, adjusted for the family by Holm: printed beside the interval, never decides; null without an interval.</summary>
    public double? HolmP { get; init; }

    /// <summary>Of CPU per request: the ratio of arithmetic means, which is that of the costs. Printed beside, never decides; null for other metrics and where it has no interval.</summary>
    public MeanRatioRecord? MeanRatio { get; init; }

    /// <summary>One of <see cref="VerdictName"/>. Only the primary metric's decides.</summary>
    public required string Verdict { get; init; }

    /// <summary>The whole interval lies beyond the margin.</summary>
    public bool Material { get; init; }

    /// <summary>Rounds that would decide an inconclusive comparison; null otherwise.</summary>
    public int? RoundsNeeded { get; init; }

    /// <summary>The comparison in one plain sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>Ratio of the rounds' arithmetic means with Fieller's interval at 1 − alpha/m.</summary>
public sealed record MeanRatioRecord(double Ratio, double Low, double High);

/// <summary>The verdicts as they are written.</summary>
public static class VerdictName
{
    /// <summary>The whole interval lies on the better side of 1.</summary>
    public const string Better = "better";

    /// <summary>The whole interval lies on the worse side of 1.</summary>
    public const string Worse = "worse";

    /// <summary>The difference is shown to be smaller than the margin.</summary>
    public const string Equivalent = "equivalent";

    /// <summary>Neither.</summary>
    public const string Inconclusive = "inconclusive";

    /// <summary>There is nothing that a verdict could rest on.</summary>
    public const string Invalid = "invalid";
}

/// <summary>The verdict in one plain sentence: of one scenario at one load, the first of the plan that could be compared; the sentence lists the others.</summary>
public sealed record OverallVerdict(string Scenario, string Candidate, string Verdict, string Sentence)
{
    /// <summary>The load that it speaks of; null in files of older versions.</summary>
    public PointRecord? Load { get; init; }
}

/// <summary>One objective of one candidate, and whether it was kept.</summary>
public sealed record ObjectiveRecord(string Scenario, string Point, string Candidate, string Objective, double? Value, bool Met);

/// <summary>A load of a scenario that gave a candidate no valid window in any attempt of a round.</summary>
/// <param name="Candidate">Whose load it was.</param>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Point">The load.</param>
/// <param name="Reason">What was tried, and what stood against it the last time.</param>
public sealed record LostLoadRecord(string Candidate, string Scenario, PointRecord Point, string Reason);

/// <summary>A trial that did not complete.</summary>
public sealed record FailedTrialRecord(string Trial, string Candidate, string State, string Reason, IReadOnlyList<string> LogTail);
