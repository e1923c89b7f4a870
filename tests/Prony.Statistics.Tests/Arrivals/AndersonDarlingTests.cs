using Prony.Measurement.Units;
using Prony.Statistics.Arrivals;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Arrivals;

public sealed class AndersonDarlingTests
{
    [Fact]
    public void The_statistic_agrees_with_scipy()
    {
        AndersonDarling.Statistic([.3, .1, 1.2, .7, 2.5, .05, .9, .45, 1.8, .6]).ShouldBe(0.13399770, 1e-8);
        AndersonDarling.Statistic(Exponential(1000, seed: 42)).ShouldBe(0.70567155, 1e-8);
    }

    [Fact]
    public void Even_gaps_are_told_from_exponential_ones()
    {
        var jitter = new SplitMix64(1);
        var even = Enumerable.Range(0, 1000).Select(_ => 1 + (0.01 * ((2 * jitter.NextUnit()) - 1))).ToArray();

        AndersonDarling.Statistic(even).ShouldBeInRange(440, 470);   // 456 by scipy, for another jitter
        AndersonDarling.CriticalAt1Percent(1000).ShouldBe(1.957, 0.002);
    }

    [Fact]
    public void A_gap_of_zero_gives_a_number() => double.IsFinite(AndersonDarling.Statistic([0, 1, 2, 3])).ShouldBeTrue();

    internal static double[] Exponential(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        return [.. Enumerable.Range(0, count).Select(_ => -double.LogP1(-random.NextUnit()))];
    }
}
