using FsCheck;
using FsCheck.Fluent;
using Prony.Measurement.Histograms;
using Prony.Reporting.Loads;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Loads;

public class HistogramRowsTests
{
    [Fact]
    public void Every_value_is_in_exactly_one_row_and_rows_follow_each_other() =>
        Prop.ForAll(Gen.Choose(0, 36_000).Select(x => (long)Math.Pow(1.00078, x)).NonEmptyListOf().ToArbitrary(), values =>
        {
            var histogram = Histogram.ForDurations();
            foreach (var value in values)
            {
                histogram.Record(value);
            }

            var rows = HistogramRows.Of(histogram);
            rows.Sum(row => row.Count).ShouldBe(values.Count);
            rows.Count.ShouldBeInRange(1, 14);
            rows[0].LowNs.ShouldBeLessThanOrEqualTo(Math.Max(1, histogram.Min));
            rows.Zip(rows.Skip(1)).ShouldAllBe(pair => pair.First.HighNs == pair.Second.LowNs);
            rows.ShouldAllBe(row => row.HighNs >= row.LowNs);
            rows[^1].HighNs.ShouldBeGreaterThanOrEqualTo(histogram.Max);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_values_are_no_rows() => HistogramRows.Of(Histogram.ForDurations()).ShouldBeEmpty();

    [Fact]
    public void Equal_values_are_one_row()
    {
        var rows = HistogramRows.Of(Of(5_000_000, 5_000_000));
        rows.Single(row => row.Count > 0).Count.ShouldBe(2);
    }

    [Fact]
    public void One_slow_request_does_not_hide_the_shape_of_the_others()
    {
        var rows = HistogramRows.Of(Sample.Times(10, 10_000, slowestMs: 5_000));
        rows.Count(row => row.Count > 100).ShouldBeGreaterThan(4);
        rows[^1].Label().ShouldEndWith(" – 5 s");
        rows[^1].Count.ShouldBeLessThan(110, "what is beyond p99");
    }

    [Fact]
    public void Times_over_several_decades_get_growing_steps()
    {
        var rows = HistogramRows.Of(Of(101_000, 300_000, 1_010_000, 5_100_000, 20_100_000, 90_000_000));
        rows.Select(row => row.Label()).ShouldBe(
        [
            "100 – 200 µs", "200 – 500 µs", "500 µs – 1 ms", "1 – 2 ms", "2 – 5 ms", "5 – 10 ms", "10 – 20 ms", "20 – 50 ms", "50 – 100 ms",
        ]);
        rows.Select(row => row.Count).ShouldBe([1L, 1, 0, 1, 0, 1, 0, 1, 1]);
    }

    private static Histogram Of(params long[] values)
    {
        var histogram = Histogram.ForDurations();
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        return histogram;
    }
}
