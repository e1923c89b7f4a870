namespace Prony.Statistics.Comparison;

/// <summary>What is decided before a comparison is looked at.</summary>
public sealed record ComparisonRules
{
    /// <summary>Fewest rounds of a verdict: with 5 the exact signed-rank test cannot reach 5 % (2/2⁵ = 6.25 %).</summary>
    public const int FewestRounds = 6;

    /// <summary>Error probability of the whole family of comparisons, strictly between 0 and 1. Default: 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Comparisons in the family, at least 1; each uses <see cref="Alpha"/> ÷ this (Bonferroni). Default: 1.</summary>
    public int Comparisons { get; init; } = 1;

    /// <summary>Smallest difference worth acting on, as a share above 0. Default: 0.05.</summary>
    public double Margin { get; init; } = 0.05;

    /// <summary>True for throughput, false for times and costs. Default: false.</summary>
    public bool HigherIsBetter { get; init; }

    /// <summary>Error probability of one comparison.</summary>
    internal double AlphaEach => Alpha / Comparisons;

    /// <summary>The margin on the log scale; the same on both sides, so that A/B and B/A agree.</summary>
    internal double LogMargin => Math.Log(1 + Margin);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Alpha, 0, nameof(Alpha));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Alpha, 1, nameof(Alpha));
        ArgumentOutOfRangeException.ThrowIfLessThan(Comparisons, 1, nameof(Comparisons));
        if (!double.IsFinite(Margin) || Margin <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Margin), Margin, "The margin is a share above 0, such as 0.05.");
        }
    }
}
