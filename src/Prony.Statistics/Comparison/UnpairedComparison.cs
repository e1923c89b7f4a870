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
        var (partX, partY) = (Moments.Variance(x) / x.Length, Moments.Variance(y) / y.Length);
        var difference = Moments.Mean(x) - Moments.Mean(y);
        var variance = partX + partY;
        if (variance == 0)
        {
            return new RatioInterval(Math.Exp(difference), Math.Exp(difference), Math.Exp(difference), 1 - alpha);
        }

        var freedom = variance * variance / ((partX * partX / (x.Length - 1)) + (partY * partY / (y.Length - 1)));
        var half = StudentQuantiles.At(1 - (alpha / 2), freedom) * Math.Sqrt(variance);
        return new RatioInterval(Math.Exp(difference), Math.Exp(difference - half), Math.Exp(difference + half), 1 - alpha);
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
