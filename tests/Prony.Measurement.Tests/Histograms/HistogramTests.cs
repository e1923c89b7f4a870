using Prony.Measurement.Histograms;
using Shouldly;
using Xunit;

namespace Prony.Measurement.Tests.Histograms;

public sealed class HistogramTests
{
    [Fact]
    public void The_layout_is_that_of_HdrHistogram()
    {
        var h1 = Samples.EmptyH1();

        h1.UnitMagnitude.ShouldBe(0);
        h1.HalfMagnitude.ShouldBe(10);
        h1.LeadingZeroBase.ShouldBe(53);
        h1.BucketCount.ShouldBe(22);
        h1.Length.ShouldBe(23552);
    }

    [Theory]
    [InlineData(2047, 2047, 2047, 2047)]
    [InlineData(2048, 2048, 2048, 2049)]
    [InlineData(4095, 3071, 4094, 4095)]
    [InlineData(4096, 3072, 4096, 4099)]
    [InlineData(8192, 4096, 8192, 8199)]
    [InlineData(123456, 8073, 123456, 123519)]
    [InlineData(1000000, 11169, 999936, 1000447)]
    [InlineData(3599999999, 23220, 3598712832, 3600809983)]
    public void A_value_falls_into_the_bucket_of_HdrHistogram(long value, int index, long low, long high)
    {
        var h1 = Samples.EmptyH1();

        h1.IndexOf(value).ShouldBe(index);
        h1.LowestEquivalent(value).ShouldBe(low);
        h1.HighestEquivalent(value).ShouldBe(high);
        h1.ValueFromIndex(index).ShouldBe(low);
        h1.MedianEquivalent(value).ShouldBe(low + ((high - low + 1) / 2));
    }

    [Fact]
    public void The_figures_of_H1_are_those_of_HdrHistogram()
    {
        var h1 = Samples.H1();

        h1.Count.ShouldBe(16);
        h1.ValueAtPercentile(25).ShouldBe(2);
        h1.ValueAtPercentile(50).ShouldBe(2049);
        h1.ValueAtPercentile(75).ShouldBe(10007);
        h1.ValueAtPercentile(90).ShouldBe(1000447);
        h1.ValueAtPercentile(99).ShouldBe(3600809983);
        h1.Mean.ShouldBe(225065245.4375, 1e-6);
        h1.StandardDeviation.ShouldBe(871342835.4555, 1e-3);
        h1.Min.ShouldBe(0);
        h1.Max.ShouldBe(3600809983);
    }

    [Fact]
    public void Percentile_0_is_the_low_end_and_100_the_high_end()
    {
        var histogram = Samples.Of(Samples.EmptyH1(), 5000, 123456);

        histogram.ValueAtPercentile(0).ShouldBe(5000);
        histogram.ValueAtPercentile(-1).ShouldBe(5000);
        histogram.ValueAtPercentile(100).ShouldBe(123519);
        histogram.ValueAtPercentile(250).ShouldBe(123519);
    }

    [Fact]
    public void A_percentile_that_is_a_whole_rank_does_not_step_over_it()
    {
        // 99.9 % of 1000 is rank 999: in floating point 99.9 * 1000 / 100 is a little more, which would be rank 1000.
        var histogram = Samples.Of(Samples.EmptyH1(), Enumerable.Range(1, 1000).Select(v => (long)v));

        histogram.ValueAtPercentile(99.9).ShouldBe(999);
        histogram.ValueAtPercentile(55).ShouldBe(550);
    }

    [Fact]
    public void An_empty_histogram_answers_zero()
    {
        var empty = Histogram.ForDurations();

        (empty.Count, empty.Min, empty.Max, empty.Mean, empty.StandardDeviation, empty.ValueAtPercentile(99))
            .ShouldBe((0, 0, 0, 0.0, 0.0, 0));
        empty.Buckets().ShouldBeEmpty();
    }

