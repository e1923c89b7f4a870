using Prony.Statistics.Distributions;

namespace Prony.Statistics.Dependence;

/// <summary>Spearman's rank correlation (1904): whether two series go up together, in whatever curve.</summary>
/// <remarks>Pure and thread-safe.</remarks>
public static class RankCorrelation
{
    /// <summary>−1 to 1; equal values share the mean of their ranks. 0 when one series has no spread.</summary>
    /// <param name="x">One value of each pair.</param>
    /// <param name="y">The other.</param>
    /// <exception cref="ArgumentException">The series differ in length.</exception>
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => x.Length == y.Length
        ? Autocorrelation.Correlation(Ranks(x), Ranks(y))
        : throw new ArgumentException($"Pairs are needed: {x.Length} values and {y.Length}.", nameof(y));

    /// <summary>Two-sided probability of a correlation as large in pairs that have nothing to do with each other: t = r·√((n − 2) ÷ (1 − r²)) with n − 2 degrees of freedom.</summary>
    /// <param name="correlation">−1 to 1.</param>
    /// <param name="pairs">At least 3. An approximation below about 10.</param>
    public static double Probability(double correlation, int pairs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 3);
        var rest = 1 - (correlation * correlation);
        return rest <= 0 ? 0 : Math.Min(1, 2 * StudentQuantiles.UpperTail(Math.Abs(correlation) * Math.Sqrt((pairs - 2) / rest), pairs - 2));
    }

    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var places = new int[sorted.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        Array.Sort(sorted, places);
        var ranks = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];)
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                ranks[places[i]] = (start + end + 1) / 2.0;
            }
        }

        return ranks;
    }
}
