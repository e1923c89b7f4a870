using Prony.Statistics.Distributions;
using Prony.Statistics.Intervals;

namespace Prony.Statistics.Comparison;

/// <summary>What rounds tell of one value that each of them gave: the estimate and intervals of a comparison (docs/methods/comparison.md), for any value (docs/methods/claims.md).</summary>
/// <remarks>
/// Of the logarithms where every round's value is above 0: then the value of a ratio is what <see cref="PairedComparison"/> finds for its two parts. Else of the values as they are.
/// Pure and thread-safe.
/// </remarks>
public sealed record RoundsEstimate
{
    /// <summary>Geometric mean, or the arithmetic one.</summary>
    public required double Value { get; init; }

    /// <summary>mean ± t(1 − alpha/2, R − 1)·sd/√R.</summary>
    public required ClosedInterval Interval { get; init; }

    /// <summary>The same at 1 − 2·alpha: two one-sided tests at alpha (Schuirmann 1987).</summary>
    public required ClosedInterval Equivalence { get; init; }

    /// <summary>Exact signed-rank interval (Hodges and Lehmann 1963); from the smallest to the largest round where so few have none.</summary>
    public required ClosedInterval Ranks { get; init; }

    /// <summary>The same at 1 − 2·alpha.</summary>
    public required ClosedInterval EquivalenceRanks { get; init; }

    /// <summary>A round lies far out, or rounds follow one another: the t interval is not to be trusted alone.</summary>
    public required bool IsWild { get; init; }

    /// <summary>The mean was taken of logarithms.</summary>
    public required bool IsGeometric { get; init; }

    /// <summary>Estimates from one value a round.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="alpha">1 − confidence, strictly between 0 and 0.5.</param>
    /// <returns>Null below two rounds: one has no scatter.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static RoundsEstimate? Of(ReadOnlySpan<double> values, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(alpha, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(alpha, 0.5);
        var geometric = true;
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("Every round must have a value.", nameof(values));
            }

            geometric &= value > 0;
        }

        return values.Length < 2 ? null : Of(geometric ? Moments.Logs(values) : values.ToArray(), alpha, geometric);
    }

    private static RoundsEstimate Of(double[] x, double alpha, bool geometric)
    {
        var mean = Moments.Mean(x);
        var error = Math.Sqrt(Moments.Variance(x) / x.Length);
        return new RoundsEstimate
        {
            Value = Back(mean, geometric),
            Interval = Within(mean, StudentQuantiles.At(1 - (alpha / 2), x.Length - 1) * error, geometric),
            Equivalence = Within(mean, StudentQuantiles.At(1 - alpha, x.Length - 1) * error, geometric),
            Ranks = RanksOf(x, alpha, geometric),
            EquivalenceRanks = RanksOf(x, 2 * alpha, geometric),
            IsWild = WildRounds.In(x),
            IsGeometric = geometric,
        };
    }

    private static ClosedInterval Within(double mean, double half, bool geometric) => new(Back(mean - half, geometric), Back(mean + half, geometric));

    private static ClosedInterval RanksOf(double[] x, double alpha, bool geometric)
    {
        var (low, high) = SignedRank.LogInterval(x, alpha) is { } ranks ? (ranks.Low, ranks.High) : (x.Min(), x.Max());
        return new(Back(low, geometric), Back(high, geometric));
    }

    private static double Back(double value, bool geometric) => geometric ? PairedComparison.RatioOf(value) : value;
}
