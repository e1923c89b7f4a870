namespace Prony.Statistics.Comparison;

/// <summary>What a candidate against the baseline in one metric comes to, however the two were set against each other. Holds no NaN and no infinity: what does not exist is null.</summary>
public abstract record RatioResult
{
    /// <summary>What may be said; Invalid and Inconclusive have a <see cref="Cause"/>.</summary>
    public required ComparisonVerdict Verdict { get; init; }

    /// <summary>Why there is no decision; None when there is.</summary>
    public required UndecidedCause Cause { get; init; }

    /// <summary>candidate ÷ baseline, a geometric mean over rounds.</summary>
    public double? Ratio { get; init; }

    /// <summary>Lower end of the interval at 1 − alpha/m; null when there are too few rounds for one.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>Lower end of the interval at 1 − 2·alpha/m that decides equivalence (two one-sided tests).</summary>
    public double? EquivalenceLow { get; init; }

    /// <summary>Upper end.</summary>
    public double? EquivalenceHigh { get; init; }

    /// <summary>Standard error of the logarithm of <see cref="Ratio"/>.</summary>
    public double? StandardError { get; init; }

    /// <summary>Two-sided p of the t test, unadjusted.</summary>
    public double? P { get; init; }

    /// <summary>The larger p of the two one-sided tests against the margin.</summary>
    public double? EquivalenceP { get; init; }

    /// <summary>Hodges–Lehmann estimate with its exact rank interval at alpha/m: printed beside, never decides alone. Null when no interval exists for so few rounds.</summary>
    public RatioInterval? Ranks { get; init; }

    /// <summary>Some round lies far from the others, or rounds follow each other: the rank interval had to agree.</summary>
    public bool Wild { get; init; }

    /// <summary>The whole interval lies beyond the margin.</summary>
    public bool Material { get; init; }

    /// <summary>Smallest difference that the interval allows, as a share: 0.088 = at least 8.8 %. Null unless better or worse.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Rounds that would probably decide; null unless inconclusive with an interval.</summary>
    public int? RoundsNeeded { get; init; }

    /// <summary>0-based index of the first round whose value has no logarithm; null when all have one.</summary>
    public int? UnusableRound { get; init; }

    /// <summary>The unusable value is the baseline's.</summary>
    public bool UnusableIsBaseline { get; init; }
}
