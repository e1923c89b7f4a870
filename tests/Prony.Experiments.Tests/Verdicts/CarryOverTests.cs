using Prony.Experiments.Planning;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

public sealed class CarryOverTests
{
    [Fact]
    public void A_ratio_that_depends_on_who_came_first_is_told_with_its_direction()
    {
        var verdict = Run(rounds: 10, second: 1.10).Judge();

        var gate = verdict.Gates.Single(g => g is { Id: "V27", Candidate: "b" });
        gate.State.ShouldBe(GateState.Warn);
        gate.Value!.Value.ShouldBeLessThan(0.01);
        gate.Limit.ShouldBe(0.01);
        var doubt = verdict.Doubts.Single(d => d.Id == "V27" && d.Seen.Contains("place in the round", StringComparison.Ordinal));
        doubt.Seen.ShouldMatch(@"^The ratio of b to a at 100 users rises with b's place in the round \(rank correlation 0\.\d\d over 10 rounds\)\.$");
        doubt.Limit.ShouldContain("balanced");
        doubt.Advice.ShouldContain("phases.pause");
    }

    [Fact]
    public void A_ratio_that_does_not_is_ok() =>
        Run(rounds: 10, second: 1).Judge().Gates.Single(g => g is { Id: "V27", Candidate: "b" }).State.ShouldBe(GateState.Ok);

    [Fact]
    public void Too_few_rounds_and_an_order_that_never_changes_say_nothing()
    {
        Run(rounds: 5, second: 1.10).Judge().Gates.ShouldNotContain(g => g.Id == "V27" && g.Candidate == "b");
        var fixedOrder = Run(rounds: 10, second: 1.10);
        fixedOrder.Plan = fixedOrder.Plan with { Order = [.. Enumerable.Repeat((IReadOnlyList<string>)["a", "b"], 10)] };
        fixedOrder.Judge().Gates.ShouldNotContain(g => g.Id == "V27" && g.Candidate == "b");
    }

    /// <summary>Two alike, whoever comes second is so many times as fast.</summary>
    private static World Run(int rounds, double second)
    {
        var world = new World("a", "b");
        world.Plan = world.Plan with { Rounds = rounds, Order = WilliamsOrder.Plan(["a", "b"], rounds, seed: 3) };
        for (var round = 1; round <= rounds; round++)
        {
            var order = world.Plan.Order[round - 1];
            world.Add(round, order[0], new Figures(PerS: 1000).Wobbled(round, order[0]));
            world.Add(round, order[1], new Figures(PerS: 1000 * second).Wobbled(round, order[1]));
        }

        return world;
    }
}
