using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

/// <summary>Every sentence that a report may add to the records.</summary>
public class RunMessagesTests
{
    private static readonly VerdictRecord Verdict = Sample.Verdict();

    [Fact]
    public void A_preview_is_marked_loudly_before_the_verdict()
    {
        var text = Print(Verdict with { Preview = true });
        text.ShouldContain(
            "PREVIEW: too few rounds or too short windows for a verdict. Take what follows as a hint, and run the whole experiment before acting on it.\n\nVerdict: ");
        RunReport.Markdown(Sample.View(Verdict with { Preview = true }, Sample.Plan())).ShouldContain("> **PREVIEW**: too few rounds");
    }

    [Fact]
    public void A_run_that_compared_nothing_says_so() =>
        Print(Verdict with { Verdict = null }).ShouldContain("Verdict: none: nothing could be compared.");

    [Fact]
    public void A_skipped_candidate_stands_with_its_reason_and_hint() =>
        Print(Verdict with { Skipped = [new SkippedRecord("rust", "cargo is missing.", "Install it: apt-get install cargo")] })
            .ShouldContain("Skipped\n- rust: cargo is missing. Install it: apt-get install cargo\n");

    [Fact]
    public void A_failed_trial_shows_its_last_output_and_the_same_failure_only_once()
    {
        FailedTrialRecord Failed(int round) => new($"r0{round}a1.async.work", "async", TrialState.NotStarted, "web exited with code 1.", ["Traceback:", "  [Errno 98] in use"]);
        Print(Verdict with { FailedTrials = [Failed(1), Failed(2), Failed(3)] }).ShouldContain(
            """
            Trials that did not complete
            r01a1.async.work (not-started): web exited with code 1. The same in r02a1.async.work, r03a1.async.work.

              Traceback:
                [Errno 98] in use

            """);
    }

    [Fact]
    public void A_failed_trial_without_output_shows_none() =>
        Print(Verdict with { FailedTrials = [new FailedTrialRecord("r01a1.async.work", "async", TrialState.Interrupted, "Ctrl-C.", [])] })
            .ShouldContain("r01a1.async.work (interrupted): Ctrl-C.\n\nwork, 100 users\n");

    [Fact]
    public void Gates_that_could_not_be_measured_are_listed_with_their_reasons_and_candidates()
    {
        GateRecord Unknown(string id, string reason, string? candidate) => new(id, null, null, GateState.Unknown, reason, candidate);
        Print(Verdict with { Gates = [Unknown("V24", "no raw clock", null), Unknown("V12", "too short", "sync"), Unknown("V12", "too short", "async"), new GateRecord("V07", 0, 0, GateState.Ok)] })
            .ShouldContain("Gates that could not be measured\n- V12: too short (sync, async)\n- V24: no raw clock\n");
        Print(Verdict with { Gates = [] }).ShouldNotContain("could not be measured");
    }

    [Fact]
    public void A_missed_objective_comes_first_and_is_not_folded_away()
    {
        var verdict = Verdict with
        {
            Objectives =
            [
                new ObjectiveRecord("work", "users-100", "async", "response.p99 <= 500ms", 152 * Sample.Ms, Met: true),
                new ObjectiveRecord("work", "users-100", "sync", "response.p99 <= 500ms", 904 * Sample.Ms, Met: false),
                new ObjectiveRecord("work", "users-100", "sync", "failures <= 0.1%", 0.0012, Met: false),
                new ObjectiveRecord("work", "users-100", "sync", "throughput >= 100/s", null, Met: false),
                new ObjectiveRecord("other", "users-100", "sync", "failures <= 9%", 0, Met: true),
            ],
        };
        Print(verdict).ShouldContain(
            """
            - Objective MISSED: sync, response.p99 <= 500ms: it was 904 ms.
            - Objective MISSED: sync, failures <= 0.1%: it was 0.12 %.
            - Objective MISSED: sync, throughput >= 100/s: it was unknown.
            - Objective met: async, response.p99 <= 500ms: it was 152 ms.

            """);
        Print(verdict).ShouldNotContain("failures <= 9%");
        RunReport.Markdown(Sample.View(verdict, Sample.Plan())).Split("<details>")[0].ShouldContain("**Objective MISSED**");
    }

    [Fact]
    public void A_candidate_without_resources_has_dashes_and_a_reason()
    {
        var text = Print(Change(Verdict, "async", c => c with { CpuPerRequestNs = null, CpuCores = null, MemoryPssBytes = null, MemoryPeakBytes = null, Processes = null }));
        text.ShouldContain("CPU and memory are unknown for a candidate that Prony did not start.");
        text.ShouldContain(" async           948.0                –            –       0 %");
    }

