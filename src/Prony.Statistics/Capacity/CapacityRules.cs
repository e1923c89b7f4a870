namespace Prony.Statistics.Capacity;

/// <summary>How a capacity is searched for.</summary>
public sealed record CapacityRules
{
    /// <summary>Load of the first trial, between <see cref="Lowest"/> and <see cref="Highest"/>. Default: 100.</summary>
    public double Start { get; init; } = 100;

    /// <summary>Lowest load that is tried, above 0. Default: 1.</summary>
    public double Lowest { get; init; } = 1;

    /// <summary>Highest load that is tried. Default: 10 million.</summary>
    public double Highest { get; init; } = 10_000_000;

    /// <summary>Loads are whole numbers (users) instead of rates. Default: false.</summary>
    public bool Whole { get; init; }

    /// <summary>What the first step up or down multiplies or divides by, above 1 and at most 2; each further one by its square, at most 2. Near 1 where <see cref="Start"/> comes of an earlier search. Default: 2.</summary>
    public double FirstStep { get; init; } = 2;

    /// <summary>Width of the bracket at which the search ends, upper ÷ lower − 1, above 0. Default: 0.05.</summary>
    public double Width { get; init; } = 0.05;

    /// <summary>What decides a load.</summary>
    public LoadGoal Goal { get; init; } = new();

    /// <summary>Length of the last trial, which confirms the lower end, seconds; null for none. Default: 30.</summary>
    public double? ConfirmS { get; init; } = 30;

    /// <summary>Most trials, void ones included, at least 1. Default: 60.</summary>
    public int MostTrials { get; init; } = 60;

    /// <summary>Void trials in a row at one load that end the search, at least 1. Default: 3.</summary>
    public int MostVoid { get; init; } = 3;

    /// <summary>Longest that all windows together can last, seconds, without warm-ups and drains.</summary>
    public double LongestS => MostTrials * Math.Max(Goal.TrialS, ConfirmS ?? 0);

    internal void Check()
    {
        Goal.Check();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Lowest);
        ArgumentOutOfRangeException.ThrowIfLessThan(Start, Lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Start, Highest);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(Highest), false, nameof(Highest));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstStep, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FirstStep, CapacitySearch.LargestStep);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ConfirmS ?? 1, nameof(ConfirmS));
        ArgumentOutOfRangeException.ThrowIfLessThan(MostTrials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MostVoid, 1);
        if (Whole && !(double.IsInteger(Start) && double.IsInteger(Lowest) && double.IsInteger(Highest)))
        {
            throw new ArgumentOutOfRangeException(nameof(Start), Start, "With whole loads, start, lowest and highest are whole numbers.");
        }
    }
}
