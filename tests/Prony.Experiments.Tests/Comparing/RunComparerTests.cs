using System.Text.Json;
using System.Text.Json.Nodes;
using Prony.Experiments.Comparing;
using Prony.Experiments.Schemas;
using Prony.Experiments.Tests.Schemas;
using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Comparing;

public sealed class RunComparerTests
{
    private static readonly Figures Before = new(PerS: 400, ResponseMs: 100);

    [Fact]
    public void A_candidate_that_got_slower_is_worse_by_an_unpaired_interval()
    {
        var record = TwoRuns.Of(Before, Before with { PerS = 300, ResponseMs = 133 }).Compare();

        record.Verdict.Verdict.ShouldBe("worse");
        record.Verdict.Sentence.ShouldBe(
            "sync is worse than it was in throughput at 100 users: 25.0 % less (24.2 % to 25.8 %, 95 % interval for all 2 comparisons together, 6 rounds then and 6 now, not paired), "
            + "by more than the margin of 5 %. The other: async worse (25.0 % less, 24.1 % to 25.9 %).");
        record.Caution.ShouldStartWith("Runs of different times are not paired");
        (record.Preview, record.Primary, record.Margin).ShouldBe((false, "throughput", 0.05));
        (record.Old.Run, record.New.Run, record.Old.Rounds).ShouldBe(("20261121T101500Z-demo", "20261128T101500Z-demo", 6));
        record.Differences.ShouldBeEmpty();
    }

    [Fact]
    public void Every_metric_has_its_own_comparison_and_the_primary_comes_first()
    {
        var comparisons = TwoRuns.Of(Before, Before with { PerS = 300, CpuUs = 450 }, 6, "one").Compare().Scenarios["work"].Points[0].Comparisons;

        comparisons.Select(c => (c.Metric, c.Verdict)).ShouldBe(
            [("throughput", "worse"), ("response.p50", "equivalent"), ("response.p99", "equivalent"), ("cpu-per-request", "better"), ("memory", "equivalent")]);
        comparisons.ShouldAllBe(c => c.M == 1 && c.Confidence == 0.95 && c.Rounds.Count == 6 && c.OldRounds.Count == 6);
    }

    [Fact]
    public void A_comparison_carries_all_that_it_was_decided_with()
    {
        var comparison = TwoRuns.Of(Before, Before with { PerS = 300 }).Comparison("async");

        comparison.Ratio!.Value.ShouldBe(0.75, 0.001);
        comparison.Low!.Value.ShouldBeLessThan(0.75);
        comparison.High!.Value.ShouldBeGreaterThan(0.75);
        (comparison.OldCandidate, comparison.M, comparison.Material).ShouldBe(("async", 2, true));
        comparison.OldFigure!.Value.ShouldBe(400, 4);
        comparison.Figure!.Value.ShouldBe(300, 3);
        comparison.HolmP!.Value.ShouldBeLessThan(1e-6);
        comparison.DegreesOfFreedom!.Value.ShouldBe(10, 1e-6);
    }

