using Prony.Statistics.Distributions;

namespace Prony.Statistics.Comparison;

/// <summary>The shift between two series by ranks (Mann and Whitney 1947; Hodges and Lehmann 1963): an estimate and an exact interval without the normal distribution.</summary>
/// <remarks>Needs only that the two series have the same shape. Pure.</remarks>
internal static class RankSum
{
    /// <summary>Longest series: above it the exact distribution costs seconds and Welch's interval is as good.</summary>
    internal const int MostValues = 60;

    /// <summary>Median and ends of all differences x − y; null when no interval of that confidence exists for so few values, or a series is longer than <see cref="MostValues"/>.</summary>
    internal static RankInterval? Interval(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double alpha)
    {
        var (k, confidence) = Math.Max(x.Length, y.Length) > MostValues ? (0, 0) : EndRank(x.Length, y.Length, alpha);
        if (k == 0)
        {
            return null;
        }

        var differences = Differences(x, y);
        return new RankInterval(Moments.Median(differences), differences[k - 1], differences[^k], confidence, k);
    }

    /// <summary>All differences x − y, ascending.</summary>
    internal static double[] Differences(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var differences = new double[x.Length * y.Length];
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = x[i / y.Length] - y[i % y.Length];
        }

        Array.Sort(differences);
        return differences;
    }

    /// <summary>Largest k with P(U ≤ k − 1) ≤ alpha/2, and the exact coverage of the interval that it makes; 0 when there is none.</summary>
    internal static (int K, double Confidence) EndRank(int m, int n, double alpha)
    {
        var distribution = DistributionOf(m, n);
        double below = 0;
        for (var k = 0; ; k++)
        {
            if (below + distribution[k] > alpha / 2)
            {
                return (k, 1 - (2 * below));
            }

            below += distribution[k];
        }
    }

    /// <summary>Probability of each U = number of pairs with x above y, when all orders of the values are alike: index = U.</summary>
    /// <remarks>The largest value is an x with probability i/(i + j), and then lies above all j of the other: p(i, j, u) = i/(i + j)·p(i − 1, j, u − j) + j/(i + j)·p(i, j − 1, u).</remarks>
    private static double[] DistributionOf(int m, int n)
    {
        var row = new double[n + 1][];
        for (var i = 0; i <= m; i++)
        {
            var next = new double[n + 1][];
            for (var j = 0; j <= n; j++)
            {
                next[j] = i == 0 || j == 0 ? [1] : Mixed(row[j], next[j - 1], i, j);
            }

            row = next;
        }

        return row[n];
    }

    private static double[] Mixed(double[] withoutX, double[] withoutY, int i, int j)
    {
        var mixed = new double[(i * j) + 1];
        for (var u = 0; u < mixed.Length; u++)
        {
            var largestIsX = u >= j && u - j < withoutX.Length ? withoutX[u - j] : 0;
            var largestIsY = u < withoutY.Length ? withoutY[u] : 0;
            mixed[u] = ((i * largestIsX) + (j * largestIsY)) / (i + j);
        }

        return mixed;
    }
}
