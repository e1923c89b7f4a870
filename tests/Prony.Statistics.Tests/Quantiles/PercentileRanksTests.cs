using Prony.Statistics.Quantiles;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Quantiles;

public sealed class PercentileRanksTests
{
    [Theory]
    [InlineData(100, 0.5, 40, 61, 40, 61)]
    [InlineData(1000, 0.5, 469, 532, 469, 532)]
    [InlineData(1000, 0.9, 881, 919, 881, 920)]
    [InlineData(1000, 0.95, 936, 964, 936, 965)]
    [InlineData(1000, 0.99, 983, 997, 983, 998)]
    [InlineData(10000, 0.99, 9880, 9920, 9880, 9921)]
    [InlineData(10000, 0.999, 9983, 9997, 9983, 9998)]
    public void Ranks_are_the_tables_exactly_and_in_the_normal_form(int n, double p, int low, int high, int approximateLow, int approximateHigh)
    {
        PercentileRanks.Exact(n, p).ShouldBe((low, high));
        PercentileRanks.Approximate(n, p).ShouldBe((approximateLow, approximateHigh));
    }

    [Theory]
    [InlineData(368, 0.99, 360, 368)]
    [InlineData(300, 0.99, 293, null)]
    [InlineData(3688, 0.999, 3680, 3688)]
    [InlineData(3687, 0.999, 3679, null)]
    public void Too_few_values_have_no_upper_rank(int n, double p, int low, int? high) =>
        PercentileRanks.Exact(n, p).ShouldBe((low, high));

    [Theory]
    [InlineData(0.5, 6)]
    [InlineData(0.9, 36)]
    [InlineData(0.95, 72)]
    [InlineData(0.99, 368)]
    [InlineData(0.999, 3688)]
    [InlineData(0.9999, 36887)]
    public void Each_percentile_has_a_smallest_number_of_values(double p, int fewest)
    {
        PercentileRanks.FewestValues(p).ShouldBe(fewest);
        PercentileRanks.Exact(fewest, p).Upper.ShouldNotBeNull();
        PercentileRanks.Exact(fewest - 1, p).Upper.ShouldBeNull();
    }

    [Fact]
    public void Few_values_have_no_lower_rank_either() => PercentileRanks.Exact(1, 0.5).ShouldBe((null, null));

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(10, 0.0)]
    [InlineData(10, 1.0)]
    public void Shares_and_counts_outside_their_range_are_refused(int n, double p) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PercentileRanks.Exact(n, p));
}
