using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>The whole way from trials to a verdict in worlds with a known truth: each kind of disturbance leads to the decision that docs/methods/comparison.md names.</summary>
public sealed class WorldTests
{
    private const int Rounds = 10;

    private SplitMix64 _random = new(2026);

    [Fact]
    public void A_machine_that_drifts_by_half_does_not_hide_a_difference_nor_make_one()
    {
        // Both candidates of a round see the same machine, which loses 5 % a round.
        Judge(ratio: 1, round => Math.Pow(0.95, round)).Verdict.ShouldBe(VerdictName.Equivalent);
        Judge(ratio: 0.9, round => Math.Pow(0.95, round)).Verdict.ShouldBe(VerdictName.Worse);
    }

    [Fact]
    public void A_step_of_the_machine_between_two_rounds_changes_nothing()
    {
        Judge(ratio: 1, round => round < 5 ? 1 : 0.6).Verdict.ShouldBe(VerdictName.Equivalent);
        Judge(ratio: 1.1, round => round < 5 ? 1 : 0.6).Verdict.ShouldBe(VerdictName.Better);
    }

    [Fact]
    public void One_round_that_somebody_hit_takes_the_verdict_away()
    {
        // Nine rounds say better; the mean of all ten does not, and no round is thrown away.
        var comparison = Judge(ratio: 1.12, _ => 1, hit: round => round == 4 ? 0.4 : 1);

        comparison.Verdict.ShouldBe(VerdictName.Inconclusive);
        comparison.RoundsNeeded.ShouldNotBeNull().ShouldBeGreaterThan(Rounds);
    }

    [Fact]
    public void A_candidate_with_two_ways_to_start_is_inconclusive_until_there_are_enough_rounds()
    {
        // Every other start lands on the slow way, 30 % below: the mean is 15 % off, the scatter too large to say so within 10 rounds.
        Judge(ratio: 1, _ => 1, hit: round => round % 4 < 2 ? 1 : 0.7).Verdict.ShouldBe(VerdictName.Inconclusive);
    }

    [Fact]
    public void Rounds_that_follow_each_other_do_not_decide()
    {
        // The candidate, not the machine, gets slower from round to round: its rounds are no draws from one world.
        var comparison = Judge(ratio: 1.02, _ => 1, hit: round => 1.10 - (0.022 * round));

        comparison.Verdict.ShouldBe(VerdictName.Inconclusive);
    }

    [Fact]
    public void Windows_that_never_get_steady_give_no_verdict()
    {
        var world = World(ratio: 1.3, _ => 1, _ => 1);
        world.Change("b", trial => trial with
        {
            Gates = [.. trial.Gates, new GateRecord("V12", 0.4, 0.15, GateState.Invalid)],
            Doubts = [new DoubtRecord("V12", GateState.Invalid, "The median response rose by 40 %.", "no steady state", "warm up")],
        });

        world.Judge().Verdict!.Verdict.ShouldBe(VerdictName.Invalid);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Two_hundred_experiments_of_a_candidate_against_itself_under_drift_are_called_different_in_at_most_7_percent()
    {
        const int experiments = 200;
        var wrong = Enumerable.Range(0, experiments).Count(_ =>
        {
            var machine = 0.1 * Normal();
            var drift = Enumerable.Range(0, Rounds).Select(_ => machine = (0.7 * machine) + (Math.Sqrt(0.51) * 0.1 * Normal())).ToArray();
            return Judge(ratio: 1, round => Math.Exp(drift[round]), noise: 0.03).Verdict is VerdictName.Better or VerdictName.Worse;
        });

        (wrong / (double)experiments).ShouldBeLessThanOrEqualTo(0.07);
    }

    private ComparisonRecord Judge(double ratio, Func<int, double> machine, Func<int, double>? hit = null, double noise = 0.01) =>
        World(ratio, machine, hit ?? (_ => 1), noise).Comparison("b");

    private World World(double ratio, Func<int, double> machine, Func<int, double> hit, double noise = 0.01)
    {
        var world = new World("a", "b");
        world.Plan = world.Plan with { Rounds = Rounds };
        for (var round = 0; round < Rounds; round++)
        {
            world.Add(round + 1, "a", new Figures(1000 * machine(round) * Math.Exp(noise * Normal())));
            world.Add(round + 1, "b", new Figures(1000 * ratio * machine(round) * hit(round) * Math.Exp(noise * Normal())));
        }

        return world;
    }

    // Box and Muller.
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextUnit())) * Math.Cos(2 * Math.PI * _random.NextUnit());
}
