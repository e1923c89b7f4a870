using Prony.Statistics.Distributions;

namespace Prony.Statistics.SteadyState;

/// <summary>MSER-5: how much of the beginning of a series has to go so that the rest says most about its mean.</summary>
/// <remarks>
/// Means of 5 values each make m batches z_1 … z_m; d* is the first d in 0 … m/2 (whole part) with the least Σ_{j&gt;d}(z_j − mean_d)² ÷ (m − d)², the squared standard
/// error of the mean of what is left. A transient at the beginning makes a small d costly, too large a d throws values away. d* at the limit m/2 means that the series had
/// no steady state yet. White (Simulation 69(6), 1997), Spratt (1998); the batches make it sturdy against single values (White, Cobb and Spratt, WSC 2000).
/// Pure and thread-safe.
/// </remarks>
/// <param name="Batches">m.</param>
/// <param name="TruncatedBatches">d*, 0 to m/2.</param>
/// <param name="Statistic">The least value, in the square of the values' unit.</param>
/// <param name="Mean">Of the batches that are left.</param>
public sealed record Mser(int Batches, int TruncatedBatches, double Statistic, double Mean)
{
    /// <summary>Values in a batch.</summary>
    public const int BatchLength = 5;

    /// <summary>Fewest values that are judged: two batches, so that one of them can go.</summary>
    public const int FewestValues = 2 * BatchLength;

    /// <summary>Values that the beginning loses.</summary>
    public int TruncatedValues => TruncatedBatches * BatchLength;

    /// <summary>As much is cut off as may be: the series has not been steady for half of its length.</summary>
    public bool IsAtLimit => TruncatedBatches == Batches / 2;

    /// <summary>Judges a series in the order of time.</summary>
    /// <param name="values">At least <see cref="FewestValues"/> finite values; those behind the last whole batch are left out.</param>
    public static Mser Of(ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, FewestValues);
        var batches = new double[values.Length / BatchLength];
        for (var i = 0; i < batches.Length; i++)
        {
            batches[i] = Moments.Mean(values.Slice(i * BatchLength, BatchLength));
        }

        var best = At(batches, 0);
        for (var d = 1; d <= batches.Length / 2; d++)
        {
            var next = At(batches, d);
            best = next.Statistic < best.Statistic ? next : best;
        }

        return best;
    }

    private static Mser At(double[] batches, int truncated)
    {
        var rest = batches.AsSpan(truncated);
        var mean = Moments.Mean(rest);
        double squares = 0;
        foreach (var batch in rest)
        {
            squares += (batch - mean) * (batch - mean);
        }

        return new Mser(batches.Length, truncated, squares / ((double)rest.Length * rest.Length), mean);
    }
}
