using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Claims;

public sealed class ClaimJudgeTests
{
    [Theory]
    [InlineData("throughput(async) / throughput(sync)", ">= 5", "confirmed", "confirmed: 5.91 (5.86 to 5.96) is >= 5.")]
    [InlineData("throughput(async) / throughput(sync)", ">= 8", "refuted", "refuted: 5.91 (5.86 to 5.96) is not >= 8.")]
    [InlineData("throughput(async) / throughput(sync)", "> 5.9", "undecided", "undecided: 5.91 (5.86 to 5.96) may be > 5.9 or not.")]
    [InlineData("throughput(async) / throughput(sync)", "between 5 and 6", "confirmed", "confirmed: 5.91 (5.86 to 5.96) is between 5 and 6.")]
    [InlineData("throughput(async) / throughput(sync)", "equivalent", "refuted", "refuted: 5.91 (5.86 to 5.96) lies beyond the margin of 5 %.")]
    [InlineData("processes(async) / processes(sync)", "equivalent", "confirmed", "confirmed: 1 (1 to 1) lies within the margin of 5 %.")]
    [InlineData("processes(async)", ">= 1", "confirmed", "confirmed: 1 (1 to 1) is >= 1.")]
    [InlineData("response.p50(async)", "<= 200ms", "confirmed", "confirmed: 105 ms (104 ms to 106 ms) is <= 200ms.")]
    [InlineData("response.p97.5(async)", "<= 200ms", "confirmed", null)]
    [InlineData("service-time.p50(async)", "<= 200ms", "confirmed", null)]
    [InlineData("response.max(async)", ">= 300ms", "confirmed", null)]
    [InlineData("response.min(async)", "<= 110ms", "confirmed", null)]
    [InlineData("memory(async) - memory(sync)", ">= 0", "confirmed", null)]
    [InlineData("memory(async, service=web)", "<= 60MiB", "refuted", null)]
    [InlineData("cpu(async)", "<= 1", "confirmed", null)]
    [InlineData("cpu-peak(async) / cpu(async)", "between 1.1 and 1.3", "confirmed", "confirmed: 1.20 (1.20 to 1.20) is between 1.1 and 1.3.")]
    [InlineData("memory-peak(async) / memory(async)", ">= 1", "confirmed", null)]
    [InlineData("cpu-per-request(async)", "<= 1ms", "confirmed", null)]
    [InlineData("completed(async)", ">= 900/s", "confirmed", null)]
    [InlineData("max(throughput(async), throughput(sync)) - throughput(async)", "<= 0", "confirmed", null)]
    public void The_whole_interval_decides(string check, string expect, string state, string? sentence)
    {
        var claim = Judge(VerdictBuilderTests.SyncAndAsync(), check, expect);

        claim.State.ShouldBe(state, claim.Sentence);
        claim.Sentence.ShouldBe(sentence ?? claim.Sentence);
    }

    [Fact]
    public void The_interval_of_a_ratio_is_that_of_the_comparison()
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        var comparison = world.Comparison("async");
        var claim = Judge(world, "throughput(async) / throughput(sync)", ">= 5");

