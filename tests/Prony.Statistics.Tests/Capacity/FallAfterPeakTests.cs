using Prony.Measurement.Units;
using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

public sealed class FallAfterPeakTests
{
    private const int Worlds = 400;

    [Fact]
    public void A_fall_is_told_with_its_load_and_its_size()
    {
        var fall = FallAfterPeak.Of([Round(500), Round(800), Round(1000), Round(990), Round(900), Round(600), Round(700)]);

        (fall.State, fall.Peak, fall.From, fall.Lowest).ShouldBe((FallState.Falls, 2, 4, 5));
        fall.AtLowest!.Ratio!.Value.ShouldBe(0.6, 1e-9);
        fall.AtLowest.High!.Value.ShouldBeLessThan(1);
    }

    [Fact]
    public void A_plateau_holds() => FallAfterPeak.Of([Round(500), Round(1000), Round(995), Round(999)]).ShouldBe(new FallAfterPeak(FallState.Holds, 1));

    [Fact]
    public void At_the_last_load_no_fall_can_be_seen() => FallAfterPeak.Of([Round(500), Round(800), Round(1000)]).ShouldBe(new FallAfterPeak(FallState.HighestAtLast, 2));

    [Fact]
    public void One_load_or_a_missing_value_tells_nothing()
    {
        FallAfterPeak.Of([Round(500)]).State.ShouldBe(FallState.Unknown);
        FallAfterPeak.Of([Round(500), [1, 2, 3, 4, 5, double.NaN]]).State.ShouldBe(FallState.Unknown);
        FallAfterPeak.Of([[], []]).State.ShouldBe(FallState.Unknown);
        Should.Throw<ArgumentException>(() => FallAfterPeak.Of([Round(500), [1, 2]]));
    }

    [Fact]
    public void A_single_round_decides_nothing() => FallAfterPeak.Of([[500], [1000], [300]]).State.ShouldBe(FallState.Inconclusive);

    [Fact]
    public void A_plateau_is_rarely_called_a_fall_although_some_load_is_always_the_highest() =>
        Share(seed => Noisy([600, 1000, 1000, 1000, 1000, 1000, 1000, 1000], 0.05, seed), FallState.Falls).ShouldBeLessThan(0.05);

    [Fact]
    public void A_fall_of_a_fifth_is_found() =>
        Share(seed => Noisy([600, 1000, 950, 900, 800], 0.03, seed), FallState.Falls).ShouldBeGreaterThan(0.95);

    /// <summary>Six rounds that scatter by 0.1 % in step, as the machine does.</summary>
    private static double[] Round(double level) => [.. Enumerable.Range(0, 6).Select(round => level * (1 + (0.001 * (round % 3))))];

    private static double Share(Func<ulong, List<double[]>> world, FallState state) =>
        Enumerable.Range(1, Worlds).Count(seed => FallAfterPeak.Of(world((ulong)seed)).State == state) / (double)Worlds;

    /// <summary>Six rounds; every window has noise of its own, and every round a level of its own that its windows share.</summary>
    private static List<double[]> Noisy(double[] levels, double sd, ulong seed)
    {
        var random = new SplitMix64(seed);
        var rounds = new double[6];
        for (var r = 0; r < rounds.Length; r++)
        {
            rounds[r] = 0.1 * Sweeps.Normal(ref random);
        }

        var all = new List<double[]>();
        foreach (var level in levels)
        {
            var values = new double[rounds.Length];
            for (var r = 0; r < values.Length; r++)
            {
                values[r] = level * Math.Exp(rounds[r] + (sd * Sweeps.Normal(ref random)));
            }

            all.Add(values);
        }

        return all;
    }
}
