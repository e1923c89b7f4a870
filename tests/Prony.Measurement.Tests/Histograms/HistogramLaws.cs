using FsCheck;
using FsCheck.Fluent;
using Prony.Measurement.Histograms;
using Xunit;

namespace Prony.Measurement.Tests.Histograms;

public sealed class HistogramLaws
{
    private static readonly Gen<long> Duration = Gen.OneOf(
        Gen.Choose(0, 5000).Select(v => (long)v),
        UpTo(10_000_000),
        UpTo(Histogram.LongestDurationNs));

    private static readonly Arbitrary<long[]> Durations = Gen.ArrayOf(Duration).ToArbitrary();

    private static readonly Arbitrary<long[]> SomeDurations = Gen.NonEmptyListOf(Duration).Select(v => v.ToArray()).ToArbitrary();

    [Fact]
    public void Counting_n_times_is_n_times_counting() =>
        Prop.ForAll(Duration.ToArbitrary(), Gen.Choose(0, 50).ToArbitrary(), (value, times) =>
            Samples.Of(Histogram.ForDurations(), Enumerable.Repeat(value, times)).SameAs(Counted(value, times)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_is_the_histogram_of_all_values() =>
        Prop.ForAll(Durations, Durations, (left, right) =>
            Sum(left, right).SameAs(Of([.. left, .. right]))).QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_does_not_depend_on_the_order() =>
        Prop.ForAll(Durations, Durations, (left, right) => Sum(left, right).SameAs(Sum(right, left))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_is_kept_within_a_twentieth_of_a_percent() =>
        Prop.ForAll(Duration.ToArbitrary(), value =>
        {
            var kept = Of(value).ValueAtPercentile(50);
            var middle = Of(value).MedianEquivalent(value);
            return kept >= value && Math.Abs(middle - value) <= (value * 0.0005) && (value > 2047 || kept == value);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bucket_holds_its_values_and_ends_where_the_next_begins() =>
        Prop.ForAll(Duration.ToArbitrary(), value =>
        {
            var histogram = Histogram.ForDurations();
            var (low, high) = (histogram.LowestEquivalent(value), histogram.HighestEquivalent(value));
            var index = histogram.IndexOf(value);
            return low <= value && value <= high && histogram.IndexOf(low) == index && histogram.IndexOf(high) == index
                && histogram.IndexOf(high + 1) == index + 1 && histogram.ValueFromIndex(index) == low;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Percentiles_do_not_decrease() =>
        Prop.ForAll(SomeDurations, Percentile, Percentile, (values, p, q) =>
            Of(values).ValueAtPercentile(Math.Min(p, q)) <= Of(values).ValueAtPercentile(Math.Max(p, q)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_percentile_is_the_bucket_of_the_value_with_that_rank() =>
        Prop.ForAll(SomeDurations, Gen.Choose(1, 100).ToArbitrary(), (values, percent) =>
        {
            var rank = Math.Max(1, ((percent * values.Length) + 99) / 100);
            var expected = values.Order().ElementAt(rank - 1);
            return Of(values).ValueAtPercentile(percent) == Histogram.ForDurations().HighestEquivalent(expected);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_ends_are_those_of_the_buckets_of_the_extremes() =>
        Prop.ForAll(SomeDurations, values =>
        {
            var histogram = Of(values);
            return histogram.Min == histogram.LowestEquivalent(values.Min())
                && histogram.Max == histogram.HighestEquivalent(values.Max())
                && histogram.ValueAtPercentile(100) == histogram.Max;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_mean_is_within_a_twentieth_of_a_percent() =>
        Prop.ForAll(SomeDurations, values =>
        {
            var mean = values.Average();
            return Math.Abs(Of(values).Mean - mean) <= (mean * 0.0005) + 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Encoding_and_decoding_gives_the_same_histogram() =>
        Prop.ForAll(Durations, values =>
        {
            var histogram = Of(values);
            return HistogramCodec.Decode(HistogramCodec.Encode(histogram)).SameAs(histogram)
                && HistogramCodec.DecodeText(HistogramCodec.EncodeText(histogram)).SameAs(histogram);
        }).QuickCheckThrowOnFailure();

    private static Gen<long> UpTo(long limit) => Gen.Choose(0, int.MaxValue).Select(share => (long)(share / (double)int.MaxValue * limit));

    private static Arbitrary<double> Percentile => Gen.Choose(0, 10_000).Select(p => p / 100.0).ToArbitrary();

    private static Histogram Of(params long[] values) => Samples.Of(Histogram.ForDurations(), values);

    private static Histogram Counted(long value, int times)
    {
        var histogram = Histogram.ForDurations();
        histogram.Record(value, times);
        return histogram;
    }

    private static Histogram Sum(long[] left, long[] right)
    {
        var sum = Of(left);
        sum.Add(Of(right));
        return sum;
    }
}
