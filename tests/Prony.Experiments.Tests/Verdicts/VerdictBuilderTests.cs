using Prony.Experiments.Objectives;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Verdicts;

public sealed class VerdictBuilderTests
{
    internal static World SyncAndAsync(int rounds = 6) => new World("sync", "async").Rounds(rounds, name => name switch
    {
        "sync" => new Figures(PerS: 160, ResponseMs: 620, CpuUs: 500, MemoryMib: 60),
        _ => new Figures(PerS: 944, ResponseMs: 105, CpuUs: 430, MemoryMib: 66),
    });

    [Fact]
    public void A_clear_winner_is_named_in_one_sentence_with_interval_and_rounds()
    {
        var verdict = SyncAndAsync().Judge();

        verdict.Verdict.ShouldBe(new OverallVerdict("work", "async", "better", verdict.Verdict!.Sentence) { Load = World.HundredUsers });
        verdict.Verdict.Sentence.ShouldBe("async is better than sync in throughput at 100 users: 5.91 times as much (5.86 to 5.96, 95 % interval, 6 rounds), by more than the margin of 5 %.");
        (verdict.Rounds, verdict.ReplacedRounds, verdict.Preview).ShouldBe((6, 0, false));
        verdict.Doubts.ShouldBeEmpty();
        verdict.FailedTrials.ShouldBeEmpty();
    }

    [Fact]
    public void Every_metric_has_its_own_sentence()
    {
        var comparisons = SyncAndAsync().Judge().Scenarios["work"].Points[0].Comparisons;

        comparisons.Select(c => c.Metric).ShouldBe(["throughput", "response.p50", "response.p99", "cpu-per-request", "memory"]);
        string.Join('\n', comparisons.Select(c => c.Sentence)).ShouldBe("async is better than sync in throughput at 100 users: 5.91 times as much (5.86 to 5.96, 95 % interval, 6 rounds), by more than the margin of 5 %.\n"
                + "async is better than sync in p50 response time at 100 users: 83.1 % shorter (82.9 % to 83.2 %, 95 % interval, 6 rounds), by more than the margin of 5 %.\n"
                + "async is better than sync in p99 response time at 100 users: 83.1 % shorter (82.9 % to 83.2 %, 95 % interval, 6 rounds), by more than the margin of 5 %.\n"
                + "async is better than sync in CPU per request at 100 users: 14.1 % less (13.4 % to 14.8 %, 95 % interval, 6 rounds), by more than the margin of 5 %.\n"
                + "async is worse than sync in memory at 100 users: 10.1 % more (9.2 % to 11.1 %, 95 % interval, 6 rounds), by more than the margin of 5 %.");
    }

