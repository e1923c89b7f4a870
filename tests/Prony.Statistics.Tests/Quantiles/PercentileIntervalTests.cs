using Prony.Measurement.Histograms;
using Prony.Statistics.Quantiles;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Quantiles;

public sealed class PercentileIntervalTests
{
    /// <summary>With the values 1 to n, which the histogram keeps apart, the j-th value is j: the interval is the ranks of the table.</summary>
    [Theory]
    [InlineData(100, 50, 40, 61)]
    [InlineData(1000, 50, 469, 532)]
    [InlineData(1000, 90, 881, 919)]
    [InlineData(1000, 95, 936, 964)]
    [InlineData(1000, 99, 983, 997)]
    [InlineData(368, 99, 360, 368)]
    public void Ends_are_the_values_at_the_exact_ranks(int n, double percentile, long low, long high) =>
        PercentileInterval.Of(UpTo(n), percentile).ShouldBe((low, high));

    [Theory]
    [InlineData(367, 99)]
    [InlineData(5, 50)]
    [InlineData(0, 50)]
    public void Too_few_values_have_no_interval(int n, double percentile) => PercentileInterval.Of(UpTo(n), percentile).ShouldBeNull();

    [Fact]
    public void Requests_that_depend_on_each_other_count_for_less()
    {
        var alone = PercentileInterval.Of(UpTo(2000), 90).ShouldNotBeNull();
        var shared = PercentileInterval.Of(UpTo(2000), 90, tau: 2).ShouldNotBeNull();

        // 1,000 independent values have the ranks 881 and 919; each stands for two of the 2,000.
        shared.ShouldBe((2 * 881, 2 * 919));
        (shared.Low < alone.Low && alone.High < shared.High).ShouldBeTrue();
        PercentileInterval.Of(UpTo(2000), 99, tau: 10).ShouldBeNull("2,000 requests that are worth 200 do not bound p99");
    }

    [Fact]
    public void A_window_cannot_be_worth_more_than_its_requests() =>
        Should.Throw<ArgumentOutOfRangeException>(() => PercentileInterval.Of(UpTo(10), 50, tau: 0.5));

    private static Histogram UpTo(int n)
    {
        var histogram = Histogram.ForDurations();
        for (var value = 1; value <= n; value++)
        {
            histogram.Record(value);
        }

        return histogram;
    }
}
