namespace Prony.Statistics.Comparison;

/// <summary>A candidate against the baseline in one metric over paired rounds. Holds no NaN and no infinity: what does not exist is null.</summary>
public sealed record ComparisonResult
{
    /// <summary>What may be said; Invalid and Inconclusive have a <see cref="Cause"/>.</summary>
    public required ComparisonVerdict Verdict { get; init; }

    /// <summary>Why there is no decision; None when there is.</summary>
    public required UndecidedCause Cause { get; init; }

    /// <summary>ln(candidate ÷ baseline) of each round, in order; empty when a ratio does not exist.</summary>
    public IReadOnlyList<double> D { get; init; } = [];

    /// <summary>Geometric mean of the rounds' ratios.</summary>
    public double? Ratio { get; init; }

    /// <summary>Lower end of the interval at 1 − alpha/m; null for a single round.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>Lower end of the interval at 1 − 2·alpha/m that decides equivalence (two one-sided tests).</summary>
    public double? EquivalenceLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? EquivalenceHigh { get; init; }

    /// <summary>Standard deviation of <see cref="D"/>.</summary>
    public double? Sd { get; init; }

    /// <summary>Standard error of the mean of <see cref="D"/>.</summary>
    public double? StandardError { get; init; }

    /// <summary>Mean ÷ standard error; null when all rounds agree exactly.</summary>
    public double? T { get; init; }

    /// <summary>Two-sided p of the paired t test, unadjusted.</summary>
    public double? P { get; init; }

    /// <summary>The larger p of the two one-sided tests against the margin.</summary>
    public double? EquivalenceP { get; init; }

    /// <summary>Hodges–Lehmann estimate with its exact signed-rank interval at alpha/m: printed beside, never decides alone. Null when no interval exists for so few rounds.</summary>
    public RatioInterval? Ranks { get; init; }

    /// <summary>Lag-1 autocorrelation of <see cref="D"/>; null below three rounds or when all rounds agree exactly.</summary>
    public double? Lag1 { get; init; }

    /// <summary>Some round lies far from the others, or rounds follow each other: the rank interval had to agree.</summary>
    public bool Wild { get; init; }

    /// <summary>The whole interval lies beyond the margin.</summary>
    public bool Material { get; init; }

    /// <summary>Smallest difference that the interval allows, as a share: 0.088 = at least 8.8 %. Null unless better or worse.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Rounds that would probably decide; null unless inconclusive with an interval.</summary>
    public int? RoundsNeeded { get; init; }

    /// <summary>0-based index of the first pair without a ratio; null when all have one.</summary>
    public int? UnusableRound { get; init; }

    /// <summary>The unusable value is the baseline's.</summary>
    public bool UnusableIsBaseline { get; init; }
}
