using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

public sealed class SignedRankTests
{
    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(8, 4)]
    [InlineData(10, 9)]
    [InlineData(15, 26)]
    [InlineData(20, 53)]
    public void End_ranks_are_the_tables(int n, int k) => SignedRank.EndRank(n, 0.05).K.ShouldBe(k);

    [Fact]
    public void Five_values_have_no_95_percent_interval() => SignedRank.LogInterval([1, 2, 3, 4, 5], 0.05).ShouldBeNull();

    [Fact]
    public void Six_values_reach_from_the_smallest_to_the_largest()
    {
        var interval = SignedRank.LogInterval([3, 1, 2, 6, 5, 4], 0.05).ShouldNotBeNull();

        (interval.Low, interval.Estimate, interval.High).ShouldBe((1, 3.5, 6));
        interval.Confidence.ShouldBe(1 - (2 / 64.0), 1e-12);
    }

    [Fact]
    public void More_rounds_than_the_exact_distribution_can_carry_have_no_rank_interval() =>
        SignedRank.LogInterval(new double[SignedRank.MostValues + 1], 0.05).ShouldBeNull();

    [Fact]
    public void Equal_sizes_share_their_rank_and_zeros_are_dropped()
    {
        // Sizes 1, 1, 2: ranks 1.5, 1.5, 3; positive are one 1.5 and the 3. Of the 8 sign patterns two have W ≤ 1.5 on either side ... plus W = 0.
        var test = SignedRank.Test([0, 1, -1, 2]);

        test.W.ShouldBe(4.5);
        test.P.ShouldBe(2 * 3 / 8.0, 1e-12);
    }
}
