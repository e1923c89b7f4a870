namespace Prony.Statistics.Comparison;

/// <summary>Hodges and Lehmann's estimate with the ends of its exact interval, on the scale of the values.</summary>
/// <param name="Estimate">Median of the Walsh averages.</param>
/// <param name="Low">The k-th smallest Walsh average.</param>
/// <param name="High">The k-th largest.</param>
/// <param name="Confidence">Exact coverage, at least what was asked for.</param>
/// <param name="K">Rank of the ends, from 1.</param>
internal readonly record struct RankInterval(double Estimate, double Low, double High, double Confidence, int K);

/// <summary>Wilcoxon's signed-rank statistic and what Hodges and Lehmann (1963) made of it: an estimate and an interval without the normal distribution.</summary>
/// <remarks>Needs only that the values are symmetric about their centre. Cost n³ for n values: meant for rounds, at most 1,000.</remarks>
internal static class SignedRank
{
    /// <summary>Longest series: above it the exact distribution costs seconds and the t interval is as good.</summary>
    internal const int MostValues = 1_000;

    /// <summary>Estimate and interval; null when no interval of that confidence exists for so few values, or there are more than <see cref="MostValues"/>.</summary>
    internal static RankInterval? LogInterval(ReadOnlySpan<double> values, double alpha)
    {
        var (k, confidence) = values.Length > MostValues ? (0, 0) : EndRank(values.Length, alpha);
        if (k == 0)
        {
            return null;
        }

        var walsh = WalshAverages(values);
        return new RankInterval(Distributions.Moments.Median(walsh), walsh[k - 1], walsh[^k], confidence, k);
    }

    /// <summary>Largest k with P(W ≤ k − 1) ≤ alpha/2, and the exact coverage of the interval that it makes; 0 when there is none.</summary>
    internal static (int K, double Confidence) EndRank(int n, double alpha)
    {
        var distribution = DistributionOf([.. Enumerable.Range(1, n)]);
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

    /// <summary>Sum of the ranks of positive values, and its exact two-sided p. Zeros are dropped; equal sizes share their mean rank.</summary>
    internal static (double W, double P) Test(ReadOnlySpan<double> values)
    {
        var sizes = values.ToArray().Where(v => v != 0).OrderBy(Math.Abs).ToArray();
        var doubled = DoubledRanks(sizes);
        var w = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            w += sizes[i] > 0 ? doubled[i] : 0;
        }

        var distribution = DistributionOf(doubled);
        var total = distribution.Length - 1;
        double tail = 0;
        for (var s = 0; s <= Math.Min(w, total - w); s++)
        {
            tail += distribution[s];
        }

        return (w / 2.0, Math.Min(1, 2 * tail));
    }

    /// <summary>All means of two values (each with itself too), ascending: R(R + 1)/2 of them.</summary>
    private static double[] WalshAverages(ReadOnlySpan<double> values)
    {
        var walsh = new List<double>(values.Length * (values.Length + 1) / 2);
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i; j < values.Length; j++)
            {
                walsh.Add((values[i] + values[j]) / 2);
            }
        }

        walsh.Sort();
        return [.. walsh];
    }

    /// <summary>Probability of each sum when every rank is in or out by a fair coin: index = sum.</summary>
    private static double[] DistributionOf(int[] ranks)
    {
        var probabilities = new double[ranks.Sum() + 1];
        probabilities[0] = 1;
        var reached = 0;
        foreach (var rank in ranks)
        {
            reached += rank;
            for (var s = reached; s >= 0; s--)
            {
                probabilities[s] = (probabilities[s] + (s >= rank ? probabilities[s - rank] : 0)) / 2;
            }
        }

        return probabilities;
    }

    /// <summary>Twice the ranks, so that shared ranks stay whole numbers.</summary>
    private static int[] DoubledRanks(double[] sortedBySize)
    {
        var doubled = new int[sortedBySize.Length];
        for (var from = 0; from < doubled.Length;)
        {
            var to = from;
            while (to + 1 < doubled.Length && Math.Abs(sortedBySize[to + 1]) == Math.Abs(sortedBySize[from]))
            {
                to++;
            }

            Array.Fill(doubled, from + to + 2, from, to - from + 1);
            from = to + 1;
        }

        return doubled;
    }
}
