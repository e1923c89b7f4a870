using Prony.Experiments.Gates;
using Prony.Experiments.Planning;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>Several loads in one scenario.</summary>
public sealed class PointTests
{
    private static readonly PointRecord Few = new(50, null);
    private static readonly PointRecord Many = new(400, null);

    private static World TwoLoads(Func<PointRecord, string, Figures?> figures)
    {
        var world = new World("sync", "async");
        world.Plan = world.Plan with { Scenarios = [World.Scenario("work", Few, Many)] };
        for (var round = 1; round <= 6; round++)
        {
            foreach (var point in new[] { Few, Many })
            {
                foreach (var name in new[] { "sync", "async" })
                {
                    if (figures(point, name) is { } measured)
                    {
                        world.Add(round, name, measured.Wobbled(round, name), point: point);
                    }
                }
            }
        }

        return world;
    }

    [Fact]
    public void The_verdict_speaks_of_the_first_load_of_the_plan_and_lists_the_others()
    {
        var verdict = TwoLoads((point, name) => new Figures(name == "sync" ? 160 : point == Few ? 944 : 80)).Judge();

        verdict.Verdict!.Load.ShouldBe(Few);
        verdict.Verdict.Verdict.ShouldBe("better");
        verdict.Verdict.Sentence.ShouldContain("in throughput at 50 users: 5.9");
        verdict.Verdict.Sentence.ShouldContain("At other loads: async at 400 users worse (");
        verdict.Scenarios["work"].Points.Select(p => p.Load).ShouldBe([Few, Many]);
    }

    [Fact]
    public void A_load_at_which_a_candidate_fails_keeps_its_failure_share_and_does_not_speak_for_the_run()
    {
        var world = TwoLoads((point, name) => new Figures(name == "sync" ? 160 : 944) { Failed = point == Few && name == "async" ? 944 * 5 : 0 });
        world.Change("async", trial => trial.Point != Few ? trial : trial with { Gates = [new GateRecord("V07", 0.5, 0.001, GateState.Invalid)] });
        var verdict = world.Judge();

        verdict.Verdict!.Load.ShouldBe(Many);
        verdict.Verdict.Verdict.ShouldBe("better");
        verdict.Verdict.Sentence.ShouldContain("At other loads: async at 50 users invalid.");
        (verdict.Rounds, verdict.Preview).ShouldBe((6, false));
        var few = verdict.Scenarios["work"].Points[0];
        few.Candidates["async"].Failures.ShouldBe(0.5, 0.01);
        few.Comparisons[0].Sentence.ShouldContain("async had unusable windows (V07 failed requests) in all 6 rounds");
    }

    [Fact]
    public void A_load_that_nobody_survived_leaves_the_rounds_of_the_others()
    {
        var verdict = TwoLoads((point, name) => point == Many ? null : new Figures(name == "sync" ? 160 : 944)).Judge();

        (verdict.Rounds, verdict.Preview).ShouldBe((6, false));
        verdict.Scenarios["work"].Points[1].Candidates.ShouldBeEmpty();
    }

    [Fact]
    public void A_doubt_names_the_load_at_which_it_is_worst()
    {
        var world = TwoLoads((_, _) => new Figures(160));
        world.Change("async", trial => trial with
        {
            Gates = [new GateRecord("V01", trial.Point == Many ? 0.3 : 0.2, 0.1, GateState.Warn)],
            Doubts = [new DoubtRecord("V01", GateState.Warn, "It took much.", "limit", "advice")],
        });

        world.Judge().Doubts.Single(d => d.Id == "V01").Seen.ShouldBe("async, in all 12 windows, worst in round 1 at 400 users: It took much.");
    }

    [Theory]
    [InlineData(true, "V07")]
    [InlineData(true, "V04", "V05", "V06", "V07")]
    [InlineData(true, "V12", "V18", "V25")]
    [InlineData(false, "V25")]
    [InlineData(false, "V12")]
    [InlineData(false, "V14", "V18")]
    [InlineData(false, "V01", "V07")]
    [InlineData(false, "V02")]
    [InlineData(false)]
    public void Only_what_the_server_does_under_the_load_counts_as_overload(bool expected, params string[] invalid) =>
        GateKeeper.ShowsOverload([.. invalid.Select(id => new GateRecord(id, 1, 0, GateState.Invalid)), new GateRecord("V28", 1, 1, GateState.Ok)]).ShouldBe(expected);

    [Fact]
    public void Each_round_visits_the_loads_in_an_order_of_its_own_that_is_the_same_for_all_candidates()
    {
        PointRecord[] points = [.. Enumerable.Range(1, 6).Select(i => new PointRecord(i * 50, null))];
        var orders = Enumerable.Range(1, 20).Select(seed => string.Join(' ', PointOrder.For(points, (ulong)seed, "work").Select(p => p.Name))).ToList();

        orders.Distinct().Count().ShouldBeGreaterThan(15);
        orders.ShouldAllBe(order => order.Split(' ', StringSplitOptions.None).Order(StringComparer.Ordinal).SequenceEqual(points.Select(p => p.Name).Order(StringComparer.Ordinal)));
        PointOrder.For(points, 1, "work").ShouldBe(PointOrder.For(points, 1, "work"));
    }
}
