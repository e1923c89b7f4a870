using FsCheck;
using FsCheck.Fluent;
using Prony.Measurement.Units;
using Prony.Statistics.Quantiles;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Quantiles;

public sealed class MovingBlocksTests
{
    [Theory]
    [InlineData(1, 3.965994, 4.235666)]
    [InlineData(8, 3.907168, 4.357439)]
    public void A_known_series_has_the_known_interval_of_p90(int length, double low, double high)
    {
        var interval = MovingBlocks.Intervals(Autoregressive(400), [0.9], length, seed: 99)[0];

        interval.Low.ShouldBe(low, 5e-7);
        interval.High.ShouldBe(high, 5e-7);
    }

    [Fact]
    public void Several_percentiles_at_once_are_the_same_as_one_by_one()
    {
        var series = Autoregressive(400);
        var together = MovingBlocks.Intervals(series, [0.5, 0.9], 8, seed: 99);

        together[0].ShouldBe(MovingBlocks.Intervals(series, [0.5], 8, seed: 99)[0]);
        together[1].ShouldBe(MovingBlocks.Intervals(series, [0.9], 8, seed: 99)[0]);
    }

    [Theory]
    [InlineData(400, 3.22814, 32)]
    [InlineData(1000, 1, 10)]
    [InlineData(27, 100, 27)]
    [InlineData(1, 1, 1)]
    public void Blocks_are_as_long_as_the_cube_root_times_how_far_requests_depend_on_each_other(int count, double tau, int length) =>
        MovingBlocks.Length(count, tau).ShouldBe(length);

    [Fact]
    public void One_block_that_is_the_whole_window_leaves_nothing_to_chance()
    {
        var (low, high) = MovingBlocks.Intervals([3, 1, 2], [0.5], 3, seed: 1)[0];
        (low, high).ShouldBe((2, 2));
    }

    [Fact]
    public void An_interval_lies_among_the_values_and_grows_with_them() => Prop.ForAll(ArbMap.Default.ArbFor<(NonEmptyArray<byte>, byte)>(), made =>
    {
        double[] values = [.. made.Item1.Get.Select(v => 1.0 + v)];
        var length = 1 + (made.Item2 % values.Length);
        var (low, high) = MovingBlocks.Intervals(values, [0.75], length, seed: 5)[0];
        var doubled = MovingBlocks.Intervals([.. values.Select(v => 2 * v)], [0.75], length, seed: 5)[0];
        return low <= high && values.Contains(low) && values.Contains(high) && doubled == (2 * low, 2 * high);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_block_longer_than_the_window_or_of_nothing_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => MovingBlocks.Intervals([1, 2], [0.5], 3, seed: 1));
        Should.Throw<ArgumentOutOfRangeException>(() => MovingBlocks.Intervals([1, 2], [0.5], 0, seed: 1));
    }

    private static double[] Autoregressive(int count)
    {
        var random = new SplitMix64(1);
        double v = 0;
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (u1, u2) = (random.NextUnit(), random.NextUnit());
            v = (0.6 * v) + (0.8 * Math.Sqrt(-2 * Math.Log(1 - u1)) * Math.Cos(2 * Math.PI * u2));
            return Math.Exp(1 + (0.3 * v));
        })];
    }
}
