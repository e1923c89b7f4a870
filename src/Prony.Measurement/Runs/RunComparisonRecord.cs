namespace Prony.Measurement.Runs;

/// <summary>Two stored runs against each other (schema prony.compare/1): what became of each candidate between them.</summary>
public sealed record RunComparisonRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.compare/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What compared them.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>The run that is compared with: the divisor of every ratio.</summary>
    public required ComparedRun Old { get; init; }

    /// <summary>The run that is judged.</summary>
    public required ComparedRun New { get; init; }

    /// <summary>The metric that decides: one of <see cref="Metrics"/>, or response.pNN.</summary>
    public required string Primary { get; init; }

    /// <summary>Smallest difference worth acting on, as a share (0.05).</summary>
    public required double Margin { get; init; }

    /// <summary>What no interval here can hold: runs of different times are not paired.</summary>
    public required string Caution { get; init; }

    /// <summary>One of the runs has fewer rounds or shorter windows than a verdict needs: every sentence says so.</summary>
    public bool Preview { get; init; }

    /// <summary>Which of the runs is somebody else's measurement, a sentence each; then no comparison has an interval or a verdict. Empty where Prony measured both.</summary>
    /// <remarks>The reader sets what an older record lacks to null.</remarks>
    public IReadOnlyList<string> Imported { get; init => field = value ?? []; } = [];

    /// <summary>What is not the same in both runs; those that forbid a verdict first.</summary>
    public IReadOnlyList<RunDifference> Differences { get; init; } = [];

    /// <summary>Comparisons by scenario.</summary>
    public required IReadOnlyDictionary<string, RunComparisonScenario> Scenarios { get; init; }

    /// <summary>The primary comparison that asks most for attention at the first load that has one; the sentence lists the others.</summary>
    public required OverallVerdict Verdict { get; init; }

    /// <summary>The doubts of both runs, and those that only the two together show.</summary>
    public IReadOnlyList<RunDoubt> Doubts { get; init; } = [];
}

/// <summary>One of the two runs.</summary>
/// <param name="Run">Name of its directory.</param>
/// <param name="CreatedUtc">Wall clock when it was planned.</param>
/// <param name="Experiment">Name of its experiment.</param>
/// <param name="Rounds">Rounds that count, the fewest of any load.</param>
/// <param name="Tool">What ran it.</param>
public sealed record ComparedRun(string Run, DateTimeOffset CreatedUtc, string Experiment, int Rounds, ToolRecord Tool);

/// <summary>Something that is not the same in both runs.</summary>
/// <param name="Kind">One of <see cref="DifferenceKind"/>.</param>
/// <param name="What">"kernel", "async: parameter workers".</param>
/// <param name="Old">As it was in the old run; null where the old run has none.</param>
/// <param name="New">As it is in the new run; null where the new run has none.</param>
/// <param name="Forbids">No verdict may be given across this difference.</param>
public sealed record RunDifference(string Kind, string What, string? Old, string? New, bool Forbids);

/// <summary>The kinds of differences as they are written.</summary>
public static class DifferenceKind
{
    /// <summary>The fingerprint of the machine: forbids a verdict.</summary>
    public const string Machine = "machine";

    /// <summary>How the load was made or what was asked: forbids a verdict.</summary>
    public const string Load = "load";

    /// <summary>Texts, parameters, seeds, lengths: usually what one compares.</summary>
    public const string Definition = "definition";

    /// <summary>Candidates, scenarios and loads that only one run has: they are left out.</summary>
    public const string LeftOut = "left-out";
}

/// <summary>The points of one scenario that both runs have.</summary>
public sealed record RunComparisonScenario(IReadOnlyList<RunComparisonPoint> Points);

/// <summary>All candidates of both runs at one load, the primary metric first.</summary>
public sealed record RunComparisonPoint(PointRecord Load, IReadOnlyList<AcrossRunsRecord> Comparisons);

/// <summary>A candidate of the new run against one of the old run in one metric. The rounds are not pairs.</summary>
public sealed record AcrossRunsRecord : IComparisonRecord
{
    /// <summary>Its name in the new run.</summary>
    public required string Candidate { get; init; }

    /// <summary>Its name in the old run.</summary>
    public required string OldCandidate { get; init; }

    /// <summary>One of <see cref="Metrics"/>, or response.pNN.</summary>
    public required string Metric { get; init; }

    /// <summary>The new run's figure in base units, as its report shows it: percentiles of all rounds merged, rates and costs as means; null when unknown.</summary>
    public double? Figure { get; init; }

    /// <summary>The old run's.</summary>
    public double? OldFigure { get; init; }

    /// <summary>new ÷ old, of the geometric means over rounds; null when it could not be computed.</summary>
    public double? Ratio { get; init; }

    /// <summary>Lower end of Welch's interval of the ratio at 1 − alpha/m; null when there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end; null when there is none.</summary>
    public double? High { get; init; }

    /// <summary>1 − alpha: of all comparisons of the family together.</summary>
    public double Confidence { get; init; }

    /// <summary>Error probability of the whole family of comparisons.</summary>
    public double Alpha { get; init; }

    /// <summary>Comparisons in the family (Bonferroni): the candidates that are compared.</summary>
    public int M { get; init; }

    /// <summary>Smallest difference worth acting on, as a share.</summary>
    public double Margin { get; init; }

    /// <summary>What each round of the new run gave, base units: what the interval comes from. Empty without a ratio.</summary>
    public IReadOnlyList<double> Rounds { get; init; } = [];

    /// <summary>What each round of the old run gave.</summary>
    public IReadOnlyList<double> OldRounds { get; init; } = [];

    /// <summary>Welch and Satterthwaite's; null without an interval.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>p of Welch's t test, adjusted for the family by Holm: printed beside the interval, never decides; null without an interval.</summary>
    public double? HolmP { get; init; }

    /// <summary>One of <see cref="VerdictName"/>. Only the primary metric's decides.</summary>
    public required string Verdict { get; init; }

    /// <summary>The whole interval lies beyond the margin.</summary>
    public bool Material { get; init; }

    /// <summary>Rounds in each run that would decide an inconclusive comparison; null otherwise.</summary>
    public int? RoundsNeeded { get; init; }

    /// <summary>The comparison in one plain sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>A doubt with the run that it is about.</summary>
/// <param name="Run">Name of the run directory; null where it is about both.</param>
/// <param name="Doubt">The doubt.</param>
public sealed record RunDoubt(string? Run, DoubtRecord Doubt);
