using Prony.Experiments.Planning;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Planning;

public sealed class SeedTests
{
    private static readonly PointRecord Point = new(100, null);

    [Fact]
    public void Round_seeds_are_those_of_SplitMix64()
    {
        // The generator's published first values from seed 0.
        RoundSeeds.For(0, 3).ShouldBe([0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]);
    }

    [Fact]
    public void More_rounds_begin_with_the_same_seeds() =>
        RoundSeeds.For(1, 10).Take(6).ShouldBe(RoundSeeds.For(1, 6));

    [Fact]
    public void Rounds_scenarios_and_points_have_streams_of_their_own()
    {
        ulong[] seeds =
        [
            RoundSeeds.Window(1, "work", Point),
            RoundSeeds.Window(2, "work", Point),
            RoundSeeds.Window(1, "home", Point),
            RoundSeeds.Window(1, "work", new PointRecord(200, null)),
            RoundSeeds.Window(1, "work", new PointRecord(null, 100, "poisson")),
        ];

        seeds.Distinct().Count().ShouldBe(seeds.Length);
        RoundSeeds.Window(1, "work", new PointRecord(100, null)).ShouldBe(seeds[0]);
    }

    [Fact]
    public void A_stream_never_changes_between_versions() =>
        RoundSeeds.Window(1, "work", Point).ShouldBe(10116647862785520879UL);

    [Fact]
    public void Points_are_visited_in_an_order_that_the_round_decides()
    {
        PointRecord[] points = [.. Enumerable.Range(1, 7).Select(i => new PointRecord(50 * i, null))];

        var first = PointOrder.For(points, roundSeed: 1, "work");
        first.ShouldBe(PointOrder.For(points, roundSeed: 1, "work"));
        first.ShouldBe(points, ignoreOrder: true);
        Enumerable.Range(0, 10).Select(seed => PointOrder.For(points, (ulong)seed, "work")[0].Users).Distinct().Count().ShouldBeGreaterThan(2);
    }

    [Fact]
    public void Plans_without_rounds_or_candidates_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => RoundSeeds.For(1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => WilliamsOrder.Plan(["a"], 0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => WilliamsOrder.Plan([], 1, 1));
    }
}
