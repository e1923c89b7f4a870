using Prony.Statistics.Distributions;

namespace Prony.Statistics.Comparison;

/// <summary>Ratio of arithmetic means with Fieller's interval (1954): the right one for cost, total CPU over total requests.</summary>
/// <remarks>Printed beside the verdict, never decides. With a = my² − hy², b = mx·my − hxy, c = mx² − hx² the ends are (b ± √(b² − a·c))/a,
/// where x is the candidate, y the baseline, h² = t²·variance/R and hxy = t²·covariance/R. Pure and thread-safe.</remarks>
public static class RatioOfMeans
{
    /// <summary>For values of the same rounds.</summary>
    /// <param name="candidate">One value a round, at least two.</param>
    /// <param name="baseline">As many.</param>
    /// <param name="alpha">1 − confidence. Default: 0.05.</param>
    /// <returns>Null when the baseline's mean cannot be told from 0: then no interval exists.</returns>
    public static RatioInterval? Paired(ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline, double alpha = 0.05) =>
        Fieller(candidate, baseline, alpha, paired: true);

    /// <summary>For series that share nothing (covariance 0), which is the form of Kalibera and Jones (2013).</summary>
    public static RatioInterval? Independent(ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline, double alpha = 0.05) =>
        Fieller(candidate, baseline, alpha, paired: false);

    private static RatioInterval? Fieller(ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline, double alpha, bool paired)
    {
        if (candidate.Length != baseline.Length || candidate.Length < 2)
        {
            throw new ArgumentException("At least two values and as many of the candidate as of the baseline are needed.", nameof(candidate));
        }

        var rounds = candidate.Length;
        var t = StudentQuantiles.At(1 - (alpha / 2), rounds - 1);
        var scale = t * t / rounds;
        var (x, y) = (Moments.Mean(candidate), Moments.Mean(baseline));
        var a = (y * y) - (scale * Moments.Variance(baseline));
        var b = (x * y) - (paired ? scale * Moments.Covariance(candidate, baseline) : 0);
        var c = (x * x) - (scale * Moments.Variance(candidate));
        var inner = (b * b) - (a * c);
        if (a <= 0 || inner < 0)
        {
            return null;
        }

        var root = Math.Sqrt(inner);
        return new RatioInterval(x / y, (b - root) / a, (b + root) / a, 1 - alpha);
    }
}
