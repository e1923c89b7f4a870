using Prony.Experiments.Gates;
using Prony.Experiments.Running;
using Prony.Experiments.Tests.Gates;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

/// <summary>What events on a timeline become in records and gates.</summary>
public sealed class TimelineFindingsTests
{
    private static readonly TimelineEvent Kill = new(3, TimelineAction.Kill, "web") { Instances = 1, Respawn = true };

    [Fact]
    public void Times_count_from_the_window_and_a_part_of_a_second_at_its_end_is_left_out()
    {
        // The load began 2.5 s before the window.
        var slices = Enumerable.Range(0, 7).Select(i => Slice(2.5 + i, i == 3 ? 10 : 100, i == 3 ? 4 : 0)).ToList();
        var found = TimelineFindings.Of([Kill], slices, 6.5, 0.05, _ => null).ShouldHaveSingleItem();
        found.Event.ShouldBe("kill web (1 instance)");
        found.AtS.ShouldBe(3);
        found.Failed.ShouldBe(4);
        found.BackS.ShouldBe(1);
        found.Worst.ShouldBe(new WorstSecond(3, 10, 5_000_000, 4));
        (found.Rounds, found.RoundsBack).ShouldBe((1, 1));
    }

    [Fact]
    public void Over_rounds_one_that_did_not_come_back_is_not_back()
    {
        var back = new RecoveryRecord(3, "kill web", "web", 4) { BackS = 1, ThroughputBackS = 2, RoundsBack = 1, Worst = new WorstSecond(3, 50, 1, 2) };
        var never = back with { Failed = 8, BackS = null, ThroughputBackS = 4, RoundsBack = 0, Worst = new WorstSecond(4, 40, 1, 2) };
        var together = TimelineFindings.OverRounds([[back], [never]]).ShouldHaveSingleItem();
        together.Failed.ShouldBe(6);
        together.BackS.ShouldBeNull();
        together.ThroughputBackS.ShouldBe(3);
        together.Worst!.AtS.ShouldBe(4);
        (together.Rounds, together.RoundsBack).ShouldBe((2, 1));
        TimelineFindings.OverRounds([]).ShouldBeEmpty();
    }

    [Fact]
    public void The_median_takes_a_round_that_was_not_back_for_longer_than_all_others()
    {
        RecoveryRecord Back(double? atS) => new(3, "kill web", "web", 4) { BackS = atS, RoundsBack = atS is null ? 0 : 1 };
        TimelineFindings.OverRounds([[Back(2)], [Back(null)], [Back(1)]])[0].ShouldSatisfyAllConditions(r => r.BackS.ShouldBe(2), r => (r.RoundsBack, r.Rounds).ShouldBe((2, 3)));
        TimelineFindings.OverRounds([[Back(null)], [Back(null)], [Back(1)]])[0].BackS.ShouldBeNull();
    }

    [Fact]
    public void Rounds_in_which_an_event_could_not_be_done_are_in_no_figure()
    {
        var done = new RecoveryRecord(3, "kill web", "web", 4) { BackS = 1, RoundsBack = 1 };
        var undone = new RecoveryRecord(3, "kill web", "web", 0) { Problem = "the window ended before" };

        var some = TimelineFindings.OverRounds([[undone], [done], [done with { Failed = 8 }]])[0];
        (some.Failed, some.BackS, some.Rounds, some.RoundsBack, some.RoundsUndone, some.Problem).ShouldBe((6, 1, 2, 2, 1, "the window ended before"));
        var none = TimelineFindings.OverRounds([[undone], [undone]])[0];
        (none.Rounds, none.RoundsUndone, none.Problem).ShouldBe((2, 0, "the window ended before"));
    }

