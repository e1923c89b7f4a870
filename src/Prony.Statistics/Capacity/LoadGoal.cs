namespace Prony.Statistics.Capacity;

/// <summary>How many trials decide a load, and how many of them may be bad.</summary>
public sealed record LoadGoal
{
    /// <summary>Length of a full trial, seconds, above 0; shorter ones can only make a load look worse. Default: 10.</summary>
    public double TrialS { get; init; } = 10;

    /// <summary>Seconds of full trials that decide for certain, at least 0. Default: 30.</summary>
    public double EnoughS { get; init; } = 30;

    /// <summary>Share of them that may be bad, at least 0 and below 1. Default: 0.5, with which two good trials of three are a lower bound.</summary>
    public double BadShare { get; init; } = 0.5;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(TrialS);
        ArgumentOutOfRangeException.ThrowIfNegative(EnoughS);
        ArgumentOutOfRangeException.ThrowIfNegative(BadShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(BadShare, 1);
    }
}
