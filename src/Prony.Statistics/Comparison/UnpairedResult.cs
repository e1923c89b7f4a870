namespace Prony.Statistics.Comparison;

/// <summary>Two series that were not measured side by side. Holds no NaN and no infinity: what does not exist is null.</summary>
public sealed record UnpairedResult
{
    /// <summary>What may be said; Invalid and Inconclusive have a <see cref="Cause"/>.</summary>
    public required ComparisonVerdict Verdict { get; init; }

    /// <summary>Why there is no decision; None when there is.</summary>
    public required UndecidedCause Cause { get; init; }

    /// <summary>Geometric mean of the candidate ÷ that of the baseline.</summary>
    public double? Ratio { get; init; }

    /// <summary>Lower end of Welch's interval at 1 − alpha/m; null when a series has a single value.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>Lower end of the interval at 1 − 2·alpha/m that decides equivalence (two one-sided tests).</summary>
    public double? EquivalenceLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? EquivalenceHigh { get; init; }

    /// <summary>Of the difference of the mean logs.</summary>
    public double? StandardError { get; init; }

    /// <summary>Welch and Satterthwaite's, between the smaller series' and the sum of both.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Two-sided p of Welch's t test, unadjusted.</summary>
    public double? P { get; init; }

    /// <summary>The larger p of the two one-sided tests against the margin.</summary>
    public double? EquivalenceP { get; init; }

    /// <summary>Hodges and Lehmann's shift with its exact interval at alpha/m; null when so few values have none.</summary>
    public RatioInterval? Ranks { get; init; }

    /// <summary>Some value of a series lies far from its others, or values follow each other: the rank interval had to agree.</summary>
    public bool Wild { get; init; }

    /// <summary>The whole interval lies beyond the margin.</summary>
    public bool Material { get; init; }

    /// <summary>Smallest difference that the interval allows, as a share: 0.088 = at least 8.8 %. Null unless better or worse.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Values of each series that would probably decide; null unless inconclusive with an interval.</summary>
    public int? RoundsNeeded { get; init; }

    /// <summary>0-based index of the first value without a logarithm, in its series; null when all have one.</summary>
    public int? UnusableRound { get; init; }

    /// <summary>The unusable value is the baseline's.</summary>
    public bool UnusableIsBaseline { get; init; }
}