    [Fact]
    public void Every_event_has_its_words()
    {
        Kill.Text.ShouldBe("kill web (1 instance)");
        (Kill with { Instances = 2, Respawn = false }).Text.ShouldBe("kill web (2 instances), not respawned");
        new TimelineEvent(1, TimelineAction.Pause, "db") { ForS = 0.25 }.Text.ShouldBe("pause db for 0.25 s");
        new TimelineEvent(1, TimelineAction.Increase, "web") { By = 2 }.Text.ShouldBe("incr web by 2");
        new TimelineEvent(1, TimelineAction.Signal, "web") { Signal = "SIGHUP" }.Text.ShouldBe("SIGHUP to web");
        new TimelineEvent(1, TimelineAction.Restart, "web") { Rolling = true }.Text.ShouldBe("restart web, rolling");
    }

    [Fact]
    public void Who_was_killed_on_purpose_has_not_crashed()
    {
        var facts = WithGone() with { Events = [Kill] };
        var gate = facts.Gate("V26");
        gate.State.ShouldBe(GateState.Ok);
        gate.Reason.ShouldBe("1 process of web went in the window, as the scenario's events wanted (events.jsonl)");
        WithGone().Gate("V26").State.ShouldBe(GateState.Invalid);
        (WithGone() with { Events = [Kill with { Service = "db" }] }).Gate("V26").State.ShouldBe(GateState.Invalid, "another service was killed");
        (WithGone() with { Events = [new TimelineEvent(1, TimelineAction.Increase, "web") { By = 1 }] }).Gate("V26").State.ShouldBe(GateState.Invalid, "nothing was taken away");
    }

    [Fact]
    public void Failures_of_an_event_are_told_and_make_no_window_unusable()
    {
        var failing = Loads.Closed().Failing(new OutcomeCounts(19_900, 0, 0, 0, 0, 100, 0, 0, 0, 0));
        var facts = failing.Apart() with { Events = [Kill], Recoveries = [new RecoveryRecord(3, "kill web", "web", 95) { LevelPerS = 2_000 }] };
        facts.Gate("V07").State.ShouldBe(GateState.Warn);
        facts.Doubt("V07")!.Seen.ShouldEndWith(" 95 of them between an event on the timeline and the return from it: kill web 95.");
        (facts with { Recoveries = [new RecoveryRecord(3, "kill web", "web", 10) { LevelPerS = 2_000 }] }).Gate("V07").State.ShouldBe(GateState.Invalid, "90 others failed");
        var unleveled = facts with { Recoveries = [new RecoveryRecord(0, "kill web", "web", 95)] };
        unleveled.Gate("V07").State.ShouldBe(GateState.Invalid, "nobody knows when it was over");
        unleveled.Doubt("V07")!.Seen.ShouldNotContain("of them between");
        failing.Apart().Gate("V07").State.ShouldBe(GateState.Invalid);
    }

    [Fact]
    public void A_window_with_events_is_not_meant_to_be_steady() =>
        (Loads.Closed().Apart() with { Events = [Kill] }).Gate("V12").State.ShouldBe(GateState.NotApplicable);

    [Fact]
    public async Task A_kill_that_could_not_be_done_excuses_no_later_death()
    {
        // Of what Prony did not start there is no service, so that every signal fails.
        IRunningStack remote = new RemoteStack(new Uri("http://127.0.0.1:1/"));
        var kill = new TimelineEvent(0, TimelineAction.Kill, "web");
        using var timeline = new Timeline([kill], remote.Control, (_, _, _) => { });
        timeline.WindowStarted(MonotonicClock.NowNs);
        SpinWait.SpinUntil(() => timeline.ProblemOf(kill) is not null, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        await timeline.EndAsync();

        timeline.ProblemOf(kill)!.ShouldContain("There is no service 'web'");
        timeline.Excuses("web").ShouldBeFalse();
    }

    private static TrialFacts WithGone() => Loads.Closed().Apart() with
    {
        Services = [new ServiceUse("web", 0.5, []) { LengthS = 10, Gone = ["4711 python3"], Lost = 1, Came = ["4750 python3"] }],
    };

    private static SliceRecord Slice(double atS, long succeeded, long failed) => new(
        atS, PhaseName.Window, succeeded, succeeded, succeeded, new OutcomeCounts(succeeded, 0, 0, 0, 0, failed, 0, 0, 0, 0), 4, 1_000_000, 2_000_000, 5_000_000);
}
