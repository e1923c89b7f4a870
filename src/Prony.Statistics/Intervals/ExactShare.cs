using MathNet.Numerics.Distributions;

namespace Prony.Statistics.Intervals;

/// <summary>The interval of a share that was counted: Clopper and Pearson (Biometrika 26, 1934), from the binomial distribution itself.</summary>
/// <remarks>Never covers less than it says, whatever the share, also where nothing was counted. Assumes that each of the cases is one by itself. Pure and thread-safe.</remarks>
public static class ExactShare
{
    /// <summary>Low: Beta(alpha/2; k, n − k + 1), high: Beta(1 − alpha/2; k + 1, n − k); for k = 0 the upper end is 1 − (alpha/2)^(1/n), about 3.7/n at 95 %.</summary>
    /// <param name="count">k, from 0 to <paramref name="of"/>.</param>
    /// <param name="of">n, at least 1.</param>
    /// <param name="alpha">1 − confidence, strictly between 0 and 1.</param>
    public static ClosedInterval Of(long count, long of, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, of);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(alpha, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 1);

        // The closed forms of the ends: no search finds 1e-9 of a share in a million cases.
        var rest = Math.Log(alpha / 2) / of;
        return new(
            count == 0 ? 0 : count == of ? Math.Exp(rest) : Beta.InvCDF(count, of - count + 1, alpha / 2),
            count == of ? 1 : count == 0 ? 1 - Math.Exp(rest) : Beta.InvCDF(count + 1, of - count, 1 - (alpha / 2)));
    }
}
