using Prony.Measurement.Units;

namespace Prony.Statistics.Quantiles;

/// <summary>Intervals of percentiles of one window by the moving-block bootstrap (Künsch 1989): blocks of consecutive requests are drawn again and again, so that what neighbours share stays in.</summary>
/// <remarks>For display, where all requests of a window are known in the order in which they were due; verdicts come from rounds. Deterministic for a seed. Pure and thread-safe.</remarks>
public static class MovingBlocks
{
    /// <summary>How often the window is drawn anew.</summary>
    private const int Resamples = 2000;

    /// <summary>Length of a block: ceil(∛n)·ceil(tau), at most n.</summary>
    /// <param name="count">Requests, at least 1.</param>
    /// <param name="tau">So many requests say as much as one independent of the others, at least 1.</param>
    public static int Length(int count, double tau)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tau, 1);
        return (int)Math.Min(count, Math.Ceiling(Math.Cbrt(count)) * Math.Ceiling(tau));
    }

    /// <summary>The interval of each percentile: from the alpha/2 to the 1 − alpha/2 quantile of its values in the windows drawn (percentile method).</summary>
    /// <param name="values">In the order in which the requests were due, at least 1.</param>
    /// <param name="shares">Percentiles as shares, rising, each strictly between 0 and 1: 0.99 for p99.</param>
    /// <param name="length">Of a block, 1 to the number of values.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="alpha">1 − confidence. Default: 0.05.</param>
    public static IReadOnlyList<(double Low, double High)> Intervals(ReadOnlySpan<double> values, ReadOnlySpan<double> shares, int length, ulong seed, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, values.Length);

        // Counting places of a sorted array is a hundred times faster than sorting every window that is drawn.
        var sorted = values.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var placeOf = new int[sorted.Length];
        for (var place = 0; place < order.Length; place++)
        {
            placeOf[order[place]] = place;
        }

        var found = new double[shares.Length][];
        for (var s = 0; s < shares.Length; s++)
        {
            found[s] = new double[Resamples];
        }

        var random = new SplitMix64(seed);
        var times = new int[sorted.Length];
        for (var resample = 0; resample < Resamples; resample++)
        {
            Draw(placeOf, times, length, ref random);
            Walk(sorted, times, shares, found, resample);
        }

        return [.. found.Select(drawn => (At(drawn, alpha / 2), At(drawn, 1 - (alpha / 2))))];
    }

    /// <summary>How often each place is in a window that is drawn anew.</summary>
    private static void Draw(int[] placeOf, int[] times, int length, ref SplitMix64 random)
    {
        Array.Clear(times);
        for (var drawn = 0; drawn < placeOf.Length;)
        {
            var start = (int)(random.NextUnit() * (placeOf.Length - length + 1));
            for (var i = 0; i < length && drawn < placeOf.Length; i++, drawn++)
            {
                times[placeOf[start + i]]++;
            }
        }
    }

    private static void Walk(double[] sorted, int[] times, ReadOnlySpan<double> shares, double[][] found, int resample)
    {
        var (place, seen) = (0, times[0]);
        for (var s = 0; s < shares.Length; s++)
        {
            for (var rank = RankOf(shares[s], sorted.Length); seen < rank;)
            {
                seen += times[++place];
            }

            found[s][resample] = sorted[place];
        }
    }

    private static double At(double[] drawn, double share)
    {
        Array.Sort(drawn);
        return drawn[RankOf(share, drawn.Length) - 1];
    }

    /// <summary>From 1: ceil(p·n), the same rule as everywhere. A product that is a whole number but for rounding is one.</summary>
    private static int RankOf(double share, int count) => (int)Math.Clamp(Math.Ceiling(Math.Round(share * count, 9)), 1, count);
}
