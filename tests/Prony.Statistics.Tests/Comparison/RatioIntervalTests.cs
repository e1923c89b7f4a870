using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

public sealed class RatioIntervalTests
{
    [Fact]
    public void A_baseline_that_cannot_be_told_from_zero_has_no_ratio_of_means() =>
        RatioOfMeans.Paired([1, 2, 3], [-1, 0.1, 1.2]).ShouldBeNull();

    [Fact]
    public void One_pair_is_too_few_for_an_interval()
    {
        Should.Throw<ArgumentException>(() => RatioOfMeans.Paired([1], [1]));
        Should.Throw<ArgumentException>(() => UnpairedComparison.Of([1], [1, 2]));
    }

    [Fact]
    public void Series_without_scatter_have_an_interval_of_no_width() =>
        UnpairedComparison.Of([4, 4], [2, 2, 2]).ShouldBe(new RatioInterval(2, 2, 2, 0.95));

    [Fact]
    public void A_value_that_is_not_above_zero_is_refused() =>
        Should.Throw<ArgumentException>(() => UnpairedComparison.Of([1, 0], [1, 2])).Message.ShouldStartWith("A ratio needs values above 0; found 0.");
}