    [Fact]
    public void A_load_without_a_whole_round_says_so()
    {
        var scenarios = new Dictionary<string, ScenarioVerdict>
        {
            ["work"] = new([new PointVerdict(new PointRecord(null, 300, "poisson"), new Dictionary<string, CandidateSummary>(), [])]),
        };
        Print(Verdict with { Scenarios = scenarios })
            .ShouldContain("work, 300 requests/s, poisson arrivals\nNo candidate has a whole round at this load.\n");
    }

    [Fact]
    public void Whole_responses_that_are_no_successes_get_a_row() =>
        Print(Change(Verdict, "async", c => c with { ThroughputPerS = 900 })).ShouldContain(" answered          159.6/s   948.0/s");

    [Fact]
    public void Too_few_requests_for_p99_are_explained()
    {
        var text = Print(Change(Verdict, "async", c => c with { ResponseNs = Sample.Spread(100, 367) }));
        text.ShouldContain("– as a percentile: too few requests (p99 needs 368).");
    }

    [Fact]
    public void Few_requests_for_p99_mark_it()
    {
        var text = Print(Change(Verdict, "async", c => c with { ResponseNs = Sample.Spread(100, 999) }));
        text.ShouldContain("~ before a percentile: few requests (p99 wants 1,000).");
        text.ShouldMatch(" response p99 +904 ms +~145 ms ");
        Print(Verdict).ShouldNotContain("~");
    }

    [Fact]
    public void Percentiles_stand_with_the_interval_of_their_rounds()
    {
        Print(Verdict).ShouldNotContain("the rounds' own percentiles");
        var text = Print(Change(Verdict, "async", c => c with
        {
            ResponseIntervalsNs = new Dictionary<string, IntervalRecord> { ["50"] = new(104.6e6, 105.71e6), ["99"] = new(149.2e6, 155e6) },
        }));
        text.ShouldContain("Response times, with the 95 % interval of the rounds' own percentiles\n");
        text.ShouldMatch(" async +105 ms \\(105–106 ms\\) +125 ms +152 ms \\(149–155 ms\\)\n");
    }

    [Fact]
    public void The_cost_of_CPU_stands_below_the_table() =>
        Print(WithComparisons(Verdict, c => c.Metric == "cpu-per-request" ? c with { MeanRatio = new MeanRatioRecord(0.9341, 0.9022, 0.9666) } : c))
            .ShouldContain("CPU cost, async ÷ sync: 0.934 (0.902–0.967), ratio of the rounds' means with Fieller's interval.");

    [Fact]
    public void A_comparison_without_a_ratio_has_its_reason_below_the_table()
    {
        var text = Print(WithComparisons(Verdict, c => c.Metric == "memory"
            ? c with { Ratio = null, Low = null, High = null, Verdict = "invalid", Sentence = "No verdict on async against sync in memory at 100 users: it is unknown in round 2." }
            : c));
        text.ShouldContain("- No verdict on async against sync in memory at 100 users: it is unknown in round 2.");
        text.ShouldContain(" memory (PSS)     61.0 MiB  68.0 MiB  –\n");
    }

    [Fact]
    public void Services_stand_apart_where_there_are_several()
    {
        var used = new ServiceSummary(1.5, 20 << 20, 10 << 20, 30 << 20, 2, 8) { CoresMean = 0.3, CoresPeak = 0.8 };
        Print(Verdict).ShouldNotContain("Services");
        Print(Change(Verdict, "async", c => c with { Services = new Dictionary<string, ServiceSummary> { ["web"] = used, ["proxy"] = used } }))
            .ShouldMatch(" async +proxy +1\\.50 s +0\\.30 +0\\.80 +20\\.0 MiB +2 +8 +–\n");
    }

    [Fact]
    public void Shared_services_stand_apart_and_once_in_a_sum()
    {
        var web = new ServiceSummary(1.5, 20 << 20, 10 << 20, 30 << 20, 2, 8) { CoresMean = 0.4, CoresPeak = 0.6, VoluntarySwitches = 1000, InvoluntarySwitches = 200 };
        var database = web with { CpuS = 3, CoresMean = 1.9, Shared = true };
        var text = Print(Change(Verdict, "async", c => c with
        {
            Services = new Dictionary<string, ServiceSummary> { ["web"] = web },
            SharedServices = new Dictionary<string, ServiceSummary> { ["database"] = database },
            CpuWithSharedS = 4.5,
        }));
        text.ShouldMatch(@" async +web +1\.50 s +0\.40 +0\.60 +20\.0 MiB +2 +8 +1,200\n");
        text.ShouldMatch(@" async +database \(shared\) +3\.00 s +1\.90 ");
        text.ShouldMatch(@" async +all, shared too +4\.50 s +2\.30 +– +40\.0 MiB +4 +16 +2,400\n");
    }

