using Prony.Measurement.Units;
using Prony.Statistics.Dependence;
using Prony.Statistics.Distributions;

namespace Prony.Statistics.Arrivals;

/// <summary>What the gaps between requests as sent look like, beside those that were planned.</summary>
/// <remarks>
/// <para>Only every k-th arrival is looked at, k growing with the rate, so that gaps are long against the moment by which a sleeping thread wakes late: at 1,000/s one gap in ten is shorter than
/// that moment, and any timer would fail. Of a Poisson process each arrival is kept with probability 1 ÷ k, which leaves a Poisson process of a k-th of the rate (Kingman 1993); of equal gaps
/// every k-th, which leaves equal gaps. k = ceil((N·(δ·λ)² ÷ 0.2)^(1/3)) for the former: late wake-ups then add about 0.3 to A².</para>
/// <para>Pure and thread-safe. Method: docs/methods/same-work.md.</para>
/// </remarks>
/// <param name="Gaps">How many gaps were looked at.</param>
/// <param name="Every">k: one arrival in so many.</param>
/// <param name="AndersonDarling">A² of the achieved gaps against the exponential distribution.</param>
/// <param name="PlannedAndersonDarling">The same of the planned gaps of the same requests: what the draw itself shows.</param>
/// <param name="Variation">Standard deviation ÷ mean of the achieved gaps.</param>
/// <param name="Neighbours">Spearman's correlation of neighbouring achieved gaps.</param>
/// <param name="PlannedNeighbours">The same of the planned gaps.</param>
public sealed record AchievedArrivals(
    int Gaps, int Every, double AndersonDarling, double PlannedAndersonDarling, double Variation, double Neighbours, double PlannedNeighbours)
{
    /// <summary>Most gaps: in 100,000 any timer is significant.</summary>
    public const int MostGaps = 1000;

    /// <summary>Fewer gaps tell nothing.</summary>
    public const int FewestGaps = 100;

    private const ulong KeepSeed = 0xd1b54a32d192ed03;

    private const double MostShift = 0.2;

    private const double MostJitter = 0.02;

    /// <summary>Describes consecutive arrivals.</summary>
    /// <param name="dueNs">When they were due, rising.</param>
    /// <param name="sentNs">When they were sent.</param>
    /// <param name="poisson">The plan draws exponential gaps; else they are equal.</param>
    /// <param name="toleranceNs">δ: lateness that is nobody's concern, nanoseconds.</param>
    /// <returns>Null when fewer than <see cref="FewestGaps"/> gaps remain.</returns>
    public static AchievedArrivals? Of(ReadOnlySpan<long> dueNs, ReadOnlySpan<long> sentNs, bool poisson, double toleranceNs)
    {
        if (dueNs.Length <= FewestGaps || dueNs[^1] <= dueNs[0])
        {
            return null;
        }

        var meanNs = (dueNs[^1] - dueNs[0]) / (double)(dueNs.Length - 1);
        var share = toleranceNs / meanNs;
        var every = Math.Max(1, (int)Math.Min(int.MaxValue, Math.Ceiling(poisson ? Math.Cbrt(dueNs.Length * share * share / MostShift) : share / MostJitter)));
        var kept = Keep(dueNs.Length, every, poisson);
        if (kept.Count <= FewestGaps)
        {
            return null;
        }

        var (planned, achieved) = (Differences(dueNs, kept), Differences(sentNs, kept));
        return new AchievedArrivals(
            achieved.Length,
            every,
            Arrivals.AndersonDarling.Statistic(achieved),
            Arrivals.AndersonDarling.Statistic(planned),
            Math.Sqrt(Moments.Variance(achieved)) / Moments.Mean(achieved),
            Autocorrelation.OfNeighbours(achieved),
            Autocorrelation.OfNeighbours(planned));
    }

    /// <summary>
    /// Which arrivals are looked at; drawn from a fixed seed, so that the same sample always gives the same figures. It is one that nobody gives an experiment: with the seed of the schedule the
    /// draws would be those that made the gaps.
    /// </summary>
    private static List<int> Keep(int count, int every, bool poisson)
    {
        var draws = new SplitMix64(KeepSeed);
        var kept = new List<int>();
        for (var i = 0; i < count && kept.Count <= MostGaps; i++)
        {
            if (poisson ? draws.NextUnit() * every < 1 : i % every == 0)
            {
                kept.Add(i);
            }
        }

        return kept;
    }

    private static double[] Differences(ReadOnlySpan<long> instants, List<int> kept)
    {
        var gaps = new double[kept.Count - 1];
        for (var i = 0; i < gaps.Length; i++)
        {
            gaps[i] = instants[kept[i + 1]] - instants[kept[i]];
        }

        return gaps;
    }
}
