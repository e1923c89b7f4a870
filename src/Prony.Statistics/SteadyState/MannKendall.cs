using MathNet.Numerics;

namespace Prony.Statistics.SteadyState;

/// <summary>Mann–Kendall test for a monotone trend, with the slope of Theil and Sen.</summary>
/// <remarks>
/// S = Σ sign(x_j − x_i) over i &lt; j; Var = [n(n − 1)(2n + 5) − Σ t(t − 1)(2t + 5)] ÷ 18 over groups of t equal values; z = (S − sign S) ÷ √Var; p two-sided by the
/// normal distribution (Mann 1945, Kendall 1975). The slope is the median of (x_j − x_i) ÷ (j − i) over all pairs (Theil 1950, Sen 1968). Assumes that the values do not
/// depend on each other: with lag-1 correlation 0.5 a flat series shows a trend far more often than p says. Pure and thread-safe.
/// </remarks>
/// <param name="S">Pairs that rise less pairs that fall.</param>
/// <param name="Variance">Of S in a series without a trend.</param>
/// <param name="Z">S less its continuity correction, in standard deviations; 0 when all values are equal.</param>
/// <param name="P">Probability of a |z| at least as large without a trend, 0 to 1.</param>
/// <param name="Slope">Change per step, in the unit of the values.</param>
public sealed record MannKendall(long S, double Variance, double Z, double P, double Slope)
{
    /// <summary>Tests a series in the order of time.</summary>
    /// <param name="values">At least two finite values; time and memory grow with the square of their number.</param>
    public static MannKendall Of(ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 2);
        var slopes = new double[values.Length * (values.Length - 1) / 2];
        var (s, at) = (0L, 0);
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i + 1; j < values.Length; j++)
            {
                s += Math.Sign(values[j] - values[i]);
                slopes[at++] = (values[j] - values[i]) / (j - i);
            }
        }

        var variance = VarianceOf(values);
        var z = variance > 0 ? (s - Math.Sign(s)) / Math.Sqrt(variance) : 0;
        return new MannKendall(s, variance, z, ProbabilityOf(z), Distributions.Moments.Median(slopes));
    }

    /// <summary>Probability of a |z| at least as large by the normal distribution.</summary>
    internal static double ProbabilityOf(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2);

    private static double VarianceOf(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        double ties = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];)
            {
                end++;
            }

            ties += Term(end - start);
        }

        return (Term(sorted.Length) - ties) / 18;
    }

    // A single value is a group of one, whose term is 0.
    private static double Term(double n) => n * (n - 1) * ((2 * n) + 5);
}
