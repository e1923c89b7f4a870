namespace Prony.Statistics.Capacity;

/// <summary>Between which loads the capacity lies, as far as a search has come.</summary>
/// <remarks>The width of a bracket is the resolution of the search and no confidence interval: that comes from repeated searches (rounds).</remarks>
public sealed record CapacityBracket
{
    /// <summary>The highest load below <see cref="Upper"/> that keeps the objectives; null where none does.</summary>
    public required double? Lower { get; init; }

    /// <summary>The lowest load that does not; null where none was found.</summary>
    public required double? Upper { get; init; }

    /// <summary>Why the search ended; None while it goes on.</summary>
    public required SearchEnd End { get; init; }

    /// <summary>√(lower · upper), what comparisons take; null without both.</summary>
    public double? Middle => Lower is { } lower && Upper is { } upper ? Math.Sqrt(lower * upper) : null;

    /// <summary>Upper ÷ lower − 1; null without both.</summary>
    public double? Width => (Upper / Lower) - 1;

    /// <summary>A trial of the confirming length at the lower end was good.</summary>
    public required bool Confirmed { get; init; }

    /// <summary>Loads of which some trials were good and some bad, ascending: the objectives hang on chance there, or on the length of a trial.</summary>
    public IReadOnlyList<double> Conflicting { get; init; } = [];

    /// <summary>Why trials at the upper end were bad, the most frequent first.</summary>
    public IReadOnlyList<string> UpperReasons { get; init; } = [];

    /// <summary>Why trials were void, the most frequent first.</summary>
    public IReadOnlyList<string> VoidReasons { get; init; } = [];

    /// <summary>Every trial, in order.</summary>
    public required IReadOnlyList<CapacityTrial> Trials { get; init; }
}
