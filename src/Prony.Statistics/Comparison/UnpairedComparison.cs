using Prony.Statistics.Distributions;

namespace Prony.Statistics.Comparison;

/// <summary>Ratio of two series that were not measured side by side: Welch's interval (1947) on logs. Wider than the paired one wherever rounds share anything.</summary>
public static class UnpairedComparison
{
    /// <summary>Geometric mean ratio with its interval; the series may differ in length.</summary>
    /// <param name="candidate">At least two values above 0.</param>
    /// <param name="baseline">At least two values above 0.</param>
    /// <param name="alpha">1 − confidence. Default: 0.05.</param>
    /// <exception cref="ArgumentException">Fewer than two values, or a value that is not above 0.</exception>
    public static RatioInterval Of(ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline, double alpha = 0.05)
    {
        Check(candidate, nameof(candidate));
        Check(baseline, nameof(baseline));
        var x = Moments.Logs(candidate);
        var y = Moments.Logs(baseline);
        var (mean, standardError, freedom) = Difference(x, y);
        var half = StudentQuantiles.At(1 - (alpha / 2), freedom) * standardError;
        return new RatioInterval(Math.Exp(mean), Math.Exp(mean - half), Math.Exp(mean + half), 1 - alpha);
    }

    /// <summary>Difference of the means of x and y with its standard error and Welch and Satterthwaite's degrees of freedom.</summary>
    internal static (double Mean, double StandardError, double Freedom) Difference(double[] x, double[] y)
    {
        var (partX, partY) = (Moments.Variance(x) / x.Length, Moments.Variance(y) / y.Length);
        var variance = partX + partY;

        // Shares of the variance, not its square, which may underflow. Without any scatter the interval has no width, whatever the degrees of freedom.
        var (shareX, shareY) = variance > 0 ? (partX / variance, partY / variance) : (0.5, 0.5);
        var freedom = 1 / ((shareX * shareX / (x.Length - 1)) + (shareY * shareY / (y.Length - 1)));
        return (Moments.Mean(x) - Moments.Mean(y), Math.Sqrt(variance), freedom);
    }

    private static void Check(ReadOnlySpan<double> values, string name)
    {
        if (values.Length < 2)
        {
            throw new ArgumentException("At least two values are needed for an interval.", name);
        }

        foreach (var value in values)
        {
            if (!double.IsFinite(value) || value <= 0)
            {
                throw new ArgumentException($"A ratio needs values above 0; found {value}.", name);
            }
        }
    }
}
