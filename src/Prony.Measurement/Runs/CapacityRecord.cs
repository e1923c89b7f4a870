namespace Prony.Measurement.Runs;

/// <summary>How much the candidates can take under objectives (capacity.json, schema prony.capacity/1; docs/methods/capacity.md).</summary>
public sealed record CapacityRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.capacity/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What wrote it.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>Name of the experiment, or of the host that was loaded.</summary>
    public required string Experiment { get; init; }

    /// <summary>What is asked of the candidates.</summary>
    public required string Scenario { get; init; }

    /// <summary>How it was searched.</summary>
    public required CapacitySettings Settings { get; init; }

    /// <summary>Name of the candidate that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>Smallest difference worth acting on, as a share.</summary>
    public required double Margin { get; init; }

    /// <summary>Rounds that were made whole.</summary>
    public required int Rounds { get; init; }

    /// <summary>Rounds that were planned; null in records of older versions.</summary>
    public int? PlannedRounds { get; init; }

    /// <summary>The search ended as planned; false while it goes on, and when it was stopped, killed or given up; null in records of older versions.</summary>
    public bool? Whole { get; init; }

    /// <summary>Fewer rounds than a verdict needs: every comparison says so.</summary>
    public bool Preview { get; init; }

    /// <summary>By candidate, in the order of the file.</summary>
    public required IReadOnlyList<CapacityCandidate> Candidates { get; init; }

    /// <summary>Each against the baseline, metric capacity; empty with one candidate. Where brackets only bound a ratio there is none, and its low or its high stands alone.</summary>
    public IReadOnlyList<ComparisonRecord> Comparisons { get; init => field = value ?? []; } = [];

    /// <summary>Candidates that were left out.</summary>
    public IReadOnlyList<SkippedRecord> Skipped { get; init => field = value ?? []; } = [];

    /// <summary>What must be known to read the figures, in plain sentences.</summary>
    public IReadOnlyList<string> Notes { get; init => field = value ?? []; } = [];

    /// <summary>Whether rounds are missing that were planned.</summary>
    /// <param name="plan">Tells it of a record of an older version; null: such a record counts as whole.</param>
    public bool IsCutShort(PlanRecord? plan = null) => Whole is { } whole ? !whole : Rounds < (PlannedRounds ?? plan?.Rounds ?? Rounds);
}

/// <summary>How capacities were searched for.</summary>
/// <param name="Load">rate (open model, requests per second) or users (closed model).</param>
/// <param name="Objectives">What a load must keep.</param>
/// <param name="Start">Load of the first trial.</param>
/// <param name="Highest">Highest load that may be tried.</param>
/// <param name="Width">Width of a bracket at which a search ends, upper ÷ lower − 1.</param>
/// <param name="TrialS">Length of a full trial, seconds.</param>
/// <param name="EnoughS">Seconds of full trials that decide a load for certain.</param>
/// <param name="BadShare">Share of them that may be bad.</param>
/// <param name="ConfirmS">Length of the trial that confirms the lower end in the first round, seconds.</param>
/// <param name="MostTrials">Most trials of the first search of a candidate.</param>
/// <param name="MostTrialsLater">Most of each later one, which begins at the answer before.</param>
/// <param name="LongestS">Longest that all of it can take, seconds, without what the candidates take to start and stop.</param>
public sealed record CapacitySettings(
    string Load,
    IReadOnlyList<string> Objectives,
    double Start,
    double Highest,
    double Width,
    double TrialS,
    double EnoughS,
    double BadShare,
    double ConfirmS,
    int MostTrials,
    int MostTrialsLater,
    double LongestS);

/// <summary>The capacity of one candidate.</summary>
public sealed record CapacityCandidate
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Geometric mean over rounds of the middles of the narrow brackets, √(lower · upper); null where no round has one.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of its 95 % interval over rounds; null below three rounds with a narrow bracket.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>Its searches, by round.</summary>
    public required IReadOnlyList<CapacitySearchRecord> Searches { get; init; }

    /// <summary>What was full at the upper ends, over rounds; null without trials there.</summary>
    public BottleneckRecord? Saturation { get; init; }

    /// <summary>The answer in plain sentences.</summary>
    public required string Sentence { get; init; }

    /// <summary>Which resource was full at the upper end, in a sentence; "not found" where none was.</summary>
    public string? SaturationSentence { get; init; }
}

/// <summary>One search of one candidate.</summary>
public sealed record CapacitySearchRecord
{
    /// <summary>1-based.</summary>
    public required int Round { get; init; }

    /// <summary>Highest load below the upper end that keeps the objectives; null where none does.</summary>
    public double? Lower { get; init; }

    /// <summary>Lowest load that does not; null where none was found.</summary>
    public double? Upper { get; init; }

    /// <summary>√(lower · upper); null without both.</summary>
    public double? Middle { get; init; }

    /// <summary>The middle as a value of the capacity: only of a search that ended with a bracket as narrow as wanted. Of any other, the middle says where it stopped. Derived, not written.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double? Measured => End == SearchEndName.Narrow ? Middle : null;

    /// <summary>Upper ÷ lower − 1: the resolution of the search, no interval.</summary>
    public double? Width { get; init; }

    /// <summary>One of <see cref="SearchEndName"/>.</summary>
    public required string End { get; init; }

    /// <summary>A long trial at the lower end was good.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Why the upper end failed, or the search could not go on; null for neither.</summary>
    public string? Reason { get; init; }

    /// <summary>Loads with good and bad trials.</summary>
    public IReadOnlyList<double> Conflicting { get; init => field = value ?? []; } = [];

    /// <summary>Every trial, in order.</summary>
    public required IReadOnlyList<CapacityTrialRecord> Trials { get; init; }

    /// <summary>What was full in the trials at the upper end.</summary>
    public BottleneckRecord? Saturation { get; init; }
}

/// <summary>Why a search ended, as it is written.</summary>
public static class SearchEndName
{
    /// <summary>The bracket is as narrow as wanted.</summary>
    public const string Narrow = "narrow";

    /// <summary>The highest load that may be tried keeps the objectives.</summary>
    public const string HighestKept = "highest-kept";

    /// <summary>The lowest one misses them.</summary>
    public const string LowestMissed = "lowest-missed";

    /// <summary>The generator set the limit.</summary>
    public const string Generator = "generator";

    /// <summary>As many trials as there may be.</summary>
    public const string Budget = "budget";

    /// <summary>Interrupted, or the candidate could not be started any more.</summary>
    public const string CutOff = "cut-off";
}

/// <summary>One trial of a search.</summary>
/// <param name="Trial">Name of its folder.</param>
/// <param name="Load">Rate per second, or users.</param>
/// <param name="WindowS">Length of its window, seconds.</param>
/// <param name="Verdict">good, bad or void.</param>
/// <param name="Kind">Why, for bad and void ones: objective, errors, rate, backlog, died, stopped-answering, generator; null for good ones.</param>
/// <param name="Reason">The same in a sentence with figures.</param>
/// <param name="ThroughputPerS">Successes per second; null without a whole window.</param>
/// <param name="Failures">Share of what was due that did not succeed.</param>
/// <param name="ResponseP99Ns">99th percentile of the response times, ns.</param>
public sealed record CapacityTrialRecord(
    string Trial, double Load, double WindowS, string Verdict, string? Kind, string? Reason, double? ThroughputPerS, double? Failures, double? ResponseP99Ns);
