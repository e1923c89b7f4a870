using Prony.Measurement.Units;
using Prony.Statistics.Distributions;

namespace Prony.Statistics.SteadyState;

/// <summary>Finds the instants at which a series changes its level: E-divisive (Matteson and James 2014), by bisection.</summary>
/// <remarks>
/// The split τ of a segment maximises Q(τ) = nm ÷ (n + m) · (2·E|X − Y| − E|X − X′| − E|Y − Y′|), with means over all n·m, n² and m² pairs. It counts when
/// p = (reached + 1) ÷ 2,000 ≤ α, where reached is how many of 1,999 seeded permutations of the segment split as well; then both parts are searched alike.
/// The seed is fixed, so that the same series gives the same shifts everywhere. Assumes that the values do not depend on each other. Pure and thread-safe.
/// </remarks>
public static class LevelShifts
{
    /// <summary>The longest series that is searched: the time grows with its square, times the permutations.</summary>
    public const int MostValues = 300;

    /// <summary>Values on either side of a split: a level of fewer is an outlier, not a level.</summary>
    internal const int FewestValues = 3;

    private const int Permutations = 1_999;
    private const ulong Seed = 0x45444956;   // "EDIV"

    /// <summary>The shifts that are significant, in the order of time.</summary>
    /// <param name="values">Up to <see cref="MostValues"/> finite values in the order of time.</param>
    /// <param name="alpha">Largest p of a shift, 0.0005 to 1.</param>
    public static IReadOnlyList<LevelShift> Find(ReadOnlySpan<double> values, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values.Length, MostValues);
        var splits = new SortedDictionary<int, double>();
        Search(values, 0, alpha, splits);
        var edges = splits.Keys.Prepend(0).Append(values.Length).ToArray();
        var shifts = new List<LevelShift>(splits.Count);
        for (var i = 1; i < edges.Length - 1; i++)
        {
            shifts.Add(new LevelShift(edges[i], splits[edges[i]], Moments.Median(values[edges[i - 1]..edges[i]]), Moments.Median(values[edges[i]..edges[i + 1]])));
        }

        return shifts;
    }

    /// <summary>The split with the largest Q; null when the segment is too short for one.</summary>
    internal static (int Index, double Q)? Best(ReadOnlySpan<double> values)
    {
        if (values.Length < 2 * FewestValues)
        {
            return null;
        }

        // Sums of |x_i − x_j| within the left part, within the right part and between them, over unordered pairs, moved along with the split.
        double left = 0, between = 0, right = 0;
        for (var i = 0; i < values.Length; i++)
        {
            right += SumOfDistances(values[i], values[(i + 1)..]);
        }

        (int Index, double Q) best = (0, double.NegativeInfinity);
        for (var split = 1; split <= values.Length - FewestValues; split++)
        {
            var moved = values[split - 1];
            var toLeft = SumOfDistances(moved, values[..(split - 1)]);
            var toRight = SumOfDistances(moved, values[split..]);
            left += toLeft;
            right -= toRight;
            between += toRight - toLeft;
            double n = split, m = values.Length - split;
            var q = n * m / (n + m) * 2 * ((between / (n * m)) - (left / (n * n)) - (right / (m * m)));
            if (split >= FewestValues && q > best.Q)
            {
                best = (split, q);
            }
        }

        return best;
    }

    private static void Search(ReadOnlySpan<double> values, int offset, double alpha, SortedDictionary<int, double> splits)
    {
        if (Best(values) is not { } best || ProbabilityOf(values, best.Q, alpha) is var p && p > alpha)
        {
            return;
        }

        splits.Add(offset + best.Index, p);
        Search(values[..best.Index], offset, alpha, splits);
        Search(values[best.Index..], offset + best.Index, alpha, splits);
    }

    /// <summary>(permutations that reach Q + 1) ÷ (permutations + 1): never 0, because the series as it is counts as one of them. 1 as soon as it exceeds alpha.</summary>
    private static double ProbabilityOf(ReadOnlySpan<double> values, double q, double alpha)
    {
        var random = new SplitMix64(Seed);
        var shuffled = values.ToArray();
        var reached = 0;
        for (var i = 0; i < Permutations; i++)
        {
            for (var last = shuffled.Length - 1; last > 0; last--)
            {
                var other = random.NextBelow(last + 1);
                (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
            }

            // Sums in another order differ in their last bits: equal figures must count as reached.
            reached += Best(shuffled)!.Value.Q >= q * (1 - 1e-9) ? 1 : 0;
            if (reached + 1 > alpha * (Permutations + 1))
            {
                return 1;   // can only grow: the rest would cost time and change nothing
            }
        }

        return (reached + 1) / (double)(Permutations + 1);
    }

    private static double SumOfDistances(double value, ReadOnlySpan<double> others)
    {
        double sum = 0;
        foreach (var other in others)
        {
            sum += Math.Abs(value - other);
        }

        return sum;
    }
}

/// <summary>A change of level.</summary>
/// <param name="Index">First value of the new level.</param>
/// <param name="P">Share of permutations that split as well, 0.0005 to 1.</param>
/// <param name="Before">Median from the shift before (or the beginning) to this one.</param>
/// <param name="After">Median from this shift to the next (or the end).</param>
public sealed record LevelShift(int Index, double P, double Before, double After);