    [Fact]
    public void What_is_concluded_fits_the_schema()
    {
        var checker = new SchemaChecker(JsonNode.Parse(SchemaCatalog.Text("compare"))!.AsObject());
        foreach (var now in new[] { Before, Before with { PerS = 300 }, Before with { NoResources = true }, new Figures(PerS: 0) })
        {
            checker.Check(JsonSerializer.SerializeToNode(TwoRuns.Of(Before, now).Compare(), RunJson.Files.RunComparisonRecord)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Swapping_the_runs_turns_worse_into_better()
    {
        var there = TwoRuns.Of(Before, Before with { PerS = 300 }).Comparison("async");
        var back = TwoRuns.Of(Before with { PerS = 300 }, Before).Comparison("async");

        (there.Verdict, back.Verdict).ShouldBe(("worse", "better"));
        (there.Ratio!.Value * back.Ratio!.Value).ShouldBe(1, 1e-12);
        (there.Low!.Value * back.High!.Value).ShouldBe(1, 1e-12);
        back.Sentence.ShouldStartWith("async is better than it was in throughput at 100 users: 33 % more");
    }

    [Fact]
    public void The_same_run_twice_is_equivalent_in_everything() =>
        TwoRuns.Of(Before, Before).Compare().Scenarios["work"].Points[0].Comparisons.ShouldAllBe(c => c.Verdict == "equivalent" && c.Ratio == 1);

    [Fact]
    public void A_difference_hidden_in_noise_is_inconclusive_and_says_how_many_rounds_of_each_would_decide()
    {
        var runs = new TwoRuns("one");
        double[] noise = [1.0, 1.12, 0.91, 1.07, 0.95, 1.1];
        for (var round = 1; round <= 6; round++)
        {
            runs.Old.Add(round, "one", new Figures(PerS: 400 * noise[round - 1]));
            runs.New.Add(round, "one", new Figures(PerS: 412 * noise[6 - round]));
        }

        var comparison = runs.Comparison("one");

        comparison.Verdict.ShouldBe("inconclusive");
        comparison.RoundsNeeded!.Value.ShouldBeGreaterThan(6);
        comparison.Sentence.ShouldMatch("^one cannot be told apart from what it was in throughput at 100 users: 3.0 % more .*; about [0-9]+ rounds in each run would decide\\.$");
    }

    [Fact]
    public void Two_names_of_one_candidate_can_be_given()
    {
        var runs = TwoRuns.Of(Before, Before with { PerS = 300 });
        runs.Options = new RunComparisonOptions { Candidate = new CandidateNames("sync", "async"), Metric = "response.p90", Margin = 0.1 };

        var record = runs.Compare();

        record.Scenarios["work"].Points[0].Comparisons.ShouldAllBe(c => c.Candidate == "async" && c.OldCandidate == "sync" && c.M == 1 && c.Margin == 0.1);
        record.Verdict.Sentence.ShouldStartWith("async is equivalent to what sync was in p90 response time at 100 users: ");
        record.Primary.ShouldBe("response.p90");
        record.Differences.Select(d => (d.Kind, d.Old, d.New)).ShouldBe([("left-out", "async", null), ("left-out", null, "sync")]);
    }

    [Fact]
    public void A_percentile_that_no_record_holds_comes_from_the_histograms()
    {
        var runs = TwoRuns.Of(Before, Before with { ResponseMs = 200 });
        runs.Options = new RunComparisonOptions { Metric = "response.p97" };

        runs.Comparison("async", "response.p97").Verdict.ShouldBe("worse");
    }

    [Fact]
    public void Candidates_and_loads_that_only_one_run_has_are_left_out_and_listed()
    {
        var runs = new TwoRuns("sync", "async") { New = new World("async", "rust") };
        runs.Old.Rounds(6, _ => Before);
        runs.New.Rounds(6, _ => Before);
        runs.New.Plan = runs.New.Plan with { Scenarios = [World.Scenario("work", World.HundredUsers, new PointRecord(200, null)), World.Scenario("idle", World.HundredUsers)] };

        var record = runs.Compare();

        record.Scenarios.Keys.ShouldBe(["work"]);
        record.Scenarios["work"].Points.ShouldHaveSingleItem().Comparisons.ShouldAllBe(c => c.Candidate == "async");
        record.Differences.Select(d => d.Old ?? d.New).ShouldBe(["sync", "rust", "work at 200 users", "idle at 100 users"]);
    }

    [Fact]
    public void Runs_without_a_common_candidate_are_no_comparison()
    {
        var runs = new TwoRuns("sync") { New = new World("rust") };

        Should.Throw<RunMismatchException>(runs.Compare).Message.ShouldBe(
            "The two runs have no candidate in common: 20261121T101500Z-demo has sync, 20261121T101500Z-demo has rust. Candidates with different names are compared with 'prony compare --candidate OLD=NEW'.");
    }

    [Fact]
    public void Runs_without_a_common_load_are_no_comparison()
    {
        var runs = new TwoRuns("sync");
        runs.New.Plan = runs.New.Plan with { Scenarios = [World.Scenario("work", new PointRecord(7, null))] };

        Should.Throw<RunMismatchException>(runs.Compare).Message.ShouldBe(
            "The two runs have no scenario at the same load in common: 20261121T101500Z-demo has work at 100 users, 20261128T101500Z-demo has work at 7 users. Only the same load can be compared.");
        Should.Throw<RunMismatchException>(() => RunComparer.Check(runs.Old.Plan, runs.New.Plan));
    }

    [Fact]
    public void An_unknown_candidate_is_named_with_those_that_there_are()
    {
        var runs = TwoRuns.Of(Before, Before);
        runs.Options = new RunComparisonOptions { Candidate = new CandidateNames("sync", "rust") };

        Should.Throw<RunMismatchException>(runs.Compare).Message.ShouldBe("20261128T101500Z-demo has no candidate 'rust'; it has sync and async.");
    }

    [Theory]
    [InlineData(1, "Preview, not a verdict: one cannot be told apart from what it was in throughput at 100 users: 25 % less by 1 round then and 1 now, and a single round has no interval; a verdict needs at least 6 rounds in each run.")]
    [InlineData(3, "Preview, not a verdict: one is worse than it was in throughput at 100 users: ")]
    public void Few_rounds_give_a_preview(int rounds, string sentence)
    {
        var record = TwoRuns.Of(Before, Before with { PerS = 300 }, rounds, "one").Compare();

        record.Preview.ShouldBeTrue();
        record.Verdict.Sentence.ShouldStartWith(sentence);
    }

    [Fact]
    public void A_preview_of_one_run_makes_the_comparison_one()
    {
        var runs = TwoRuns.Of(Before, Before);
        runs.Old.Plan = runs.Old.Plan with { Preview = true };

        runs.Compare().Preview.ShouldBeTrue();
        runs.Comparison("async").Sentence.ShouldStartWith("Preview, not a verdict: async is equivalent to what it was");
    }

    [Fact]
    public void A_run_of_invalid_rounds_gives_no_verdict()
    {
        var runs = TwoRuns.Of(Before, Before);
        runs.New.Change("async", trial => trial.Round <= 3 ? trial with { Gates = [new GateRecord("V13", 0.3, 0.02, GateState.Invalid)] } : trial);

        var record = runs.Compare();

        record.Scenarios["work"].Points[0].Comparisons.ShouldAllBe(c => c.Verdict == "invalid" && c.Ratio == null);
        record.Verdict.Sentence.ShouldStartWith("No verdict on sync between the two runs in throughput at 100 users: the new run is invalid (V27)");
    }

    [Fact]
    public void A_candidate_that_died_in_one_run_has_no_verdict_and_the_others_have()
    {
        var runs = TwoRuns.Of(Before, Before);
        runs.Old.Remove(trial => trial.Candidate == "async");
        for (var round = 1; round <= 6; round++)
        {
            runs.Old.Fail(round, "async", TrialState.Died, "exit code 1");
        }

        var record = runs.Compare();

        runs.Comparison("async").Sentence.ShouldBe("No verdict on async between the two runs in throughput at 100 users: in the old run async died under load in all 6 rounds (exit code 1).");
        record.Verdict.Candidate.ShouldBe("sync");
        record.Verdict.Sentence.ShouldEndWith("The other: async invalid.");
    }

    [Fact]
    public void Runs_that_fail_differently_did_other_work()
    {
        var runs = TwoRuns.Of(Before, Before with { Failed = 100 }, 6, "one");

        runs.Comparison("one").Sentence.ShouldBe("No verdict on one between the two runs in throughput at 100 users: 4.77 % of its requests failed in the new run and 0 % in the old one, "
            + "and shares that differ by more than 0.1 percentage points (V07) mean that the two did not do the same work.");
        runs.Options = new RunComparisonOptions { Metric = "failures" };
        runs.Comparison("one", "failures").Sentence.ShouldBe("No verdict on one between the two runs in failures at 100 users: it was zero in round 1 of the old run, and a ratio needs values above zero.");
    }

    [Fact]
    public void Two_runs_that_never_failed_are_equivalent_in_failures()
    {
        var runs = TwoRuns.Of(Before, Before, 6, "one");
        runs.Options = new RunComparisonOptions { Metric = "failures" };

        runs.Comparison("one", "failures").Sentence.ShouldBe("one is equivalent to what it was in failures at 100 users: no request failed in either run.");
    }

    [Fact]
    public void A_percentile_without_samples_is_withheld()
    {
        var runs = TwoRuns.Of(Before, new Figures(PerS: 40), 6, "one");

        runs.Comparison("one", "response.p99").Sentence.ShouldBe("No verdict on one between the two runs in p99 response time at 100 users: "
            + "it needs at least 368 requests per window, and round 1 of the new run had 198 requests; measure longer.");
        runs.Comparison("one", "response.p99").Figure.ShouldNotBeNull("six rounds together have requests enough to show it");
        TwoRuns.Of(Before, new Figures(PerS: 10), 6, "one").Comparison("one", "response.p99").Figure.ShouldBeNull();
    }

    [Fact]
    public void What_is_unknown_is_left_out_unless_it_was_to_decide()
    {
        var runs = TwoRuns.Of(Before, Before with { NoResources = true }, 6, "one");

        runs.Compare().Scenarios["work"].Points[0].Comparisons.Select(c => c.Metric).ShouldBe(["throughput", "response.p50", "response.p99"]);
        runs.Options = new RunComparisonOptions { Metric = "memory" };
        runs.Comparison("one", "memory").Sentence.ShouldEndWith(": it is unknown in round 1 of the new run.");
    }

    [Fact]
    public void Doubts_of_both_runs_are_shown_and_the_same_one_once()
    {
        var runs = TwoRuns.Of(Before, Before, 6, "one");
        static World Doubted(World world, int rounds)
        {
            world.Change("one", t => t.Round <= rounds
                ? t with { Gates = [new GateRecord("V13", 0.01, 0.005, GateState.Warn)], Doubts = [new DoubtRecord("V13", "warn", "1 % was stolen", "limit", "advice")] }
                : t with { Gates = [new GateRecord("V13", 0, 0.005, GateState.Ok)] });
            return world;
        }

        Doubted(runs.Old, 2);
        Doubted(runs.New, 2);
        runs.Compare().Doubts.ShouldHaveSingleItem().Run.ShouldBeNull();

        Doubted(runs.New, 3);
        runs.Compare().Doubts.Select(d => d.Run).ShouldBe(["20261121T101500Z-demo", "20261128T101500Z-demo"]);
    }
}
