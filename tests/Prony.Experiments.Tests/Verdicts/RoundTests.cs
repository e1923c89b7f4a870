using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

/// <summary>Rounds that were repeated, broken, cut short or not to be used.</summary>
public sealed class RoundTests
{
    [Fact]
    public void A_candidate_that_dies_in_every_round_has_no_verdict_and_its_trials_are_listed()
    {
        var world = new World("sync", "async");
        for (var round = 1; round <= 6; round++)
        {
            world.Add(round, "sync", new Figures(PerS: 160));
            world.Fail(round, "async", TrialState.Died, "web ended with exit code 1.");
        }

        var verdict = world.Judge();

        verdict.Verdict!.Verdict.ShouldBe("invalid");
        verdict.Verdict.Sentence.ShouldBe("No verdict on async against sync in throughput at 100 users: async died under load in all 6 rounds (web ended with exit code 1).");
        verdict.FailedTrials.Count.ShouldBe(6);
        verdict.FailedTrials[0].ShouldSatisfyAllConditions(
            t => t.Trial.ShouldBe("r01a1.async.work"),
            t => t.State.ShouldBe("died"),
            t => t.LogTail.ShouldBe(["last line"]));
        verdict.Scenarios["work"].Points[0].Candidates.Keys.ShouldBe(["sync"]);
        verdict.Rounds.ShouldBe(6);
    }

    [Fact]
    public void A_dead_candidate_does_not_take_the_verdict_of_the_others_with_it()
    {
        var world = new World("sync", "async", "dead");
        for (var round = 1; round <= 6; round++)
        {
            world.Add(round, "sync", new Figures(PerS: 160).Wobbled(round, "sync"));
            world.Add(round, "async", new Figures(PerS: 320).Wobbled(round, "async"));
            world.Fail(round, "dead", TrialState.NotStarted, "no such program");
        }

        world.Comparison("async").Verdict.ShouldBe("better");
        world.Comparison("dead").Sentence.ShouldBe("No verdict on dead against sync in throughput at 100 users: dead could not be started in all 6 rounds (no such program).");
    }

    [Fact]
    public void A_repeated_round_replaces_the_first_attempt_whole()
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        world.Remove(t => t.Round == 3);
        world.Add(3, "sync", new Figures(PerS: 1), attempt: 1);
        world.Fail(3, "async", TrialState.NotReady, "not ready after 30 s", attempt: 1);
        world.Add(3, "sync", new Figures(PerS: 160), attempt: 2);
        world.Add(3, "async", new Figures(PerS: 944), attempt: 2);

        var verdict = world.Judge();

        (verdict.Rounds, verdict.ReplacedRounds).ShouldBe((6, 1));
        verdict.Scenarios["work"].Points[0].Candidates["sync"].Rounds.Single(r => r.Round == 3).ThroughputPerS.ShouldBe(160);
        verdict.Verdict!.Verdict.ShouldBe("better");
        verdict.Doubts.Single().ShouldSatisfyAllConditions(
            d => d.Id.ShouldBe("V27"),
            d => d.Level.ShouldBe("warn"),
            d => d.Seen.ShouldBe("1 of 6 rounds did not give every candidate a valid window at the first attempt (repeated: round 3)."),
            d => d.Limit.ShouldBe("Above 10 % the rounds that remain may be the lucky ones; above 30 % nothing is concluded."),
            d => d.Advice.ShouldBe("Look at what failed (failed trials and gates below), mend it, and run again."));
    }

    [Fact]
    public void An_unfinished_second_attempt_does_not_hide_a_whole_first_one()
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        world.Fail(6, "sync", TrialState.Interrupted, "Ctrl-C", attempt: 2);

        world.Comparison("async").D.Count.ShouldBe(6);
    }

    [Fact]
    public void Above_30_percent_of_broken_rounds_there_is_no_verdict()
    {
        var world = new World("sync", "async");
        for (var round = 1; round <= 10; round++)
        {
            world.Add(round, "sync", new Figures(PerS: 160).Wobbled(round, "sync"));
            if (round <= 4)
            {
                world.Fail(round, "async", TrialState.StoppedAnswering, "stopped answering at 3.2 s");
            }
            else
            {
                world.Add(round, "async", new Figures(PerS: 320).Wobbled(round, "async"));
            }
        }

        var comparison = world.Comparison("async");

        comparison.Verdict.ShouldBe("invalid");
        comparison.Ratio.ShouldBeNull();
        comparison.Sentence.ShouldBe("No verdict on async against sync in throughput at 100 users: async stopped answering in 4 of 10 rounds (stopped answering at 3.2 s).");
        world.Judge().Doubts.ShouldContain(d => d.Id == "V27" && d.Level == "invalid");
    }

    [Fact]
    public void Up_to_30_percent_of_broken_rounds_the_others_decide_with_a_doubt()
    {
        var world = VerdictBuilderTests.SyncAndAsync(rounds: 10);
        world.Remove(t => t.Round <= 3 && t.Candidate == "async");
        for (var round = 1; round <= 3; round++)
        {
            world.Fail(round, "async", TrialState.Died, "web ended with signal SIGSEGV");
        }

        world.Comparison("async").ShouldSatisfyAllConditions(c => c.Verdict.ShouldBe("better"), c => c.D.Count.ShouldBe(7));
        world.Judge().Doubts.ShouldContain(d => d.Id == "V27" && d.Level == "warn");
    }

    [Fact]
    public void Windows_with_an_invalid_gate_are_no_pairs()
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        world.Change("async", t => t with { Gates = [new GateRecord("V07", 0.2, 0.001, GateState.Invalid)] });

        world.Comparison("async").ShouldSatisfyAllConditions(
            c => c.Verdict.ShouldBe("invalid"),
            c => c.Sentence.ShouldBe("No verdict on async against sync in throughput at 100 users: async had unusable windows (V07 failed requests) in all 6 rounds."));
        world.Judge().Scenarios["work"].Points[0].Candidates.Keys.ShouldBe(["sync", "async"], "what was measured is still shown");
    }

    [Fact]
    public void A_candidate_that_was_left_out_on_the_way_does_not_take_the_rounds_of_the_others_with_it()
    {
        var world = new World("sync", "async", "rare").Rounds(8, name => new Figures(PerS: name == "async" ? 320 : 160));
        world.Remove(t => t.Candidate == "rare" && t.Round > 2);

        var verdict = world.Judge();

        (verdict.Rounds, verdict.Preview).ShouldBe((8, false));
        world.Comparison("async").Sentence.ShouldStartWith("async is better than sync");
        world.Comparison("rare").Sentence.ShouldStartWith("Preview, not a verdict: rare");
        world.Comparison("rare").D.Count.ShouldBe(2);
    }
}
