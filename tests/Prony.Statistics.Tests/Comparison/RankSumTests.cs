using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

public sealed class RankSumTests
{
    /// <summary>Published critical values of U (Mann and Whitney), one less than the rank of the interval's end.</summary>
    [Theory]
    [InlineData(5, 5, 0.05, 2)]
    [InlineData(6, 6, 0.05, 5)]
    [InlineData(8, 10, 0.05, 17)]
    [InlineData(10, 8, 0.05, 17)]
    [InlineData(10, 10, 0.05, 23)]
    [InlineData(10, 10, 0.01, 16)]
    [InlineData(20, 20, 0.05, 127)]
    public void Ends_are_the_published_critical_values(int m, int n, double alpha, int critical) =>
        RankSum.EndRank(m, n, alpha).K.ShouldBe(critical + 1);

    [Fact]
    public void Coverage_is_exact_and_at_least_what_was_asked_for()
    {
        // Of the C(8, 4) = 70 orders one has U = 0 and one U = 1: 1 − 2·1/70.
        RankSum.EndRank(4, 4, 0.05).ShouldBe((1, 1 - (2 / 70.0)));
        RankSum.EndRank(10, 10, 0.05).Confidence.ShouldBeInRange(0.95, 0.96);
    }

    [Fact]
    public void Too_few_and_too_many_values_have_no_interval()
    {
        RankSum.Interval([1, 2, 3], [4, 5, 6], 0.05).ShouldBeNull();
        var many = Enumerable.Range(0, RankSum.MostValues + 1).Select(i => (double)i).ToArray();
        RankSum.Interval(many, many, 0.05).ShouldBeNull();
        RankSum.Interval(many.AsSpan(1), many.AsSpan(1), 0.05).ShouldNotBeNull();
    }

    [Fact]
    public void The_interval_lies_among_the_differences()
    {
        var interval = RankSum.Interval([11, 12, 13, 14], [1, 2, 3, 4], 0.05).ShouldNotBeNull();

        (interval.Estimate, interval.Low, interval.High, interval.K).ShouldBe((10, 7, 13, 1));
    }
}
