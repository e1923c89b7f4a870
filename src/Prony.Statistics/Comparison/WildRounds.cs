using Prony.Statistics.Distributions;

namespace Prony.Statistics.Comparison;

/// <summary>Tells when rounds do not look like independent draws without heavy tails, which the t interval assumes.</summary>
internal static class WildRounds
{
    /// <summary>Median absolute deviations (scaled to a standard deviation) beyond which a round is far out.</summary>
    private const double FarOut = 5;

    /// <summary>1 ÷ z(0.75): makes the median absolute deviation of normal values their standard deviation.</summary>
    private const double ToSd = 1.4826;

    /// <summary>Below this share of the largest value, scatter is rounding of doubles: identical rounds are not wild.</summary>
    private const double Rounding = 1e-12;

    internal static bool In(double[] d) => HasFarOut(d) || (Lag1(d) is { } r && Math.Abs(r) > 2 / Math.Sqrt(d.Length));

    /// <summary>Lag-1 autocorrelation; null below three values or without any scatter.</summary>
    internal static double? Lag1(double[] d)
    {
        if (d.Length < 3 || IsConstant(d))
        {
            return null;
        }

        var mean = Moments.Mean(d);
        double along = 0;
        double total = 0;
        for (var i = 0; i < d.Length; i++)
        {
            total += (d[i] - mean) * (d[i] - mean);
            along += i == 0 ? 0 : (d[i] - mean) * (d[i - 1] - mean);
        }

        return along / total;
    }

    private static bool HasFarOut(double[] d)
    {
        if (IsConstant(d))
        {
            return false;
        }

        var median = Moments.Median(d);
        var distances = Array.ConvertAll(d, x => Math.Abs(x - median));
        return distances.Max() > FarOut * ToSd * Moments.Median(distances);
    }

    private static bool IsConstant(double[] d) => d.Max() - d.Min() <= Rounding * Math.Max(1, d.Max(Math.Abs));
}
