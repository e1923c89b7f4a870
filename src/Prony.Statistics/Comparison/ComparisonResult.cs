namespace Prony.Statistics.Comparison;

/// <summary>A candidate against the baseline in one metric over paired rounds: the ratio is that of each round, the interval the paired t test's.</summary>
public sealed record ComparisonResult : RatioResult
{
    /// <summary>ln(candidate ÷ baseline) of each round, in order; empty when a ratio does not exist.</summary>
    public IReadOnlyList<double> D { get; init; } = [];

    /// <summary>Standard deviation of <see cref="D"/>.</summary>
    public double? Sd { get; init; }

    /// <summary>Mean ÷ standard error; null when all rounds agree exactly.</summary>
    public double? T { get; init; }

    /// <summary>Lag-1 autocorrelation of <see cref="D"/>; null below three rounds or when all rounds agree exactly.</summary>
    public double? Lag1 { get; init; }
}
