using Prony.Experiments.SelfTests;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.SelfTests;

/// <summary>The judges of planted faults, burners and comparisons, with findings that nobody made.</summary>
public sealed class CheckTests
{
    private static readonly BenchResult Nothing = new(null, [], null);

    [Fact]
    public void Each_fault_is_looked_up_by_its_gate()
    {
        var result = Result(
            Trial("plain", Gate("V07"), Gate("V09"), Gate("V08"), Gate("V18")),
            Trial("errors", Gate("V07", GateState.Invalid)),
            Trial("closing", Gate("V09", GateState.Warn)),
            Trial("longer", Gate("V08", GateState.Warn)),
            Trial("narrow", Gate("V18", GateState.Invalid)),
            Trial("orphans") with { Resources = Used(0.55) });

        States(FaultChecks.Judge(result)).ShouldBe(["ok", "ok", "ok", "ok", "ok", "ok"]);
    }

    [Fact]
    public void A_gate_that_two_candidates_together_trip_is_found_in_the_verdict()
    {
        var result = Result(Trial("plain", Gate("V08")), Trial("longer", Gate("V08"))) with
        {
            Verdict = Verdict(new GateRecord("V08", 0.1, 0.02, GateState.Invalid, Candidate: "longer")),
        };

        Fault(result, "V08").State.ShouldBe(CheckState.Ok);
    }

    [Fact]
    public void A_gate_that_this_version_does_not_have_is_no_pretence()
    {
        var check = Fault(Result(Trial("plain", Gate("V07")), Trial("longer", Gate("V07"))), "V08");

        (check.State, check.Reason).ShouldBe((CheckState.Unknown, "this version has no gate V08"));
    }

    [Fact]
    public void A_fault_that_its_gate_does_not_name_has_failed_whatever_the_noise() =>
        Fault(Result(Trial("errors", Gate("V07"), Gate("V14", GateState.Invalid))), "V07").State.ShouldBe(CheckState.Failed);

    [Fact]
    public void A_gate_that_could_not_measure_leaves_it_open()
    {
        var check = Fault(Result(Trial("narrow", new GateRecord("V18", null, null, GateState.Unknown, "no counters"))), "V18");

        (check.State, check.Reason).ShouldBe((CheckState.Unknown, "no counters"));
    }

    [Fact]
    public void A_gate_that_accuses_a_server_without_a_fault_has_failed()
    {
        FaultChecks.Judge(Result(Trial("plain", Gate("V07", GateState.Warn))))[^2].State.ShouldBe(CheckState.Failed);
        FaultChecks.Judge(Result(Trial("plain", Gate("V07", GateState.Warn), Gate("V14", GateState.Warn))))[^2].State.ShouldBe(CheckState.Unknown);
    }

    [Theory]
    [InlineData(0.52, CpuSourceName.CgroupV2, CheckState.Ok)]
    [InlineData(0.20, CpuSourceName.CgroupV2, CheckState.Failed)]
    [InlineData(1.20, CpuSourceName.CgroupV2, CheckState.Failed)]
    [InlineData(0.00, CpuSourceName.Proc, CheckState.Unknown)]
    [InlineData(0.52, CpuSourceName.Proc, CheckState.Ok)]
    public void CPU_of_a_process_that_nobody_waits_for_is_counted(double moreS, string source, string state)
    {
        var result = Result(Trial("plain") with { Resources = Used(0.05) }, Trial("orphans") with { Resources = Used(0.05 + moreS) with { CpuSource = source } });

        FaultChecks.Judge(result)[^1].State.ShouldBe(state);
    }

    [Fact]
    public void An_experiment_that_did_not_run_decides_nothing()
    {
        States(FaultChecks.Judge(Nothing with { Problem = "Candidate 'plain' could not be started." })).ShouldAllBe(state => state == CheckState.Unknown);
        FaultChecks.Judge(Nothing with { Problem = "Candidate 'plain' could not be started." })[0].Reason.ShouldBe("Candidate 'plain' could not be started.");
    }

    [Theory]
    [InlineData(GateState.Ok, 1.5, CheckState.Failed)]
    [InlineData(GateState.Warn, 1.5, CheckState.Ok)]
    [InlineData(GateState.Invalid, 1.5, CheckState.Ok)]
    [InlineData(GateState.Ok, 0.1, CheckState.Unknown)]
    public void Burners_are_noticed_or_did_not_burn(string state, double cores, string expected) =>
        BurnerCheck.Judge([Gate("V01"), Gate("V14", state), Gate("V07", GateState.Warn)], cores).State.ShouldBe(expected);

    [Theory]
    [InlineData(VerdictName.Equivalent, false, CheckState.Ok)]
    [InlineData(VerdictName.Inconclusive, false, CheckState.Ok)]
    [InlineData(VerdictName.Worse, false, CheckState.Ok)]
    [InlineData(VerdictName.Worse, true, CheckState.Failed)]
    [InlineData(VerdictName.Better, true, CheckState.Failed)]
    public void A_server_against_itself_fails_beyond_the_margin_only(string verdict, bool material, string state) =>
        ComparisonChecks.JudgeSame(Found(verdict, 0.9, 0.8, 0.94, material), Nothing).State.ShouldBe(state);

