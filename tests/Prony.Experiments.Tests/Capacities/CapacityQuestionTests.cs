using Prony.Experiments.Capacities;
using Prony.Experiments.Objectives;
using Prony.Experiments.Planning;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Capacities;

public class CapacityQuestionTests
{
    private static readonly PhaseLengths Phases = new(2, 20, null, 2, 2);

    [Fact]
    public void A_first_search_doubles_and_confirms_and_a_later_one_begins_at_the_answer()
    {
        var question = new CapacityQuestion { Start = 100, TrialS = 10, Width = 0.05 };
        question.Rules(null).ShouldSatisfyAllConditions(r => r.Start.ShouldBe(100), r => r.FirstStep.ShouldBe(2), r => r.ConfirmS.ShouldBe(30), r => r.MostTrials.ShouldBe(40));
        question.Rules(813).ShouldSatisfyAllConditions(r => r.Start.ShouldBe(813), r => r.FirstStep.ShouldBe(1.05), r => r.ConfirmS.ShouldBeNull(), r => r.MostTrials.ShouldBe(16));
    }

    [Fact]
    public void A_later_search_begins_a_part_of_a_step_below_the_answer_so_that_rounds_step_on_loads_of_their_own()
    {
        var question = new CapacityQuestion { Width = 0.05 };
        question.Rules(813, 0.5).Start.ShouldBe(813 / Math.Sqrt(1.05), 1e-9);
        question.Rules(1, 0.5).Start.ShouldBe(1);
        (question with { Users = true }).Rules(204, 0.5).Start.ShouldBe(199);
        (question with { Users = true }).Rules(1, 0.9).Start.ShouldBe(1);

        double[] shifts = [.. RoundSeeds.For(1, 6).SelectMany(seed => new[] { SearchTurn.ShiftOf(seed, "a"), SearchTurn.ShiftOf(seed, "b") })];
        shifts.ShouldBeUnique();
        shifts.ShouldAllBe(shift => shift >= 0 && shift < 1);
        SearchTurn.ShiftOf(1, "a").ShouldBe(SearchTurn.ShiftOf(1, "a"));
    }

    [Fact]
    public void The_longest_time_holds_every_trial_that_there_may_be()
    {
        var question = new CapacityQuestion { TrialS = 10, Rounds = 6 };
        var (expected, longest) = question.DurationS(2, Phases);
        var trials = CapacityQuestion.MostTrials + (5 * CapacityQuestion.MostTrialsLater);
        // Each afresh: 2 s idle, 2 s warm-up, 10 s, 2 s of waiting for answers.
        longest.ShouldBe(2 * ((trials * 16) + 30 + (6 * 2)));
        question.DurationS(2, Phases with { WarmupS = null }).Longest.ShouldBe(2 * ((trials * 74) + 30 + (6 * 2)), "an automatic warm-up takes up to a minute");
        expected.ShouldBeInRange(2 * 20 * 10, longest);
    }

    [Fact]
    public void A_drain_is_long_enough_to_see_an_answer_that_is_late_twice_over()
    {
        new CapacityQuestion().DrainS.ShouldBe(2);
        new CapacityQuestion { Objectives = [Objective.Parse("response.p99 <= 3s"), Objective.Parse("failures <= 1%")] }.DrainS.ShouldBe(6);
    }

    [Fact]
    public void Users_keep_the_pauses_of_the_scenario_and_rates_its_arrivals()
    {
        new CapacityQuestion { Users = true }.PointOf(204, new PointRecord(10, null) { ThinkS = 0.5 }).ShouldBe(new PointRecord(204, null) { ThinkS = 0.5 });
        new CapacityQuestion().PointOf(131.5, new PointRecord(null, 10, ArrivalsName.Uniform)).ShouldBe(new PointRecord(null, 131.5, ArrivalsName.Uniform));
        new CapacityQuestion().PointOf(131.5, new PointRecord(10, null)).ShouldBe(new PointRecord(null, 131.5, ArrivalsName.Poisson));
    }
}
