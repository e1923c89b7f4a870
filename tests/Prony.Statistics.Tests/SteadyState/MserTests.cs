using FsCheck;
using FsCheck.Fluent;
using Prony.Measurement.Units;
using Prony.Statistics.SteadyState;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.SteadyState;

public sealed class MserTests
{
    private const int Worlds = 200;

    [Fact]
    public void A_transient_is_cut_off_where_the_reference_says()
    {
        // 100 + 50·exp(−i/12) + noise, rounded to three digits; the first three as published with the vector.
        var random = new SplitMix64(7);
        double[] series = [.. Enumerable.Range(0, 100).Select(i => Math.Round(100 + (50 * Math.Exp(-i / 12.0)) + ((random.NextUnit() - 0.5) * 8), 3))];
        series[..3].ShouldBe([149.119, 142.137, 145.53]);

        var found = Mser.Of(series);

        (found.Batches, found.TruncatedBatches, found.TruncatedValues, found.IsAtLimit).ShouldBe((20, 7, 35, false));
        found.Statistic.ShouldBe(0.0760852508, 1e-10);
        found.Mean.ShouldBe(100.625462, 1e-6);
        series.Average().ShouldBe(106.38116, 1e-5);
    }

    [Fact]
    public void The_least_of_all_cuts_is_found()
    {
        // Batches 9, 5, 5, 5: by hand 12/16, 0/9 (cut one), 0/4 (cut two). The first of equals wins.
        var found = Mser.Of([9, 9, 9, 9, 9, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]);

        found.ShouldBe(new Mser(4, 1, 0, 5));
    }

    [Fact]
    public void Values_behind_the_last_whole_batch_do_not_count() =>
        Mser.Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1e9]).ShouldBe(Mser.Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));

    [Fact]
    public void Nine_values_are_too_few() => Should.Throw<ArgumentOutOfRangeException>(() => Mser.Of(new double[9]));

    [Fact]
    public void A_shift_and_a_scale_change_nothing_but_the_unit() => Prop.ForAll(Values(), values =>
    {
        var found = Mser.Of(values);
        var moved = Mser.Of([.. values.Select(value => value + 1000)]);
        var scaled = Mser.Of([.. values.Select(value => value * -4)]);

        moved.Statistic.ShouldBe(found.Statistic, 1e-9 * (1 + found.Statistic));
        scaled.Statistic.ShouldBe(16 * found.Statistic, 1e-9 * (1 + found.Statistic));

        // Equal figures of two cuts may part in their last bits: only a cut that is the best by more than that has to stay.
        StatisticAt(values, moved.TruncatedBatches).ShouldBe(found.Statistic, 1e-9 * (1 + found.Statistic));
        scaled.TruncatedBatches.ShouldBe(found.TruncatedBatches);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_cut_up_to_the_middle_is_better() => Prop.ForAll(Values(), values =>
    {
        var found = Mser.Of(values);

        found.TruncatedBatches.ShouldBeInRange(0, found.Batches / 2);
        Enumerable.Range(0, (found.Batches / 2) + 1).ShouldAllBe(d => StatisticAt(values, d) >= found.Statistic * (1 - 1e-9));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Noise_alone_is_rarely_at_the_limit_and_loses_little() => Share(series => series.Noise(60, 100, 0.05)).ShouldBeLessThan(0.25);

    [Fact]
    public void A_server_that_got_fast_in_the_first_fifth_is_steady_and_the_fifth_is_cut_off()
    {
        Share(series => Faster(series, 12)).ShouldBeLessThan(0.15);
        Cuts(series => Faster(series, 12)).Average().ShouldBeInRange(10, 20);
    }

    [Fact]
    public void A_server_that_still_gets_faster_is_at_the_limit() => Share(series => Faster(series, 60)).ShouldBe(1);

    [Fact]
    public void What_lies_before_a_step_in_the_first_half_is_cut_off()
    {
        Cuts(series => Step(series, 20)).Average().ShouldBeInRange(20, 24);
        Share(series => Step(series, 20)).ShouldBeLessThan(0.25);
    }

    [Fact]
    public void A_step_behind_the_middle_is_not_seen_because_cutting_off_the_first_half_would_not_help() => Share(series => Step(series, 45)).ShouldBe(0);

    [Fact]
    public void Two_levels_in_no_order_are_steady_most_of_the_time() => Share(series => series.TwoLevels(60, 0.02, other: 1.5)).ShouldBeLessThan(0.25);

    [Fact]
    public void A_walk_is_at_the_limit_more_often_than_noise() =>
        Share(series =>
        {
            var level = 100.0;
            return [.. series.Noise(60, 1, 0.02).Select(factor => level *= factor)];
        }).ShouldBeGreaterThan(Share(series => series.Noise(60, 100, 0.05)) + 0.1);

    private static Arbitrary<double[]> Values() =>
        Gen.Choose(-1000, 1000).Select(value => (double)value).ArrayOf().Where(values => values.Length >= Mser.FewestValues).ToArbitrary();

    private static double StatisticAt(double[] values, int cut)
    {
        double[] rest = [.. values.Chunk(Mser.BatchLength).Where(chunk => chunk.Length == Mser.BatchLength).Skip(cut).Select(chunk => chunk.Average())];
        return rest.Sum(z => (z - rest.Average()) * (z - rest.Average())) / rest.Length / rest.Length;
    }

    /// <summary>Falls to a third in a straight line until the given value, then stays.</summary>
    private static double[] Faster(Series series, int until) =>
        [.. series.Noise(60, 100, 0.03).Select((value, i) => i < until ? value * (3 - (2.0 * i / until)) : value)];

    /// <summary>30 % faster from that value on.</summary>
    private static double[] Step(Series series, int at) => [.. series.Noise(60, 100, 0.02).Select((value, i) => i < at ? value * 1.3 : value)];

    private static double Share(Func<Series, double[]> world) => Found(world).Count(found => found.IsAtLimit) / (double)Worlds;

    private static IEnumerable<int> Cuts(Func<Series, double[]> world) => Found(world).Select(found => found.TruncatedValues);

    private static IEnumerable<Mser> Found(Func<Series, double[]> world) => Enumerable.Range(1, Worlds).Select(seed => Mser.Of(world(new Series((ulong)seed))));
}