    [Fact]
    public void A_busy_machine_excuses_a_false_difference_and_no_valid_result()
    {
        var noisy = Result(Trial("a", Gate("V14", GateState.Invalid)));

        ComparisonChecks.JudgeSame(Found(VerdictName.Worse, 0.9, 0.8, 0.94, material: true), noisy).Reason.ShouldBe("the machine was too busy to tell: V14 invalid");
        ComparisonChecks.JudgeSame(null, noisy).State.ShouldBe(CheckState.Unknown);
        ComparisonChecks.JudgeSame(null, Nothing).State.ShouldBe(CheckState.Failed);
    }

    [Theory]
    [InlineData(VerdictName.Worse, 0.77, 0.74, 0.80, CheckState.Ok)]
    [InlineData(VerdictName.Equivalent, 1.0, 0.99, 1.01, CheckState.Failed)]
    [InlineData(VerdictName.Better, 1.3, 1.2, 1.4, CheckState.Failed)]
    [InlineData(VerdictName.Inconclusive, 0.8, 0.6, 1.07, CheckState.Unknown)]
    [InlineData(VerdictName.Inconclusive, 0.95, 0.88, 1.03, CheckState.Failed)]
    public void A_slower_server_is_worse_or_the_interval_holds_the_truth(string verdict, double ratio, double low, double high, string state) =>
        ComparisonChecks.JudgeSlower(Found(verdict, ratio, low, high), Nothing, moreWork: 0.30).State.ShouldBe(state);

    [Fact]
    public void The_smallest_visible_difference_is_half_the_width_of_an_interval()
    {
        var verdict = Verdict() with
        {
            Scenarios = new Dictionary<string, ScenarioVerdict>
            {
                ["users"] = Scenario(Found(VerdictName.Equivalent, 1, 1 / 1.02, 1.02), Found(VerdictName.Equivalent, 1, 0.9, 1.1) with { Metric = Metrics.ResponseP99 }),
                ["rate"] = Scenario(Found(VerdictName.Equivalent, 1, 0.999, 1.001), Found(VerdictName.Equivalent, 1, 1 / 1.05, 1.05) with { Metric = Metrics.ResponseP99 }),
            },
        };

        var visible = ComparisonChecks.VisibleIn(verdict, DateTimeOffset.UnixEpoch);

        visible.Select(found => found.Metric).ShouldBe([Metrics.Throughput, Metrics.ResponseP99]);
        visible[0].Share.ShouldBe(0.02, 1e-12);
        visible[1].Share.ShouldBe(0.05, 1e-12);
    }

    [Fact]
    public void Arrivals_must_be_there_and_the_same()
    {
        RepeatChecks.JudgeArrivals([1, 2, 3], [1, 2, 3]).State.ShouldBe(CheckState.Ok);
        RepeatChecks.JudgeArrivals([1, 2, 3], [1, 2, 4]).State.ShouldBe(CheckState.Failed);
        RepeatChecks.JudgeArrivals([], []).State.ShouldBe(CheckState.Failed);
    }

    [Fact]
    public void The_plans_of_the_self_test_are_the_same_twice()
    {
        var bench = new SelfTestBench(new SelfTestSettings(["prony"], "/nowhere", Full: false, new HashSet<string>()), TimeProvider.System);

        RepeatChecks.Plans([FaultChecks.Define(bench), ComparisonChecks.DefineSame(bench, full: true), ComparisonChecks.DefineSlower(bench, full: false)]).State.ShouldBe(CheckState.Ok);
    }

    private static IEnumerable<string> States(IEnumerable<SelfTestCheck> checks) => checks.Select(check => check.State);

    private static SelfTestCheck Fault(BenchResult result, string gate) => FaultChecks.Judge(result).Single(check => check.Expected == "named by " + gate);

    private static BenchResult Result(params TrialRecord[] trials) => new(null, trials, null);

    private static TrialRecord Trial(string candidate, params GateRecord[] gates) => new()
    {
        Round = 1,
        Candidate = candidate,
        Scenario = "work",
        Point = new PointRecord(null, 500),
        State = TrialState.Completed,
        Gates = gates,
        Resources = Used(0.05),
    };

    private static ResourceSummary Used(double cpuS) => new() { CpuSource = CpuSourceName.CgroupV2, CpuS = cpuS };

    private static GateRecord Gate(string id, string state = GateState.Ok) => new(id, 0.01, 0.001, state);

    private static ScenarioVerdict Scenario(params ComparisonRecord[] comparisons) =>
        new([new PointVerdict(new PointRecord(4, null), new Dictionary<string, CandidateSummary>(), comparisons)]);

    private static ComparisonRecord Found(string verdict, double ratio, double low, double high, bool material = false) => new()
    {
        Candidate = "b",
        Baseline = "a",
        Metric = Metrics.Throughput,
        Ratio = ratio,
        Low = low,
        High = high,
        Verdict = verdict,
        Material = material,
        Sentence = "",
    };

    private static VerdictRecord Verdict(params GateRecord[] gates) => new()
    {
        Experiment = "selftest",
        Baseline = "a",
        Primary = Metrics.Throughput,
        Margin = 0.05,
        Rounds = 6,
        Order = [],
        Scenarios = new Dictionary<string, ScenarioVerdict>(),
        Gates = gates,
    };
}