    [Fact]
    public void A_value_above_the_range_is_counted_apart()
    {
        var histogram = Histogram.ForDurations();

        histogram.Record(long.MaxValue);
        histogram.Record(long.MaxValue, 4);
        histogram.Record(Histogram.LongestDurationNs);

        histogram.OutOfRange.ShouldBe(5);
        histogram.Count.ShouldBe(1);
        histogram.Max.ShouldBeGreaterThanOrEqualTo(Histogram.LongestDurationNs);
    }

    [Fact]
    public void Adding_keeps_what_was_out_of_range()
    {
        var left = Histogram.ForDurations();
        var right = Histogram.ForDurations();
        right.Record(long.MaxValue, 3);

        left.Add(right);

        (left.Count, left.OutOfRange).ShouldBe((0, 3));
    }

    [Fact]
    public void A_negative_value_counts_as_zero()
    {
        var histogram = Samples.Of(Histogram.ForDurations(), -5, long.MinValue);

        (histogram.Count, histogram.Min, histogram.Max).ShouldBe((2, 0, 0));
    }

    [Fact]
    public void The_widest_range_holds_the_largest_number()
    {
        var histogram = Samples.Of(new Histogram(1, long.MaxValue, 3), 1, long.MaxValue);

        histogram.Max.ShouldBe(long.MaxValue);
        histogram.ValueAtPercentile(100).ShouldBe(long.MaxValue);
        histogram.OutOfRange.ShouldBe(0);
    }

    [Fact]
    public void Counting_a_value_no_times_changes_nothing()
    {
        var histogram = Samples.H1();

        histogram.Record(500, 0);

        histogram.SameAs(Samples.H1()).ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => histogram.Record(500, -1));
    }

    [Fact]
    public void Histograms_of_different_layout_are_not_added()
    {
        var histogram = Samples.EmptyH1();

        Should.Throw<ArgumentException>(() => histogram.Add(new Histogram(1, 3_600_000_000, 2)));
        Should.Throw<ArgumentException>(() => histogram.Add(new Histogram(1000, 3_600_000_000, 3)));
        Should.Throw<ArgumentException>(() => histogram.Add(Histogram.ForDurations()));
    }

    [Theory]
    [InlineData(0, 100, 3)]
    [InlineData(2, 3, 3)]
    [InlineData(1, 1, 3)]
    [InlineData(1, 100, -1)]
    [InlineData(1, 100, 6)]
    [InlineData(1L << 52, long.MaxValue, 3)]
    public void A_layout_that_cannot_be_is_refused(long lowest, long highest, int digits) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Histogram(lowest, highest, digits));

    [Fact]
    public void Clearing_forgets_everything()
    {
        var histogram = Samples.H1();
        histogram.Record(long.MaxValue);

        histogram.Clear();

        histogram.OutOfRange.ShouldBe(0);
        histogram.SameAs(Samples.EmptyH1()).ShouldBeTrue();
        histogram.Counts.IndexOfAnyExcept(0L).ShouldBe(-1);
        Samples.Of(histogram, Samples.ValuesOfH1).SameAs(Samples.H1()).ShouldBeTrue();
    }

    [Fact]
    public void Buckets_go_from_low_to_high_and_hold_all_counts()
    {
        var buckets = Samples.H1().Buckets().ToList();

        buckets.Sum(b => b.Count).ShouldBe(16);
        buckets.ShouldBe(buckets.OrderBy(b => b.Low));
        buckets.ShouldContain(new HistogramBucket(123456, 123519, 2));
    }

    [Fact]
    public void Recording_does_not_allocate()
    {
        var histogram = Histogram.ForDurations();
        Fill(histogram, 1000);

        // The least of several: the runtime may allocate on this thread, once, when it replaces code by faster code.
        Enumerable.Range(0, 5).Min(_ => Allocated(() => Fill(histogram, 100_000))).ShouldBe(0);
        histogram.Count.ShouldBe(501_000);

        static long Allocated(Action action)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static void Fill(Histogram histogram, int values)
        {
            for (var i = 0; i < values; i++)
            {
                histogram.Record(i * 7919L);
            }
        }
    }
}
