using Prony.Measurement.Units;
using Prony.Statistics.Dependence;
using Prony.Statistics.Tests.Arrivals;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Dependence;

public sealed class AutocorrelationTests
{
    [Fact]
    public void The_time_of_a_known_autoregressive_series_is_the_known_one()
    {
        var series = Autoregressive(400);
        series[0].ShouldBe(2.69601793, 1e-8);
        series[1].ShouldBe(1.48445738, 1e-8);
        var sorted = series.Order().ToArray();
        sorted[199].ShouldBe(2.8042653730, 1e-10);   // p50: rank ceil(n·p)
        sorted[359].ShouldBe(4.0489145101, 1e-10);

        var tau = Autocorrelation.Time(series);

        tau.ShouldBe(3.22814, 5e-6);
        (400 / tau).ShouldBe(123.91, 5e-3);
    }

    [Fact]
    public void The_correlation_of_neighbouring_gaps_of_a_known_schedule_is_the_known_one() =>
        Autocorrelation.OfNeighbours(AndersonDarlingTests.Exponential(10_000, seed: 42)).ShouldBe(0.0108864, 5e-8);

    [Fact]
    public void Independent_values_have_a_time_near_one() => Autocorrelation.Time(AndersonDarlingTests.Exponential(10_000, seed: 3)).ShouldBe(1);

    [Fact]
    public void A_constant_series_and_a_very_short_one_have_the_time_one()
    {
        Autocorrelation.Time([5, 5, 5, 5, 5, 5]).ShouldBe(1);
        Autocorrelation.Time([1, 2]).ShouldBe(1);
        Autocorrelation.Time([]).ShouldBe(1);
    }

    [Fact]
    public void Alternating_and_rising_values_have_neighbours_that_are_told()
    {
        Autocorrelation.OfNeighbours([1, 9, 2, 8, 3, 7, 4, 6]).ShouldBeLessThan(-0.5);
        Autocorrelation.OfNeighbours([1, 2, 3, 4, 5]).ShouldBe(1, 1e-12);
        Autocorrelation.OfNeighbours([4, 4, 4, 4]).ShouldBe(0);
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