        claim.Value!.Value.ShouldBe(comparison.Ratio!.Value, 1e-9);
        claim.Low!.Value.ShouldBe(comparison.Low!.Value, 1e-9);
        claim.High!.Value.ShouldBe(comparison.High!.Value, 1e-9);
        (claim.Rounds, claim.Values.Count, claim.Unit, claim.Margin, claim.Reason).ShouldBe((6, 6, "", null, null));
        (claim.Says, claim.Source, claim.Scenario).ShouldBe(("it is so", "conclusion", "work"));
    }

    [Fact]
    public void Two_that_are_alike_within_the_margin_are_equivalent_and_a_smaller_margin_is_not_reached()
    {
        var world = new World("a", "other").Rounds(6, name => new Figures(PerS: name == "a" ? 1000 : 1010));

        Judge(world, "throughput(a) / throughput(other)", "equivalent").State.ShouldBe("confirmed");
        var narrow = Judge(world, "throughput(a) / throughput(other)", "equivalent", margin: 0.009);
        (narrow.State, narrow.Margin).ShouldBe(("undecided", 0.009));
        narrow.Sentence.ShouldEndWith("may lie within the margin of 0.9 % or beyond it.");
    }

    [Fact]
    public void Too_few_rounds_say_so_and_one_has_no_interval()
    {
        Judge(VerdictBuilderTests.SyncAndAsync(3), "throughput(async) / throughput(sync)", ">= 5").Sentence.ShouldStartWith("Preview, not a verdict: confirmed: 5.9");
        var single = Judge(VerdictBuilderTests.SyncAndAsync(1), "throughput(async) / throughput(sync)", ">= 5");

        (single.State, single.Low, single.High, single.Rounds, single.Reason).ShouldBe(("undecided", null, null, 1, "one round has no interval"));
        single.Sentence.ShouldBe("Preview, not a verdict: undecided: 5.95 in the only round, and one round has no interval to hold against >= 5.");
    }

    [Fact]
    public void No_failure_is_not_a_share_of_zero()
    {
        // 6 rounds of 944/s for 5 s: no failure among 28,320 requests allows 3.689/28,320 = 0.0130 %.
        var claim = Judge(VerdictBuilderTests.SyncAndAsync(), "failures(async)", "<= 0.1%");
        (claim.State, claim.Value, claim.Low).ShouldBe(("confirmed", 0, 0));
        claim.High!.Value.ShouldBe(1.30e-4, 0.02e-4);

        Judge(VerdictBuilderTests.SyncAndAsync(), "failures(async)", "<= 0.001%").State.ShouldBe("undecided");
        Judge(VerdictBuilderTests.SyncAndAsync(), "failures(sync) - failures(async)", "between -0.01% and 0.01%").State.ShouldBe("undecided");
        Judge(VerdictBuilderTests.SyncAndAsync(), "failures(sync) - failures(async)", "between -1% and 1%").State.ShouldBe("confirmed");
    }

    [Fact]
    public void A_few_failures_that_are_the_same_in_every_round_have_no_narrow_interval()
    {
        var world = new World("a", "b").Rounds(6, name => new Figures(PerS: 100) { Failed = name == "a" ? 1 : 0 });

        var claim = Judge(world, "failures(a)", "<= 0.4%");
        claim.State.ShouldBe("undecided", claim.Sentence);
        claim.High!.Value.ShouldBeGreaterThan(0.004);
    }

    [Fact]
    public void Two_that_never_failed_are_alike_in_failures()
    {
        var claim = Judge(VerdictBuilderTests.SyncAndAsync(), "failures(async) / failures(sync)", "equivalent");

        (claim.State, claim.Value, claim.Sentence).ShouldBe(("confirmed", null, "confirmed: no request failed in 6 rounds of either."));
    }

    [Fact]
    public void A_window_that_shows_nothing_but_a_failing_server_counts_for_failures_alone()
    {
        var world = new World("a", "b").Rounds(6, name => new Figures(PerS: 100) { Failed = name == "a" ? 100 : 0 });
        world.Change("a", trial => trial with { Gates = [new GateRecord("V07", 0.16, 0.001, GateState.Invalid)] });

        Judge(world, "failures(a)", ">= 10%").State.ShouldBe("confirmed");
        Judge(world, "throughput(a)", ">= 10/s").Sentence.ShouldBe("not testable: a had unusable windows (V07 failed requests) in all 6 rounds.");
        world.Change("a", trial => trial with { Gates = [.. trial.Gates, new GateRecord("V13", 0.5, 0.02, GateState.Invalid)] });
        Judge(world, "failures(a)", ">= 10%").State.ShouldBe("not-testable");
    }

    [Fact]
    public void A_round_that_was_repeated_because_the_server_failed_counts_with_the_try_that_failed()
    {
        var world = new World("a", "b").Rounds(6, name => new Figures(PerS: 1000) { Failed = name == "a" ? 1000 : 0 });
        world.Change("a", trial => trial with { Gates = [new GateRecord("V07", 0.16, 0.001, GateState.Invalid)] });
        for (var round = 1; round <= 6; round++)
        {
            world.Add(round, "a", new Figures(1000), attempt: 2);
            world.Add(round, "b", new Figures(1000), attempt: 2);
        }

        var claim = Judge(world, "failures(a)", "<= 0.1%");
        (claim.State, claim.Rounds).ShouldBe(("refuted", 6), claim.Sentence);
        Judge(world, "failures(b)", "<= 0.1%").State.ShouldBe("confirmed");
        Judge(world, "throughput(a)", "> 1/s").Sentence.ShouldStartWith("not testable: 6 of 6 rounds had to be repeated");
    }

    [Fact]
    public void Rounds_that_were_repeated_for_another_reason_are_disturbed_for_failures_too()
    {
        var world = new World("a", "b").Rounds(6, _ => new Figures(PerS: 1000));
        world.Change("a", trial => trial.Round > 3 ? trial with { Gates = [new GateRecord("V13", 0.5, 0.02, GateState.Invalid)] } : trial);
        for (var round = 4; round <= 6; round++)
        {
            world.Add(round, "a", new Figures(1000), attempt: 2);
            world.Add(round, "b", new Figures(1000), attempt: 2);
        }

        Judge(world, "failures(a)", "<= 0.1%").Sentence.ShouldStartWith("not testable: 3 of 6 rounds had to be repeated");
    }

    [Theory]
    [InlineData("failures(a)", ">= 0")]
    [InlineData("failures(a)", "between 0 and 100%")]
    [InlineData("max(failures(a), failures(b))", ">= 0")]
    [InlineData("min(failures(a), max(failures(a), failures(b)))", ">= 0")]
    public void No_share_lies_below_nothing_or_above_all(string check, string expect)
    {
        // Failures in one round of six: the t interval reaches below 0.
        var world = new World("a", "b");
        for (var round = 1; round <= 6; round++)
        {
            world.Add(round, "a", new Figures(100) { Failed = round == 3 ? 400 : 0 });
            world.Add(round, "b", new Figures(100));
        }

        var claim = Judge(world, check, expect);
        (claim.State, claim.Low).ShouldBe(("confirmed", 0), claim.Sentence);
        Judge(world, "failures(a) - failures(b)", ">= 0").State.ShouldBe("undecided");
    }

    [Fact]
    public void That_two_never_failed_in_one_round_decides_nothing()
    {
        var claim = Judge(VerdictBuilderTests.SyncAndAsync(1), "failures(async) / failures(sync)", "equivalent");
        (claim.State, claim.Reason).ShouldBe(("undecided", "one round has no interval"));
        claim.Sentence.ShouldBe("Preview, not a verdict: undecided: no request failed in the only round of either, and one round shows no more than that.");
    }

    [Theory]
    [InlineData("throughput(rust)", "not testable: rust does not take part in this run.")]
    [InlineData("throughput(gone)", "not testable: gone was left out: not installed: gone.")]
    [InlineData("throughput(async, users=7)", "not testable: this run has no load users=7 in 'work'.")]
    [InlineData("throughput(async, scenario=list)", "not testable: this run has no scenario 'list'.")]
    [InlineData("failures(async) / failures(sync)", "not testable: the check has no value in round 1, because it divides by zero there.")]
    [InlineData("memory(async, service=db)", "not testable: the memory of db of async is unknown in round 1.")]
    [InlineData("response.p99.99(async)", "not testable: response.p99.99 needs at least 36,887 requests per window, and async had 4,6")]
    [InlineData("throughput(async", "not testable: its check cannot be read: 'throughput(' is not closed.")]
    public void What_was_not_measured_cannot_be_tested_and_says_why(string check, string sentence)
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        world.Plan = world.Plan with { Skipped = [new SkippedRecord("gone", "not installed: gone.", "Install it.")] };

        var claim = Judge(world, check, ">= 0");

        claim.State.ShouldBe("not-testable");
        claim.Sentence.ShouldStartWith(sentence);
        (claim.Value, claim.Low, claim.High).ShouldBe((null, null, null));
    }

    [Fact]
    public void A_reason_in_the_file_stands_for_a_check()
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        world.Plan = world.Plan with { Claims = [new PlannedClaim("meinheld is tight", null, null, null, null, null, "meinheld builds only for Python 3.9")] };

        var claim = world.Judge().Claims.ShouldHaveSingleItem();

        (claim.State, claim.Reason, claim.Sentence).ShouldBe(("not-testable", "meinheld builds only for Python 3.9", "not testable: meinheld builds only for Python 3.9."));
    }

    [Fact]
    public void A_load_that_nobody_named_must_be_the_only_one()
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        world.Plan = world.Plan with { Scenarios = [World.Scenario("work", World.HundredUsers, new PointRecord(7, null))] };

        Judge(world, "throughput(async)", "> 1").Sentence.ShouldBe("not testable: this run has 2 loads in 'work', and throughput(async) names none.");
        Judge(world, "throughput(async, users=100)", "> 1").State.ShouldBe("confirmed");
        Judge(world, "throughput(async, users=7)", "> 1").Sentence.ShouldBe("not testable: no round was finished.");
    }

    [Fact]
    public void A_candidate_that_died_or_had_no_success_is_told()
    {
        var died = new World("a", "b");
        died.Rounds(6, _ => new Figures(PerS: 100));
        died.Remove(trial => trial.Candidate == "a");
        for (var round = 1; round <= 6; round++)
        {
            died.Fail(round, "a", TrialState.Died, "web exited with code 1.");
        }

        Judge(died, "throughput(a)", "> 1").Sentence.ShouldBe("not testable: a died under load in all 6 rounds (web exited with code 1).");

        var mute = new World("a", "b").Rounds(6, name => new Figures(PerS: name == "a" ? 0 : 100) { Failed = name == "a" ? 50 : 0 });
        Judge(mute, "response.mean(a)", "> 1s").Sentence.ShouldBe("not testable: a had no success at 100 users in round 1, so there is no response.mean.");
        Judge(mute, "failures(a)", "> 99%").State.ShouldBe("undecided");
        Judge(mute, "failures(a)", "> 98%").State.ShouldBe("confirmed");
    }

    [Fact]
    public void Rounds_that_were_repeated_count_once_and_two_attempts_are_never_mixed()
    {
        var world = VerdictBuilderTests.SyncAndAsync(7);
        world.Change("sync", trial => trial.Round == 7 ? trial with { Gates = [new GateRecord("V13", 0.5, 0.02, GateState.Invalid)] } : trial);
        foreach (var name in new[] { "sync", "async" })
        {
            world.Add(7, name, new Figures(PerS: name == "sync" ? 160 : 944), attempt: 2);
        }

        Judge(world, "throughput(async) / throughput(sync)", ">= 5").Rounds.ShouldBe(7);
    }

    [Fact]
    public void Rounds_that_scatter_wildly_decide_only_where_their_ranks_agree()
    {
        var world = new World("a", "b");
        double[] rates = [100, 100.1, 99.9, 100.05, 99.95, 103];
        for (var round = 1; round <= rates.Length; round++)
        {
            world.Add(round, "a", new Figures(rates[round - 1]));
            world.Add(round, "b", new Figures(100));
        }

        // t: 100.5 (99.2 to 101.8); ranks: 99.9 to 103.
        var overruled = Judge(world, "throughput(a)", "<= 102/s");
        (overruled.State, overruled.Reason).ShouldBe(("undecided", "a round lies far out or rounds follow one another, and the interval of the ranks does not agree"));
        overruled.High!.Value.ShouldBe(101.8, 0.1);
        Judge(world, "throughput(a)", "<= 104/s").State.ShouldBe("confirmed");
        Judge(world, "throughput(a)", ">= 110/s").State.ShouldBe("refuted");
    }

    [Fact]
    public void Times_of_two_that_answer_differently_are_not_compared()
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        world.Change("sync", trial => trial with { Load = trial.Load! with { Work = Work(100) } });
        world.Change("async", trial => trial with { Load = trial.Load! with { Work = Work(200) } });

        Judge(world, "throughput(async) / throughput(sync)", ">= 5").Sentence.ShouldBe("not testable: async and sync cannot be compared: the two did different work (V08 body length differs).");
        Judge(world, "memory(async) / memory(sync)", ">= 1").State.ShouldBe("confirmed");
        Judge(world, "throughput(async)", ">= 5/s").State.ShouldBe("confirmed");
    }

    [Fact]
    public void A_run_with_looks_uses_the_error_of_the_look_that_judged()
    {
        var world = VerdictBuilderTests.SyncAndAsync();
        var plain = Judge(world, "throughput(async)", "> 1");
        world.Plan = world.Plan with { Looks = [new LookRecord(6, 0.005)] };
        var looked = world.JudgeAt(6).Claims[0];

        (looked.High!.Value - looked.Low!.Value).ShouldBeGreaterThan(plain.High!.Value - plain.Low!.Value);
    }

    private static WorkRecord Work(double bytes) => new(true, true, new SizesRecord(bytes, (long)bytes, (long)bytes), 120, new Dictionary<string, long>(), new Dictionary<string, long> { ["1.1"] = 9 }, 0);

    private static ClaimRecord Judge(World world, string check, string expect, double? margin = null)
    {
        world.Plan = world.Plan with { Claims = [new PlannedClaim("it is so", "conclusion", "work", check, expect, margin, null)] };
        return world.Judge().Claims.ShouldHaveSingleItem();
    }
}
