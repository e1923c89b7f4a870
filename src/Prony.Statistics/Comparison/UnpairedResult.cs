namespace Prony.Statistics.Comparison;

/// <summary>Two series that were not measured side by side: the interval is Welch's, the ranks are Mann and Whitney's. <see cref="RatioResult.UnusableRound"/> counts in the series that has it.</summary>
public sealed record UnpairedResult : RatioResult
{
    /// <summary>Welch and Satterthwaite's, between the smaller series' and the sum of both.</summary>
    public double? DegreesOfFreedom { get; init; }
}
