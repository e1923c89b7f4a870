namespace Prony.Statistics.Capacity;

/// <summary>Why there is no fit.</summary>
public enum UslRefusal
{
    /// <summary>A load or a throughput is not above 0, or not finite.</summary>
    NotPositive,

    /// <summary>Fewer than <see cref="UslFit.FewestLevels"/> different loads: a curve with three coefficients goes through any three.</summary>
    TooFewLevels,

    /// <summary>The loads lie so close together that the coefficients cannot be told apart.</summary>
    TooClose,
}
