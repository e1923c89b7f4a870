using Prony.Statistics.Comparison;

namespace Prony.Statistics.Capacity;

/// <summary>What happens to throughput beyond the load at which it was highest.</summary>
public enum FallState
{
    /// <summary>Some load has no usable value in some round, or there is only one load.</summary>
    Unknown,

    /// <summary>It was highest at the last load: no fall can be seen.</summary>
    HighestAtLast,

    /// <summary>At every later load it is the same within the margin.</summary>
    Holds,

    /// <summary>It falls: shown for at least one later load.</summary>
    Falls,

    /// <summary>Neither a fall nor that it holds is shown.</summary>
    Inconclusive,
}

/// <summary>Whether throughput falls after its peak, from which load and by how much.</summary>
/// <remarks>
/// The peak is the load with the highest geometric mean over rounds; every later load is compared with it in pairs of rounds (<see cref="PairedComparison"/>). Because the data chose the
/// peak, the family of comparisons is that of all pairs of loads, k(k − 1)/2 (Bonferroni): a plateau, of which some load is always the highest, is then called a fall in at most 5 % of
/// the cases. Pure and thread-safe.
/// </remarks>
/// <param name="State">What is shown.</param>
/// <param name="Peak">Index of the peak; null where nothing is known.</param>
/// <param name="From">Index of the first later load at which a fall is shown; null without.</param>
/// <param name="Lowest">Index of the later load with the lowest ratio to the peak among those with a shown fall; null without.</param>
/// <param name="AtLowest">That load against the peak: a ratio below 1 with its interval; null without.</param>
public sealed record FallAfterPeak(FallState State, int? Peak = null, int? From = null, int? Lowest = null, ComparisonResult? AtLowest = null)
{
    /// <summary>Judges throughput over load.</summary>
    /// <param name="rounds">By load, ascending: one value a round, each load as many, in the order of rounds.</param>
    /// <param name="margin">Smallest difference worth acting on, as a share above 0. Default: 0.05.</param>
    /// <param name="alpha">Error probability of all comparisons together. Default: 0.05.</param>
    /// <exception cref="ArgumentException">Loads have different numbers of rounds.</exception>
    public static FallAfterPeak Of(IReadOnlyList<double[]> rounds, double margin = 0.05, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        if (rounds.Any(values => values.Length != rounds[0].Length))
        {
            throw new ArgumentException("Every load needs a value for each round.", nameof(rounds));
        }

        if (rounds.Count < 2 || rounds.Any(values => values.Length == 0 || values.Any(value => !PairedComparison.IsUsable(value))))
        {
            return new FallAfterPeak(FallState.Unknown);
        }

        var peak = rounds.Index().MaxBy(load => load.Item.Sum(Math.Log)).Index;
        if (peak == rounds.Count - 1)
        {
            return new FallAfterPeak(FallState.HighestAtLast, peak);
        }

        var rules = new ComparisonRules { Alpha = alpha, Margin = margin, HigherIsBetter = true, Comparisons = rounds.Count * (rounds.Count - 1) / 2 };
        var later = rounds.Index().Skip(peak + 1).Select(load => (load.Index, Result: PairedComparison.Of(load.Item, rounds[peak], rules))).ToList();
        var fallen = later.Where(load => load.Result.Verdict == ComparisonVerdict.Worse).ToList();
        if (fallen.Count == 0)
        {
            return new FallAfterPeak(later.All(load => load.Result.Verdict == ComparisonVerdict.Equivalent) ? FallState.Holds : FallState.Inconclusive, peak);
        }

        var lowest = fallen.MinBy(load => load.Result.Ratio);
        return new FallAfterPeak(FallState.Falls, peak, fallen[0].Index, lowest.Index, lowest.Result);
    }
}