    [Theory]
    [InlineData(4, 12, 13, 50, "web: connections per worker 12 to 13 of 50, 4 workers.")]
    [InlineData(4, 0, 50, 50, "web: one of 4 workers holds all 50 connections.")]
    [InlineData(2, 0, 1, 1, "web: one of 2 workers holds the only connection.")]
    [InlineData(2, 25, 25, 50, "web: connections per worker 25 of 50.")]
    public void The_spread_of_connections_over_workers_is_told(int workers, int least, int most, int total, string sentence)
    {
        var web = new ServiceSummary(1, 1, 1, 1, 5, 5) { Spread = new ConnectionSpread(workers, least, most, total) };
        Print(Change(Verdict, "async", c => c with { Services = new Dictionary<string, ServiceSummary> { ["web"] = web } })).ShouldContain($"- Workers of async: {sentence}\n");
        Print(Verdict).ShouldNotContain("Workers of");
    }

    [Theory]
    [InlineData("response.p99", "  876 ms", "876 ms")]
    [InlineData("cpu-per-request", "310 µs", "310 µs")]
    [InlineData("memory", "61.0 MiB", "61.0 MiB")]
    [InlineData("failures", "0 %", "0 %")]
    [InlineData("response.p95", "132 ms", "of the trials")]
    [InlineData("response.mean", "105 ms", "of the trials")]
    [InlineData("capacity", "–", "unknown")]
    public void The_rounds_of_any_primary_metric_are_shown(string primary, string figure, string why)
    {
        var text = Print(Verdict with { Primary = primary });
        text.ShouldContain($"Rounds: {primary}, what the interval comes from\n");
        var first = text[text.IndexOf("Rounds: ", StringComparison.Ordinal)..].Split('\n')[3];
        first.ShouldStartWith("     1");
        first.ShouldContain(figure.Trim(), Case.Sensitive, why);
    }

    [Fact]
    public void A_round_whose_baseline_was_zero_has_no_ratio()
    {
        var zero = Change(Verdict with { Primary = "failures" }, "async", c => c with { Rounds = [.. c.Rounds.Select(r => r with { Failures = 0.01 })] });
        Print(zero).ShouldContain("     1   0 %    1 %       –\n");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    public void No_line_is_longer_than_the_terminal(int width)
    {
        string[] names = ["gunicorn-uvicorn-behind-nginx", "a-rather-long-name-of-a-candidate", "x"];
        var verdict = Sample.Verdict(6, names) with
        {
            FailedTrials = [new FailedTrialRecord("r01a1.x.work", "x", TrialState.Died, new string('y', 200), [new string('z', 300)])],
        };
        var text = Printed.At(width, console => RunReport.Terminal(Sample.View(verdict, Sample.Plan(6, names)), console));
        text.Split('\n').ShouldAllBe(line => line.Length <= width);
        text.Count(c => c == 'z').ShouldBeGreaterThanOrEqualTo(300, "nothing is cut off");
    }

    private static VerdictRecord Change(VerdictRecord verdict, string candidate, Func<CandidateSummary, CandidateSummary> change) =>
        WithPoint(verdict, p => p with { Candidates = p.Candidates.ToDictionary(c => c.Key, c => c.Key == candidate ? change(c.Value) : c.Value) });

    private static VerdictRecord WithComparisons(VerdictRecord verdict, Func<ComparisonRecord, ComparisonRecord> change) =>
        WithPoint(verdict, p => p with { Comparisons = [.. p.Comparisons.Select(change)] });

    private static VerdictRecord WithPoint(VerdictRecord verdict, Func<PointVerdict, PointVerdict> change) => verdict with
    {
        Scenarios = verdict.Scenarios.ToDictionary(s => s.Key, s => new ScenarioVerdict([.. s.Value.Points.Select(change)])),
    };

    private static string Print(VerdictRecord verdict) => Printed.At(400, console => RunReport.Terminal(Sample.View(verdict, Sample.Plan()), console));
}