    [Fact]
    public void A_comparison_carries_all_that_it_was_decided_with()
    {
        var comparison = SyncAndAsync().Comparison("async");

        comparison.Ratio!.Value.ShouldBe(5.9, 0.05);
        comparison.Low!.Value.ShouldBeLessThan(comparison.Ratio.Value);
        comparison.High!.Value.ShouldBeGreaterThan(comparison.Ratio.Value);
        (comparison.Confidence, comparison.Alpha, comparison.M, comparison.Margin).ShouldBe((0.95, 0.05, 1, 0.05));
        comparison.D.Count.ShouldBe(6);
        comparison.D.Average().ShouldBe(Math.Log(comparison.Ratio.Value), 1e-12);
        comparison.Material.ShouldBeTrue();
        comparison.HolmP!.Value.ShouldBeLessThan(1e-6);
        comparison.Sd!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_candidate_is_summed_up_over_its_rounds()
    {
        var summary = SyncAndAsync().Judge().Scenarios["work"].Points[0].Candidates["async"];

        summary.ThroughputPerS.ShouldBe(944, 10);
        summary.Failures.ShouldBe(0);
        summary.ResponseNs.At("50").ShouldBeInRange(103_000_000, 107_000_000);
        summary.ResponseNs.Count.ShouldBe(summary.Status["200"]);
        summary.CpuPerRequestNs!.Value.ShouldBe(430_000, 5_000);
        summary.MemoryPssBytes!.Value.ShouldBeInRange(65L << 20, 67L << 20);
        summary.MemoryPeakBytes!.Value.ShouldBeGreaterThan(summary.MemoryPssBytes.Value);
        summary.Services["web"].Threads.ShouldBe(20);
        summary.Rounds.Select(r => r.Round).ShouldBe([1, 2, 3, 4, 5, 6]);
        summary.Rounds.ShouldAllBe(r => r.ResponseP99Ns > 3 * 100_000_000L && r.CpuPerRequestNs > 0 && r.Failures == 0);
        summary.Outcomes!.Success.ShouldBe(summary.Status["200"]);
    }

    [Fact]
    public void Percentiles_have_an_interval_from_three_rounds_on()
    {
        var intervals = SyncAndAsync().Judge().Scenarios["work"].Points[0].Candidates["async"].ResponseIntervalsNs;

        intervals.Keys.ShouldBe(["50", "90", "99"]);
        intervals["50"].Low.ShouldBeInRange(103e6, 105e6);
        intervals["50"].High.ShouldBeInRange(105e6, 107e6);
        SyncAndAsync(2).Judge().Scenarios["work"].Points[0].Candidates["async"].ResponseIntervalsNs.ShouldBeEmpty();
    }

    [Fact]
    public void A_percentile_that_a_round_has_too_few_requests_for_has_no_interval() =>
        new World("one", "two").Rounds(6, _ => new Figures(PerS: 20)).Judge().Scenarios["work"].Points[0].Candidates["one"].ResponseIntervalsNs.Keys
            .ShouldBe(["50", "90"], "about 100 requests a round do not bound p99");

    [Fact]
    public void The_cost_of_CPU_is_a_ratio_of_means_with_Fiellers_interval()
    {
        var comparison = SyncAndAsync().Comparison("async", "cpu-per-request");

        var cost = comparison.MeanRatio.ShouldNotBeNull();
        cost.Ratio.ShouldBe(comparison.Ratio!.Value, 0.001);
        (cost.Low < cost.Ratio && cost.Ratio < cost.High).ShouldBeTrue();
        cost.Low.ShouldBe(comparison.Low!.Value, 0.002);
        SyncAndAsync().Judge().Scenarios["work"].Points[0].Comparisons.Where(c => c.Metric != "cpu-per-request").ShouldAllBe(c => c.MeanRatio == null);
        SyncAndAsync(1).Comparison("async", "cpu-per-request").MeanRatio.ShouldBeNull();
    }

    [Fact]
    public void Percentiles_come_from_merged_histograms_not_from_means_of_percentiles()
    {
        var world = new World("sync", "async");
        foreach (var name in new[] { "sync", "async" })
        {
            world.Add(1, name, new Figures(PerS: 1000, ResponseMs: 10));
            world.Add(2, name, new Figures(PerS: 100, ResponseMs: 100));
        }

        var p50 = world.Judge().Scenarios["work"].Points[0].Candidates["sync"].ResponseNs.At("50");

        p50.ShouldBeInRange(9_990_000, 10_010_000);
    }

    [Fact]
    public void Equal_candidates_are_equivalent()
    {
        var comparison = new World("one", "two").Rounds(6, _ => new Figures(PerS: 400)).Comparison("two");

        comparison.Verdict.ShouldBe("equivalent");
        comparison.Sentence.ShouldBe("two is equivalent to one in throughput at 100 users: the same (no spread, 95 % interval, 6 rounds), within the margin of 5 %.");
    }

    [Fact]
    public void A_difference_hidden_in_noise_is_inconclusive_and_says_how_many_rounds_would_decide()
    {
        var world = new World("one", "two");
        double[] noise = [1.0, 1.12, 0.91, 1.07, 0.95, 1.1];
        for (var round = 1; round <= 6; round++)
        {
            world.Add(round, "one", new Figures(PerS: 400));
            world.Add(round, "two", new Figures(PerS: 400 * noise[round - 1]));
        }

        var comparison = world.Comparison("two");

        comparison.Verdict.ShouldBe("inconclusive");
        comparison.RoundsNeeded!.Value.ShouldBeGreaterThan(6);
        comparison.Sentence.ShouldBe("two cannot be told apart from one in throughput at 100 users: 2.2 % more (6.4 % less to 11.6 % more, 95 % interval, 6 rounds); about 20 rounds would decide.");
    }

    [Theory]
    [InlineData(1, "inconclusive", "Preview, not a verdict: async cannot be told apart from sync in throughput at 100 users: the one round gave 5.9 times as much, and one round has no interval; a verdict needs at least 6 rounds.")]
    [InlineData(2, "better", "Preview, not a verdict: async is better than sync in throughput at 100 users: 5.9 times as much (5.3 to 6.6, 95 % interval, 2 rounds), by more than the margin of 5 %.")]
    [InlineData(3, "better", "Preview, not a verdict: async is better than sync in throughput at 100 users: 5.9 times as much (5.8 to 6.1, 95 % interval, 3 rounds), by more than the margin of 5 %.")]
    public void Few_rounds_give_a_preview_never_a_verdict(int rounds, string expected, string sentence)
    {
        var verdict = SyncAndAsync(rounds).Judge();

        verdict.Preview.ShouldBeTrue();
        verdict.Verdict!.Verdict.ShouldBe(expected);
        verdict.Verdict.Sentence.ShouldBe(sentence);
    }

    [Fact]
    public void A_plan_that_is_a_preview_stays_one_whatever_its_rounds()
    {
        var world = SyncAndAsync();
        world.Plan = world.Plan with { Preview = true };

        world.Judge().Preview.ShouldBeTrue();
        world.Comparison("async").Sentence.ShouldStartWith("Preview, not a verdict: async is better than sync");
    }

    [Fact]
    public void Several_candidates_share_the_error_and_the_answer_lists_the_others()
    {
        var world = new World("sync", "async", "rust", "slow").Rounds(6, name => new Figures(PerS: name switch
        {
            "sync" => 160,
            "async" => 200,
            "rust" => 240,
            _ => 100,
        }));

        var verdict = world.Judge();

        verdict.Scenarios["work"].Points[0].Comparisons.ShouldAllBe(c => c.M == 3);
        verdict.Verdict!.Candidate.ShouldBe("rust");
        verdict.Verdict.Sentence.ShouldBe("rust is better than sync in throughput at 100 users: 50 % more (50 % to 50 %, 95 % interval for all 3 comparisons together, 6 rounds), by more than the margin of 5 %. The others against sync: async better (25 % more, 24 % to 27 %) and slow worse (37 % less, 37 % to 38 %). Winner among all 4 at 100 users: rust, which beats each of the others (95 % for all 6 comparisons of two together).");
    }

    [Fact]
    public void Several_scenarios_name_themselves_and_the_first_answers()
    {
        var world = new World("sync", "async");
        world.Plan = world.Plan with { Scenarios = [World.Scenario("work", World.HundredUsers), World.Scenario("home", new PointRecord(null, 300, "poisson"))] };
        for (var round = 1; round <= 6; round++)
        {
            foreach (var (name, perS) in new[] { ("sync", 160.0), ("async", 200.0) })
            {
                world.Add(round, name, new Figures(perS).Wobbled(round, name));
                world.Add(round, name, new Figures(perS / 2).Wobbled(round, name), scenario: "home", point: new PointRecord(null, 300, "poisson"));
            }
        }

        var verdict = world.Judge();

        verdict.Scenarios.Keys.ShouldBe(["work", "home"]);
        verdict.Verdict!.Scenario.ShouldBe("work");
        verdict.Verdict.Sentence.ShouldBe("async is better than sync in throughput at 100 users (work): 25 % more (24 % to 26 %, 95 % interval, 6 rounds), by more than the margin of 5 %. At other loads: async at 300 requests/s (home) better (25 % more, 24 % to 26 %).");
    }

    [Fact]
    public void An_invalid_sample_gate_withholds_percentiles_only()
    {
        var world = new World("sync", "async").Rounds(6, name => new Figures(PerS: name == "sync" ? 40 : 80));
        world.Change("sync", t => t with { Gates = [new GateRecord("V10", 200, 368, GateState.Invalid)] });

        world.Comparison("async").Verdict.ShouldBe("better");
        world.Comparison("async", "response.p50").Verdict.ShouldBe("equivalent");
        world.Comparison("async", "response.p99").ShouldSatisfyAllConditions(
            c => c.Verdict.ShouldBe("invalid"),
            c => c.Ratio.ShouldBeNull(),
            c => c.Sentence.ShouldBe("No verdict on async against sync in p99 response time at 100 users: it needs at least 368 requests per window, and sync had 198 requests in round 3; measure longer."));
    }

    [Fact]
    public void A_zero_gives_no_ratio_and_names_its_round()
    {
        var world = SyncAndAsync();
        world.Remove(t => t.Round == 4);
        world.Add(4, "sync", new Figures(PerS: 160));
        world.Add(4, "async", new Figures(PerS: 0));

        world.Comparison("async").ShouldSatisfyAllConditions(
            c => c.Verdict.ShouldBe("invalid"),
            c => c.Sentence.ShouldBe("No verdict on async against sync in throughput at 100 users: the throughput of async was zero in round 4, and a ratio needs values above zero."));
    }

    [Fact]
    public void Unknown_resources_are_left_out_of_the_comparisons()
    {
        var world = new World("sync", "async").Rounds(6, name => new Figures(PerS: 100) { NoResources = name == "async" });

        world.Judge().Scenarios["work"].Points[0].Comparisons.Select(c => c.Metric).ShouldBe(["throughput", "response.p50", "response.p99"]);
        world.Judge().Scenarios["work"].Points[0].Candidates["async"].ShouldSatisfyAllConditions(
            c => c.CpuPerRequestNs.ShouldBeNull(), c => c.CpuCores.ShouldBeNull(), c => c.MemoryPssBytes.ShouldBeNull(), c => c.Processes.ShouldBeNull());
    }

    [Fact]
    public void Unknown_resources_are_said_when_they_were_to_decide()
    {
        var world = new World("sync", "async").Rounds(6, name => new Figures(PerS: 100) { NoResources = name == "async" });
        world.Plan = world.Plan with { Primary = "memory" };

        world.Judge().Verdict!.Sentence.ShouldBe("No verdict on async against sync in memory at 100 users: the memory of async is unknown in round 1.");
    }

    [Theory]
    [InlineData("response.p95", "async is better than sync in p95 response time at 100 users: 83.1 % shorter (82.9 % to 83.2 %, 95 % interval, 6 rounds), by more than the margin of 5 %.")]
    [InlineData("response.p97.5", "async is better than sync in p97.5 response time at 100 users: 83.1 % shorter (82.9 % to 83.2 %, 95 % interval, 6 rounds), by more than the margin of 5 %.")]
    [InlineData("response.mean", "async is better than sync in mean response time at 100 users: 83.1 % shorter (82.9 % to 83.2 %, 95 % interval, 6 rounds), by more than the margin of 5 %.")]
    [InlineData("failures", "async is equivalent to sync in failures at 100 users: no request failed in 6 rounds of either.")]
    public void Any_primary_metric_comes_first_and_decides(string primary, string sentence)
    {
        var world = SyncAndAsync();
        world.Plan = world.Plan with { Primary = primary };

        var verdict = world.Judge();

        verdict.Scenarios["work"].Points[0].Comparisons[0].Metric.ShouldBe(primary);
        verdict.Verdict!.Sentence.ShouldBe(sentence);
    }

    [Fact]
    public void Objectives_are_checked_for_every_candidate_at_every_load()
    {
        var world = SyncAndAsync();
        world.Objectives = [Objective.Parse("response.p50 <= 500ms"), Objective.Parse("failures <= 0.1%")];

        var objectives = world.Judge().Objectives;

        objectives.Select(o => (o.Scenario, o.Point, o.Candidate, o.Objective, o.Met)).ShouldBe(
        [
            ("work", "users-100", "sync", "response.p50 <= 500ms", false),
            ("work", "users-100", "sync", "failures <= 0.1%", true),
            ("work", "users-100", "async", "response.p50 <= 500ms", true),
            ("work", "users-100", "async", "failures <= 0.1%", true),
        ]);
        objectives[0].Value!.Value.ShouldBe(620e6, 10e6);
    }

    [Fact]
    public void A_candidate_without_a_window_keeps_no_objective()
    {
        var world = new World("sync", "async");
        world.Add(1, "sync", new Figures(PerS: 160));
        world.Fail(1, "async", TrialState.Died, "gone");
        world.Objectives = [Objective.Parse("failures <= 1%")];

        world.Judge().Objectives.Single(o => o.Candidate == "async").ShouldSatisfyAllConditions(o => o.Met.ShouldBeFalse(), o => o.Value.ShouldBeNull());
    }

    [Fact]
    public void A_run_that_was_ended_early_says_so()
    {
        var world = SyncAndAsync(rounds: 7);
        world.Plan = world.Plan with { Rounds = 10 };
        world.Add(8, "sync", new Figures(PerS: 160));
        world.Fail(8, "async", TrialState.Interrupted, "Ctrl-C");

        var verdict = world.Judge();

        verdict.Rounds.ShouldBe(7);
        verdict.FailedTrials.ShouldBeEmpty();
        verdict.Doubts.Single().Seen.ShouldBe("The run ended after 7 of 10 planned rounds.");
    }

    [Fact]
    public void A_run_without_any_trial_has_no_verdict_but_a_record()
    {
        var verdict = new World("sync", "async").Judge();

        verdict.Rounds.ShouldBe(0);
        verdict.Verdict!.Sentence.ShouldBe("No verdict on async against sync in throughput at 100 users: no round was finished.");
        verdict.Scenarios["work"].Points[0].Candidates.ShouldBeEmpty();
    }

    [Fact]
    public void A_single_candidate_is_compared_with_nothing() =>
        new World("only").Rounds(6, _ => new Figures(PerS: 100)).Judge().ShouldSatisfyAllConditions(
            v => v.Verdict.ShouldBeNull(),
            v => v.Scenarios["work"].Points[0].Candidates.Count.ShouldBe(1),
            v => v.Scenarios["work"].Points[0].Comparisons.ShouldBeEmpty());

    [Fact]
    public void The_order_of_the_trials_does_not_matter()
    {
        var world = SyncAndAsync();
        var there = world.Judge().Verdict;
        var reversed = Prony.Experiments.Verdicts.VerdictBuilder.Build(world.Plan, [.. world.Trials.Reverse()], _ => null, []);

        reversed.Verdict.ShouldBe(there);
    }

    [Fact]
    public void A_verdict_survives_its_file()
    {
        var verdict = SyncAndAsync().Judge();
        var json = System.Text.Json.JsonSerializer.Serialize(verdict, RunJson.Files.VerdictRecord);

        var back = System.Text.Json.JsonSerializer.Deserialize(json, RunJson.Files.VerdictRecord)!;

        back.Verdict.ShouldBe(verdict.Verdict);
        json.ShouldNotContain("NaN");
        json.ShouldContain("\"holm_p\"");
    }
}
