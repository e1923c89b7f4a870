namespace Prony.Measurement.Runs;

/// <summary>A claim as the experiment states it, before the first request.</summary>
/// <param name="Says">The words that are printed.</param>
/// <param name="Source">Where the claim was made; null when the experiment does not say.</param>
/// <param name="Scenario">The scenario of its metrics that name none.</param>
/// <param name="Check">An expression of metrics (docs/methods/claims.md); null for a claim that cannot be tested.</param>
/// <param name="Expect">What the value of the expression is to be; null likewise.</param>
/// <param name="Margin">Of <c>expect: equivalent</c>, as a share; null: the experiment's.</param>
/// <param name="NotTestable">Why it cannot be tested here; null for a claim with a check.</param>
public sealed record PlannedClaim(string Says, string? Source, string? Scenario, string? Check, string? Expect, double? Margin, string? NotTestable);

/// <summary>A claim and what became of it (docs/methods/claims.md).</summary>
public sealed record ClaimRecord
{
    /// <summary>The words of the experiment.</summary>
    public required string Says { get; init; }

    /// <summary>Where the claim was made; null when the experiment does not say.</summary>
    public string? Source { get; init; }

    /// <summary>The scenario of the metrics that name none; null for a claim without a check.</summary>
    public string? Scenario { get; init; }

    /// <summary>The expression that was evaluated once per round; null when the experiment says that it cannot be tested.</summary>
    public string? Check { get; init; }

    /// <summary>What its value was to be; null likewise.</summary>
    public string? Expect { get; init; }

    /// <summary>Largest difference of two that are equivalent, as a share; null for other expectations.</summary>
    public double? Margin { get; init; }

    /// <summary>What values are measured in: s, /s, B, cores, share, or empty for ratios and counts; null without a check.</summary>
    public string? Unit { get; init; }

    /// <summary>Geometric mean over rounds, or the arithmetic one where a round's value is not above 0; null when there is none.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the interval; null when there is none or it is unbounded.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end; null likewise.</summary>
    public double? High { get; init; }

    /// <summary>Rounds that gave a value.</summary>
    public int Rounds { get; init; }

    /// <summary>The value of each of these rounds.</summary>
    /// <remarks>The reader sets what a record lacks to null.</remarks>
    public IReadOnlyList<double> Values { get; init => field = value ?? []; } = [];

    /// <summary>One of <see cref="ClaimState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Why it is undecided or not testable; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What became of it in one plain sentence.</summary>
    public required string Sentence { get; init; }
}

/// <summary>What becomes of claims, as it is written.</summary>
public static class ClaimState
{
    /// <summary>The whole interval meets the expectation.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The whole interval fails it.</summary>
    public const string Refuted = "refuted";

    /// <summary>Neither, or a single round, which has no interval.</summary>
    public const string Undecided = "undecided";

    /// <summary>Nothing that it could be tested with was measured.</summary>
    public const string NotTestable = "not-testable";
}
