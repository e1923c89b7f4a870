using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Costs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Costs;

public class CostTests
{
    private static readonly StatedMachine Machine = new(2, 4L << 30, null, new StatedPrice(28, "USD"), null);

    [Fact]
    public void Copies_follow_from_rate_throughput_and_headroom_and_carry_its_interval()
    {
        // async: 948/s (943.3 to 953.7), less 30 %: 663.6 a copy; 5,000 ÷ 663.6 = 7.53.
        var cost = Of(5_000, 0.3).Candidates.Single(c => c.Candidate == "async");

        (cost.Copies, cost.CopiesInterval).ShouldBe((8, new IntervalRecord(8, 8)));
        var more = Of(100_000, 0.3).Candidates.Single(c => c.Candidate == "async");
        (more.Copies, more.CopiesInterval).ShouldBe((151, new IntervalRecord(150, 152)));
        (more.CopyPrice, more.PricePerMonth, more.PriceInterval).ShouldBe((new StatedPrice(28, "USD"), 151 * 28, new IntervalRecord(150 * 28, 152 * 28)));
        more.PricePerMillion!.Value.ShouldBe(151 * 28 / (100_000 * 30.4375 * 86_400) * 1e6, 1e-9);
        more.PerMillionInterval!.Low.ShouldBeLessThan(more.PricePerMillion.Value);
    }

    [Fact]
    public void Each_layer_is_reckoned_by_its_cpu()
    {
        var view = Sample.View(Sample.Verdict(), Plan());
        view = view with
        {
            Trials =
            [
                .. Enumerable.Range(1, 3).Select(round => Sample.Trial(round, "async") with
                {
                    Load = Sample.Closed(1_000),
                    Resources = new ResourceSummary
                    {
                        CpuSource = "proc",
                        Services = new Dictionary<string, ServiceSummary> { ["web"] = new(1 + (0.01 * round), 1, 1, 1, 1, 1) },
                        SharedServices = new Dictionary<string, ServiceSummary> { ["db"] = new(0.5, 1, 1, 1, 1, 1) },
                    },
                }),
            ],
        };

        var layers = CostArithmetic.Of(view, 5_000, 0.3).Candidates.Single(c => c.Candidate == "async").Layers;

        // 1.02 ms · 5,000/s ÷ 0.7 = 7.29 cores, on machines of 2.
        (layers[0].Service, layers[0].Machines, layers[0].Price).ShouldBe(("web", 4, new StatedPrice(4 * 28, "USD")));
        layers[0].Cores.ShouldBe(1.02e-3 * 5_000 / 0.7, 1e-9);
        layers[0].CoresInterval!.High.ShouldBeGreaterThan(layers[0].Cores);
        (layers[1].Service, layers[1].Shared, layers[1].Machines, layers[1].Price).ShouldBe(("db", true, null, null));
    }

    [Fact]
    public void A_candidate_that_fails_at_every_load_has_no_copies()
    {
        // sync of the sample fails 0.12 % of its requests.
        var sync = Of(5_000, 0.3).Candidates.Single(c => c.Candidate == "sync");

        (sync.Load, sync.Copies, sync.PricePerMonth).ShouldBe((null, null, null));
        Print(5_000).ShouldContain("sync: no load with at most 0.1 % failures was measured in a round that its gates allow.");
        Print(5_000).ShouldNotContain("invalid by its own gates");
    }

    [Fact]
    public void Rounds_that_gates_forbid_carry_no_figure_and_an_invalid_run_says_so()
    {
        var verdict = With(summary => summary with { Rounds = [.. summary.Rounds.Select(round => round.Round > 3 ? round with { Invalid = true, ThroughputPerS = 90_000 } : round)] });
        var async = CostArithmetic.Of(Sample.View(verdict, Plan()), 5_000, 0.3).Candidates.Single(c => c.Candidate == "async");
        async.ThroughputPerS!.Value.ShouldBe(948, 1);
        async.ThroughputInterval!.High.ShouldBeLessThan(1_000);
        async.Copies.ShouldBe(8);

        verdict = With(summary => summary with { Rounds = [.. summary.Rounds.Select(round => round with { Invalid = true })] }) with
        {
            Doubts = [new DoubtRecord("V01", GateState.Invalid, "The generator thread used 97 % of its CPU.", "", "")],
        };
        var cost = CostArithmetic.Of(Sample.View(verdict, Plan()), 5_000, 0.3);
        cost.Candidates.ShouldAllBe(candidate => candidate.Load == null && candidate.Copies == null);
        cost.RunInvalid.ShouldBe("The run is invalid by its own gates: V01: The generator thread used 97 % of its CPU.");
        Printed.At(160, console => CostReport.Terminal(cost, console)).ShouldContain("The run is invalid by its own gates: V01");

        var judged = Sample.Verdict() with { Verdict = new OverallVerdict("work", "async", VerdictName.Invalid, "No verdict on async.") };
        CostArithmetic.Of(Sample.View(judged, Plan()), 5_000, 0.3).RunInvalid.ShouldBe("The run is invalid by its own gates: No verdict on async.");
    }

