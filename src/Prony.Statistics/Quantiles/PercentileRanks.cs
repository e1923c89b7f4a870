using MathNet.Numerics.Distributions;

namespace Prony.Statistics.Quantiles;

/// <summary>Which order statistics bound a percentile of one window (Le Boudec 2010), and how many requests a percentile needs.</summary>
/// <remarks>Holds for independent requests, which those of one window are not: for display and for the sample gate, never for a verdict. Pure and thread-safe.</remarks>
public static class PercentileRanks
{
    /// <summary>Exact ranks (from 1): j the largest with P(Bin ≤ j − 1) ≤ alpha/2, k the smallest with P(Bin ≥ k) ≤ alpha/2.</summary>
    /// <param name="n">Values, at least 1.</param>
    /// <param name="p">Share, strictly between 0 and 1: 0.99 for p99.</param>
    /// <param name="alpha">1 − confidence. Default: 0.05.</param>
    /// <returns>A rank is null where n is too small for that end.</returns>
    public static (int? Lower, int? Upper) Exact(int n, double p, double alpha = 0.05)
    {
        Check(n, p);

        // Both conditions are monotone in the rank, so a bisection finds the border.
        var lower = LargestWhere(0, n, j => j == 0 || Binomial.CDF(p, n, j - 1) <= alpha / 2);
        var belowUpper = LargestWhere(0, n, k => k == 0 || 1 - Binomial.CDF(p, n, k - 1) > alpha / 2);
        return (lower == 0 ? null : lower, belowUpper == n ? null : belowUpper + 1);
    }

    /// <summary>Normal approximation: j = floor(np − z·√(np(1 − p))), k = ceil(np + z·√(np(1 − p))) + 1.</summary>
    public static (int? Lower, int? Upper) Approximate(int n, double p, double alpha = 0.05)
    {
        Check(n, p);
        var reach = Normal.InvCDF(0, 1, 1 - (alpha / 2)) * Math.Sqrt(n * p * (1 - p));
        var lower = (int)Math.Floor((n * p) - reach);
        var upper = (int)Math.Ceiling((n * p) + reach) + 1;
        return (lower < 1 ? null : lower, upper > n ? null : upper);
    }

    /// <summary>Fewest values for which the percentile has a finite upper limit: ceil(ln(alpha/2) ÷ ln p); 368 for p99. Below it the percentile is withheld.</summary>
    public static int FewestValues(double p, double alpha = 0.05)
    {
        Check(1, p);
        return (int)Math.Ceiling(Math.Log(alpha / 2) / Math.Log(p));
    }

    private static int LargestWhere(int low, int high, Func<int, bool> holds)
    {
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (holds(middle))
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private static void Check(int n, double p)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(p, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
    }
}
