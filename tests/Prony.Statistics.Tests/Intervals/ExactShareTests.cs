using Prony.Statistics.Intervals;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Intervals;

public sealed class ExactShareTests
{
    // binom.test of R.
    [Theory]
    [InlineData(0, 10, 0, 0.3084971078)]
    [InlineData(1, 10, 0.0025285785, 0.4450161174)]
    [InlineData(5, 10, 0.1870860284, 0.8129139716)]
    [InlineData(10, 10, 0.6915028922, 1)]
    public void Ends_are_those_of_another_implementation(long count, long of, double low, double high)
    {
        var interval = ExactShare.Of(count, of, 0.05);

        interval.Low.ShouldBe(low, 1e-8);
        interval.High.ShouldBe(high, 1e-8);
    }

    [Fact]
    public void Nothing_in_a_million_still_allows_a_few() =>
        ExactShare.Of(0, 1_000_000, 0.05).High.ShouldBe(3.689e-6, 1e-9);

    [Theory]
    [InlineData(30, 0.01)]
    [InlineData(30, 0.2)]
    [InlineData(200, 0.005)]
    public void It_covers_at_least_what_it_says(int of, double share)
    {
        // Every count that can come, weighed by its binomial probability.
        double covered = 0;
        var probability = Math.Pow(1 - share, of);
        for (var count = 0; count <= of; count++)
        {
            var interval = ExactShare.Of(count, of, 0.05);
            covered += interval.Low <= share && share <= interval.High ? probability : 0;
            probability *= (of - count) / (count + 1.0) * share / (1 - share);
        }

        covered.ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public void What_cannot_be_counted_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ExactShare.Of(0, 0, 0.05));
        Should.Throw<ArgumentOutOfRangeException>(() => ExactShare.Of(11, 10, 0.05));
        Should.Throw<ArgumentOutOfRangeException>(() => ExactShare.Of(-1, 10, 0.05));
        Should.Throw<ArgumentOutOfRangeException>(() => ExactShare.Of(1, 10, 1));
    }
}
