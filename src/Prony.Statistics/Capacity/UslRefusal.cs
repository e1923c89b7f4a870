namespace Prony.Statistics.Capacity;

/// <summary>Why there is no fit.</summary>
public enum UslRefusal
{
    /// <summary>A load, a throughput or a response is not above 0, or beyond <see cref="UslFit.Largest"/>.</summary>
    OutOfRange,

    /// <summary>Fewer than <see cref="UslFit.FewestLevels"/> different loads: a curve with three coefficients goes through any three.</summary>
    TooFewLevels,

    /// <summary>The loads lie so close together that the coefficients cannot be told apart.</summary>
    TooClose,
}
