using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>Runs that end when they are decided: which look judges, with which alpha, and what it says.</summary>
public sealed class LookTests
{
    [Fact]
    public void A_clear_difference_ends_the_run_at_the_first_look()
    {
        var verdict = Of(6, name => name == "sync" ? 160 : 944).JudgeAt(6);

        verdict.Look.ShouldBe(new LookVerdict(6, 0.005, Ended: true));
        (verdict.Rounds, verdict.Preview).ShouldBe((6, false));
        verdict.Verdict!.Verdict.ShouldBe("better");
        verdict.Verdict.Sentence.ShouldContain("99.5 % interval, 6 rounds");
        verdict.Verdict.Sentence.ShouldEndWith("Decided at the look after round 6 of at most 24 (alpha 0.005).");
        verdict.Doubts.ShouldNotContain(d => d.Id == "V27", "a run that ended at a look made all the rounds that it was to make");
    }

    [Fact]
    public void A_look_uses_its_own_alpha_in_every_interval()
    {
        var world = Of(16, name => name == "sync" ? 160 : 161);
        foreach (var look in SequentialPlan.Looks.Take(3))
        {
            var comparisons = world.JudgeAt(look.Rounds).Scenarios["work"].Points[0].Comparisons;
            comparisons.ShouldAllBe(c => c.Alpha == look.Alpha && c.Confidence == 1 - look.Alpha && (c.D.Count == 0 || c.D.Count == look.Rounds));
        }
    }

    [Fact]
    public void Rounds_after_a_look_do_not_count_before_the_next()
    {
        var world = Of(9, name => name == "sync" ? 160 : 944);
        var verdict = world.JudgeAt(9);

        verdict.Look!.Round.ShouldBe(6);
        verdict.Rounds.ShouldBe(6);
        verdict.Scenarios["work"].Points[0].Candidates["sync"].Rounds.Count.ShouldBe(6);
    }

    [Fact]
    public void An_undecided_run_that_was_cut_off_says_which_look_judged_and_that_it_ended_early()
    {
        var verdict = Undecided(12).JudgeAt(12);

        verdict.Look.ShouldBe(new LookVerdict(10, 0.01, Ended: false));
        verdict.Verdict!.Sentence.ShouldEndWith("Judged at the look after round 10 of at most 24 (alpha 0.01); later rounds do not count before the next look.");
        verdict.Doubts.Single(d => d.Id == "V27").Seen.ShouldBe("The run ended after 10 of 24 planned rounds.");
    }

    [Fact]
    public void Before_the_first_look_there_is_a_preview_only()
    {
        var verdict = Of(5, name => name == "sync" ? 160 : 944).JudgeAt(5);

        verdict.Look.ShouldBeNull();
        verdict.Preview.ShouldBeTrue();
        verdict.Verdict!.Sentence.ShouldStartWith("Preview, not a verdict:");
        verdict.Verdict.Sentence.ShouldEndWith("The first look is after round 6; it was not reached.");
    }

    [Fact]
    public void There_is_no_round_after_the_last_look()
    {
        var verdict = Undecided(24).JudgeAt(24);

        verdict.Look.ShouldBe(new LookVerdict(24, 0.03, Ended: true));
        verdict.Verdict!.Verdict.ShouldBe("inconclusive");
        verdict.Verdict.Sentence.ShouldEndWith("Not decided by the last look, after round 24 (alpha 0.03).");
        Undecided(16).JudgeAt(16).Look!.Ended.ShouldBeFalse();
    }

    [Fact]
    public void One_undecided_comparison_keeps_the_run_going()
    {
        var world = new World("sync", "async", "twin");
        Plan(world);
        for (var round = 1; round <= 6; round++)
        {
            world.Add(round, "sync", new Figures(PerS: 160));
            world.Add(round, "async", new Figures(PerS: 320).Wobbled(round, "async"));
            world.Add(round, "twin", new Figures(PerS: round % 2 == 0 ? 120 : 200));
        }

        world.JudgeAt(6).Look!.Ended.ShouldBeFalse();
        world.JudgeAt(6, isOver: name => name == "twin").Look!.Ended.ShouldBeTrue("who gives no further window is waited for in vain");
        world.JudgeAt(6, isOver: name => name == "twin").Verdict!.Sentence.ShouldContain("Ended at the look after round 6 of at most 24 (alpha 0.005): more rounds would decide no more.");
        world.JudgeAt(6, isOver: name => name == "sync").Look!.Ended.ShouldBeTrue();
    }

    [Fact]
    public void A_comparison_that_stays_invalid_ends_and_one_with_too_many_lost_rounds_so_far_does_not()
    {
        var zero = Of(6, name => name == "sync" ? 160 : 320);
        zero.Remove(t => t.Round == 2 && t.Candidate == "async");
        zero.Add(2, "async", new Figures(PerS: 0));
        zero.JudgeAt(6).Look!.Ended.ShouldBeTrue("a zero has no ratio, however many rounds follow");

        var lost = Of(6, name => name == "sync" ? 160 : 320);
        lost.Remove(t => t.Round <= 2 && t.Candidate == "async");
        lost.Fail(1, "async", TrialState.Died, "web ended.");
        lost.Fail(2, "async", TrialState.Died, "web ended.");
        var verdict = lost.JudgeAt(6);
        verdict.Verdict!.Verdict.ShouldBe("invalid");
        verdict.Look!.Ended.ShouldBeFalse("2 of 6 rounds are too many, 2 of 10 are not");
    }

    [Fact]
    public void A_decision_on_fewer_than_six_pairs_is_none()
    {
        var world = Of(6, name => name == "sync" ? 160 : 944);
        world.Remove(t => t.Round == 2 && t.Candidate == "async");
        world.Fail(2, "async", TrialState.Died, "web ended.");

        world.JudgeAt(6).Look!.Ended.ShouldBeFalse();
    }

    [Fact]
    public void A_plan_without_looks_has_one_at_its_end_with_5_percent()
    {
        var verdict = new World("sync", "async").Rounds(6, name => new Figures(PerS: name == "sync" ? 160 : 944)).Judge();

        verdict.Look.ShouldBeNull();
        verdict.Scenarios["work"].Points[0].Comparisons.ShouldAllBe(c => c.Alpha == 0.05);
        verdict.Verdict!.Sentence.ShouldNotContain("look");
    }

    private static World Of(int rounds, Func<string, double> perS)
    {
        var world = new World("sync", "async").Rounds(rounds, name => new Figures(perS(name)));
        Plan(world);
        return world;
    }

    /// <summary>Rounds that scatter so that nothing is decided.</summary>
    private static World Undecided(int rounds)
    {
        var world = new World("sync", "async");
        Plan(world);
        for (var round = 1; round <= rounds; round++)
        {
            world.Add(round, "sync", new Figures(PerS: 160));
            world.Add(round, "async", new Figures(PerS: 170 + (60 * Math.Sin(round * 2.4))));
        }

        return world;
    }

    private static void Plan(World world) =>
        world.Plan = world.Plan with { Rounds = 24, Looks = [.. SequentialPlan.Looks.Select(look => new LookRecord(look.Rounds, look.Alpha))] };
}