    [Fact]
    public void The_text_says_what_it_is_and_what_it_takes_for_granted()
    {
        var text = Print(100_000);

        text.ShouldStartWith("100,000 requests/s by the figures of 20261121T101500Z-sync-vs-async");
        text.ShouldContain("ARITHMETIC: not a measurement: nobody asked this rate of anything. Headroom 30 %");
        text.ShouldMatch(@"async +100 users +948\.0/s \(943\.3–953\.7/s\) +151 \(150–152\) +4,228 USD \(4,200–4,256 USD\)|async +100 users +948\.0/s \(943\.3–953\.7\) +151 \(150–152\) +4,228 USD \(4,200–4,256\)");
        text.ShouldContain("Taken for granted");
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain("Of a database that all of them write to this is not true.");
    }

    [Fact]
    public void A_load_of_a_fixed_rate_shows_no_more_than_that_rate()
    {
        var verdict = Sample.Verdict();
        var point = verdict.Scenarios["work"].Points[0] with { Load = new PointRecord(null, 300, "poisson") };
        var view = Sample.View(verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point]) } }, Plan());

        CostArithmetic.Of(view, 5_000, 0.3).Assumptions.ShouldContain(assumption => assumption.StartsWith("A load of a fixed rate shows no more", StringComparison.Ordinal));
        Of(5_000, 0.3).Assumptions.ShouldNotContain(assumption => assumption.StartsWith("A load of a fixed rate", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_prices_there_are_none_and_the_record_can_be_read_again()
    {
        var record = CostArithmetic.Of(Sample.View(Sample.Verdict(), Sample.Plan()), 5_000, 0.3);

        record.Candidates.ShouldAllBe(cost => cost.PricePerMonth == null);
        record.Assumptions.ShouldNotContain(assumption => assumption.StartsWith("Prices", StringComparison.Ordinal));
        var json = CostReport.Json(record);
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, RunJson.Files.CostRecord)!, RunJson.Files.CostRecord).ShouldBe(json);
    }

    [Fact]
    public void A_run_without_a_verdict_has_nothing_to_reckon_with() =>
        Should.Throw<InvalidOperationException>(() => CostArithmetic.Of(Sample.View(null, Plan()), 5_000, 0.3)).Message.ShouldContain("nothing to reckon with");

    [Fact]
    public void The_capacities_of_a_search_are_what_a_copy_serves()
    {
        var cost = CostArithmetic.Of(Searched(), Capacity("rate", Found(1, 800, 816), Found(2, 790, 806), Found(3, 810, 826)), 5_000, 0.3);

        var async = cost.Candidates.Single(c => c.Candidate == "async");
        (async.Scenario, async.Load, async.ThroughputPerS, async.ThroughputInterval).ShouldBe(("work", new PointRecord(null, 808, ArrivalsName.Poisson), 808, new IntervalRecord(784, 832)));

        // 808/s less 30 %: 565.6 a copy; 5,000 ÷ 565.6 = 8.84; the ends 548.8 and 582.4 give 9.1 and 8.6.
        (async.Copies, async.CopiesInterval).ShouldBe((9, new IntervalRecord(9, 10)));
        async.Layers.Single().CpuPerRequestNs.ShouldBe(1.02e6, 1, "of the good trials at the lower ends: 1.01, 1.02 and 1.03 s for 1,000 requests");
        cost.Assumptions.ShouldContain("Each copy serves the highest rate that kept the objectives, the middle of its bracket, less the headroom of 30 %, under response.p99 <= 100ms.");
        cost.Assumptions.ShouldNotContain(assumption => assumption.StartsWith("A load of a fixed rate", StringComparison.Ordinal));

        var sync = cost.Candidates.Single(c => c.Candidate == "sync");
        (sync.Load, sync.Copies, sync.Reason).ShouldBe((null, null, "sync was not searched."));
        Printed.At(160, console => CostReport.Terminal(cost, console)).ShouldContain("sync was not searched.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_search_that_is_not_whole_is_told_before_its_costs(bool whole)
    {
        var cost = CostArithmetic.Of(Searched(), Capacity("rate", Found(1, 800, 816)) with { Rounds = 1, PlannedRounds = 3, Whole = whole }, 5_000, 0.3);
        var text = Printed.At(160, console => CostReport.Terminal(cost, console));
        text.Contains("INCOMPLETE: only 1 of 3 planned rounds of the search is whole.", StringComparison.Ordinal).ShouldBe(!whole);
    }

    [Fact]
    public void The_capacity_in_users_is_reckoned_by_what_they_were_served()
    {
        var cost = CostArithmetic.Of(Searched(), Capacity("users", Found(1, 800, 816), Found(2, 790, 806), Found(3, 810, 826)), 5_000, 0).Candidates.Single(c => c.Candidate == "async");
        cost.Load.ShouldBe(new PointRecord(808, null));
        cost.ThroughputPerS!.Value.ShouldBe(400, 5);
        cost.ThroughputInterval!.Low.ShouldBeLessThan(400);
        cost.Copies.ShouldBe(13);
    }

    [Fact]
    public void A_search_without_a_narrow_bracket_has_no_copies_and_says_why()
    {
        var open = Capacity("rate", Found(1, 800, 816) with { End = SearchEndName.HighestKept }) is var found
            ? found with { Candidates = [found.Candidates[0] with { Value = null, Low = null, High = null, Sentence = "async keeps it even at 816 requests/s." }] } : null;
        var cost = CostArithmetic.Of(Searched(), open!, 5_000, 0.3).Candidates.Single(c => c.Candidate == "async");
        (cost.Copies, cost.Reason).ShouldBe((null, "async keeps it even at 816 requests/s."));
    }

    private static RunView Searched() => Sample.View(null, Plan()) with
    {
        Trials =
        [
            .. Enumerable.Range(1, 3).SelectMany(round => new[] { 1, 2 }.Select(attempt => Sample.Trial(round, "async") with
            {
                Attempt = attempt,
                Load = Sample.Closed(1_000),
                Resources = new ResourceSummary { CpuSource = "proc", Services = new Dictionary<string, ServiceSummary> { ["web"] = new(attempt == 1 ? 9 : 1 + (0.01 * round), 1, 1, 1, 1, 1) } },
            })),
        ],
    };

    private static CapacityRecord Capacity(string load, params CapacitySearchRecord[] searches) => new()
    {
        Experiment = "x",
        Scenario = "work",
        Settings = new CapacitySettings(load, ["response.p99 <= 100ms"], 100, 1e7, 0.02, 10, 30, 0.5, 30, 40, 8, 600),
        Baseline = "sync",
        Margin = 0.05,
        Rounds = 3,
        Candidates = [new CapacityCandidate { Name = "async", Value = 808, Low = 784, High = 832, Searches = searches, Sentence = "async keeps it." }],
    };

    /// <summary>Trial 1 is bad at the upper end, trial 2 good at the lower one.</summary>
    private static CapacitySearchRecord Found(int round, double lower, double upper) => new()
    {
        Round = round,
        Lower = lower,
        Upper = upper,
        Middle = Math.Sqrt(lower * upper),
        End = SearchEndName.Narrow,
        Trials =
        [
            new CapacityTrialRecord($"r0{round}a1.async.work", upper, 10, "bad", "objective", "late", upper / 2, 0, 1e8),
            new CapacityTrialRecord($"r0{round}a2.async.work", lower, 10, "good", null, null, lower / 2, 0, 1e6),
        ],
    };

    private static VerdictRecord With(Func<CandidateSummary, CandidateSummary> change)
    {
        var verdict = Sample.Verdict();
        var point = verdict.Scenarios["work"].Points[0];
        var changed = point with { Candidates = point.Candidates.ToDictionary(pair => pair.Key, pair => change(pair.Value)) };
        return verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([changed]) } };
    }

    private static PlanRecord Plan()
    {
        var plan = Sample.Plan();
        return plan with { Candidates = [.. plan.Candidates.Select(candidate => candidate with { Setup = [new PlannedService("web", "server", Machine)] })] };
    }

    private static CostRecord Of(double rate, double headroom) => CostArithmetic.Of(Sample.View(Sample.Verdict(), Plan()), rate, headroom);

    private static string Print(double rate) => Printed.At(160, console => CostReport.Terminal(Of(rate, 0.3), console));
}
