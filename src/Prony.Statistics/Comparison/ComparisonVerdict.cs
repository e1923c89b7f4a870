namespace Prony.Statistics.Comparison;

/// <summary>What may be said of a candidate against the baseline in one metric.</summary>
public enum ComparisonVerdict
{
    /// <summary>No verdict: there is no ratio to judge.</summary>
    Invalid,

    /// <summary>The interval holds 1 and is not inside the margin.</summary>
    Inconclusive,

    /// <summary>The difference is shown to be smaller than the margin.</summary>
    Equivalent,

    /// <summary>The whole interval lies on the better side of 1.</summary>
    Better,

    /// <summary>The whole interval lies on the worse side of 1.</summary>
    Worse,
}

/// <summary>Why a comparison is not decided.</summary>
public enum UndecidedCause
{
    /// <summary>It is decided.</summary>
    None,

    /// <summary>No round to compare.</summary>
    NoRounds,

    /// <summary>A value is missing, zero, negative or not finite: a ratio with it does not exist.</summary>
    UnusableValue,

    /// <summary>A single round: nothing to estimate the scatter from.</summary>
    SingleRound,

    /// <summary>The interval is too wide for the difference and for the margin.</summary>
    WideInterval,

    /// <summary>Rounds scatter wildly or follow each other, and the rank interval does not agree with the t interval.</summary>
    WildRounds,
}
