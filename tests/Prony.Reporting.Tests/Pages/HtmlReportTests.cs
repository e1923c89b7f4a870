using System.Text;
using System.Text.RegularExpressions;
using Prony.Measurement.Runs;
using Prony.Reporting.Capacities;
using Prony.Reporting.Charts;
using Prony.Reporting.Pages;
using Prony.Reporting.Runs;
using Prony.Reporting.Tests.Charts;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Pages;

public sealed class HtmlReportTests : IDisposable
{
    private static readonly string[] Evils = ["<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)", "' autofocus onfocus='alert(1)", "<!--", "]]>", "javascript:alert(1)//&lt;"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Sections_stand_in_their_order()
    {
        var html = Page(Full());
        string[] ids = ["verdict", "doubts", "claims", "candidates", "response", "time", "curves", "heat", "rounds", "outcomes", "limit", "fairness", "cost", "environment", "gates", "definitions", "reproduce"];
        Regex.Matches(html, "<section id=\"([a-z]+)\" aria-labelledby=\"([a-z]+)-h\"><h2 id=\"([a-z]+)-h\">").Select(match => match.Groups[1].Value).ShouldBe(ids);
        Regex.Matches(html, "<li><a href=\"#([a-z]+)\">").Select(match => match.Groups[1].Value).ShouldBe(ids);
        html.IndexOf("<header", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf("<nav", StringComparison.Ordinal));
        html.ShouldContain("<h1>Does awaiting beat blocking for 100 ms of waiting and a little work?</h1>");
        html.ShouldContain("<title>sync-vs-async – Prony</title>");
        Regex.Matches(html, "data-chart=\"([a-z]+)\" data-scenario=\"work\"").Select(match => match.Groups[1].Value).ShouldBe(["forest", "percentiles", "timeline", "curves", "heatmap", "rounds"]);
        html.ShouldContain("<span class=\"state state-better\">better</span> async is better than sync: throughput 5.94 times as high (5.89 to 5.99, 95% interval over 6 rounds).");
        html.ShouldContain("<span class=\"state state-confirmed\">confirmed</span> <strong>awaiting is faster (blog)</strong>: It is so.");
        html.ShouldContain("confirmed.</p>");
        html.ShouldContain("<span class=\"state state-warn\">warn</span> <strong>V28 generator on the server&#39;s CPUs</strong>: The generator and the server share 2 CPUs.");
        html.ShouldContain("5.94 (5.89–5.99)");
    }

    [Fact]
    public void What_comes_from_a_server_a_log_or_a_file_is_text()
    {
        foreach (var evil in Evils)
        {
            var html = Page(Full(evil), new WrittenRun { Rounds = 1, Event = evil });
            // Only the frame and the one element of data hold tags of these kinds.
            Regex.Count(html, "<script", RegexOptions.IgnoreCase).ShouldBe(1, evil);
            Regex.Count(html, "</script", RegexOptions.IgnoreCase).ShouldBe(1, evil);
            html.ShouldNotContain("<img");
            html.ShouldNotContain("<!--", customMessage: evil);
            Regex.Matches(html, "<[a-z][^<>]*\\son[a-z]+\\s*=", RegexOptions.IgnoreCase).ShouldBeEmpty(evil);
            Regex.Matches(html, "<a [^>]*href=\"(?!#)").ShouldBeEmpty(evil);
            Encoding.UTF8.GetByteCount(html).ShouldBeLessThan(1_000_000);
        }
    }

    [Fact]
    public void Doubts_of_one_gate_are_told_once_and_the_others_folded()
    {
        var html = Page(Sample.Verdict(1) with { Doubts = [.. new[] { "sync", "async", "rust" }.Select(name => Sample.CoLocated with { Seen = $"{name} shares." }), Sample.CoLocated with { Id = "V07", Level = "invalid", Seen = "27 failed." }] });
        html.ShouldContain("<summary>V28: 2 more of this gate</summary>");
        html.IndexOf("27 failed.", StringComparison.Ordinal).ShouldBeLessThan(html.IndexOf("sync shares.", StringComparison.Ordinal), "the worst first");
        Page(Sample.Verdict(1) with { Doubts = [] }).ShouldContain("None: no gate found a reason");
    }

    [Fact]
    public void A_doubt_of_several_candidates_is_one_paragraph_and_folded_one_by_one()
    {
        DoubtRecord[] doubts = [.. new[] { "sync", "async" }.Select(name => Sample.CoLocated with { Id = "V13", Seen = $"{name}, in 1 of 6 windows, worst in round 2: The hypervisor took {name.Length} %." })];
        GateRecord[] gates = [new("V13", 4, 0.5, GateState.Warn, null, "sync"), new("V13", 5, 0.5, GateState.Warn, null, "async")];
        var html = Page(Sample.Verdict(1) with { Doubts = [.. doubts, .. doubts], Gates = gates });
        html.ShouldContain("<strong>V13 stolen CPU time</strong>: sync (1 of 6 windows), async (1 of 6). The worst is async in round 2: The hypervisor took 5 %.");
        html.ShouldContain("<summary>V13: each of the 2 by itself</summary>");
        Regex.Count(html, "sync, in 1 of 6 windows, worst in round 2: The hypervisor took 4 %[.]").ShouldBe(1, "told again for another load, it is told once");
    }

    [Fact]
    public void Of_a_long_verdict_the_first_sentence_stands_out()
    {
        var verdict = Sample.Verdict(1);
        var html = Page(verdict with { Verdict = verdict.Verdict! with { Sentence = "async is better than sync: 1.5 times as much. The others against sync: rust worse (9. of 10). No winner among both." } });
        html.ShouldContain("</span> async is better than sync: 1.5 times as much.</p>\n<p>The others against sync: rust worse (9. of 10).</p>\n<p>No winner among both.</p>");
    }

    [Fact]
    public void Rounds_that_a_gate_forbids_to_use_are_told_beside_the_chart_and_in_brackets_in_the_table()
    {
        var run = new WrittenRun { Rounds = 2 }.Write(_folder.Path);
        var view = RunView.Read(run) with { Verdict = Sample.Verdict(2) };
        var plain = HtmlReport.Of(view, run, PageFrameTests.Frame);
        plain.ShouldContain("throughput of each round: the interval of the ratio comes from them.</figcaption>");
        plain.ShouldNotContain("In brackets: a gate");
        var html = HtmlReport.Of(ForbiddenSample.Of(view, "sync", 2).View, run, PageFrameTests.Frame);
        html.ShouldContain("comes from them. Hollow marks: a gate forbids to use that round, so no comparison rests on it, nor on that round of a candidate compared with it; the mean behind the rounds is that of all.</figcaption>");
        html.ShouldContain("In brackets: a gate forbids to use that round, so no comparison rests on it, nor on that round of a candidate compared with it: sync in round 2 (V13 stolen CPU time, V26 server identity).");
        var row = Regex.Matches(html, "<tr><th scope=\"row\"[^>]*>2</th>(.*?)</tr>", RegexOptions.Singleline).Select(match => match.Groups[1].Value).ShouldHaveSingleItem();
        Regex.Matches(row, "<td[^>]*>([^<]*)</td>").Select(cell => cell.Groups[1].Value.StartsWith('(')).ShouldBe([true, false, true], "the round, the other's, their ratio");
    }

    [Fact]
    public void A_run_that_was_killed_has_a_page_without_verdict()
    {
        var run = new WrittenRun { Rounds = 2 }.Write(_folder.Path);
        File.Delete(run.Trial(2, 1, "async", "work", null).TrialFile);
        var html = HtmlReport.Of(RunView.Read(run), run, PageFrameTests.Frame);
        html.ShouldContain("<strong>No verdict</strong>: the run ended before it. 3 of 4 planned trials are whole, 1 was cut off.");
        html.ShouldContain("<section id=\"reproduce\"");
        html.ShouldNotContain("data-chart");
    }

    [Fact]
    public void A_run_that_was_cut_short_or_is_a_preview_says_so()
    {
        var written = new WrittenRun { Rounds = 1 };
        var run = written.Write(_folder.Path);
        var view = RunView.Read(run) with { Plan = written.Plan() with { Rounds = 3, Order = [.. Enumerable.Repeat(written.Candidates, 3)] }, Verdict = Sample.Verdict(1) with { Preview = true } };
        var html = HtmlReport.Of(view, run, PageFrameTests.Frame);
        html.ShouldContain("<strong>Preview</strong>");
        html.ShouldContain("<strong>Incomplete</strong>: the run ended before its plan did. 2 of 6 planned trials are whole.");
        html.ShouldContain("\"preview\":true");
        html.ShouldContain("1 round");
    }

    [Fact]
    public void A_run_without_resources_has_neither_costs_nor_services()
    {
        var verdict = Sample.Verdict(1);
        var point = verdict.Scenarios["work"].Points[0];
        var bare = point.Candidates.ToDictionary(c => c.Key, c => c.Value with { CpuPerRequestNs = null, CpuCores = null, MemoryPssBytes = null, MemoryPeakBytes = null, Services = new Dictionary<string, ServiceSummary>() });
        var html = Page(verdict with { Scenarios = Scenario(point with { Candidates = bare, Comparisons = [.. point.Comparisons.Where(c => c.Metric == "throughput")] }) }, new WrittenRun { Resources = false });
        html.ShouldNotContain("id=\"cost\"");
        html.ShouldContain("CPU and memory are unknown for a candidate that Prony did not start.");
        html.ShouldContain("\"services\":[]");
    }

    [Fact]
    public void A_run_in_which_no_candidate_had_a_success_has_a_page()
    {
        var silent = new CandidateSummary { ResponseNs = Distribution.Empty, ServiceNs = Distribution.Empty, Failures = 1, Status = new Dictionary<string, long> { ["503"] = 12 } };
        var point = new PointVerdict(new PointRecord(100, null), new Dictionary<string, CandidateSummary> { ["sync"] = silent, ["async"] = silent }, []);
        var html = Page(Sample.Verdict(1) with { Scenarios = Scenario(point), Verdict = null, Rounds = 0 });
        html.ShouldContain("None: nothing could be compared.");
        html.ShouldContain("503: 12");
        html.ShouldNotContain("data-chart=\"percentiles\"");
        var nobody = Page(Sample.Verdict(1) with { Scenarios = Scenario(new PointVerdict(new PointRecord(100, null), new Dictionary<string, CandidateSummary>(), [])), Verdict = null });
        nobody.ShouldContain("No candidate has a whole round at this load.");
    }

    [Fact]
    public void Loads_of_a_scenario_are_folds_where_there_are_many()
    {
        var verdict = Sample.Verdict(6);
        var point = verdict.Scenarios["work"].Points[0];
        var points = Enumerable.Range(1, 5).Select(i => point with { Load = new PointRecord(i * 10, null) }).ToArray();
        var html = Page(verdict with { Scenarios = Scenario(points) });
        html.ShouldContain("<summary>50 users</summary>");
        Page(verdict with { Scenarios = Scenario(points[..2]) }).ShouldContain("<h3>20 users</h3>");
        Page(verdict with { Scenarios = new Dictionary<string, ScenarioVerdict> { ["a"] = new([point]), ["b"] = new([point]) } }).ShouldContain("<h3>b</h3>");
    }

    [Fact]
    public void The_page_of_many_long_trials_stays_below_two_megabytes()
    {
        string[] names = [.. Enumerable.Range(1, 11).Select(i => $"candidate-{i}")];
        var written = new WrittenRun { Candidates = names, Rounds = 6, WindowS = 60 };
        var run = written.Write(_folder.Path);
        var html = HtmlReport.Of(RunView.Read(run) with { Verdict = Sample.Verdict(6, names) }, run, PageFrameTests.Frame);
        Encoding.UTF8.GetByteCount(html).ShouldBeLessThan(1_200_000, "the script needs the rest of 2 MB");
    }

    [Fact]
    public void Cultures_change_nothing()
    {
        var run = new WrittenRun().Write(_folder.Path);
        var view = RunView.Read(run) with { Verdict = Full() };
        new[] { "", "de-DE", "ru-RU" }.Select(culture => Printed.In(culture, () => HtmlReport.Of(view, run, PageFrameTests.Frame))).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_search_for_capacities_has_its_brackets_in_text_and_chart()
    {
        var trials = new[] { 100, 200, 150 }.Select((load, i) => new CapacityTrialRecord($"r01a{i}", load, 10, load == 200 ? "bad" : "good", null, null, load - 1, 0, load * 1e6)).ToList();
        var search = new CapacitySearchRecord { Round = 1, Lower = 150, Upper = 200, Middle = 173, Width = 0.33, End = SearchEndName.Narrow, Trials = trials };
        var record = new CapacityRecord
        {
            Experiment = "shop <b>", Scenario = "work", Baseline = "sync", Margin = 0.05, Rounds = 1,
            Settings = new CapacitySettings("rate", ["response.p99 <= 100ms"], 100, 1000, 0.05, 10, 30, 0.1, 30, 20, 8, 600),
            Candidates = [new CapacityCandidate { Name = "sync", Value = 173, Searches = [search], Sentence = "sync keeps 150 requests/s and not 200." }],
        };
        var data = CapacityCharts.Of(record);
        var curve = data.Scenarios[0].Curves.ShouldHaveSingleItem();
        curve.Loads.ShouldBe([100, 150, 200]);
        curve.Throughput.Select(x => x.Value).ShouldBe([99, 149, 199]);
        curve.P99Ms.ShouldBe([100, 150, 200]);
        curve.Capacity.ShouldBe(new ReportBracket(150, 200));
        var html = PageFrame.Fill(PageFrameTests.Frame, record.Experiment, PlainPage.Of(CapacityDocument.Of(record, null), CapacityPage.Charts(data)), data);
        html.ShouldContain("<h1>shop &lt;b&gt;</h1>");
        html.ShouldContain("sync keeps 150 requests/s and not 200.");
        html.ShouldContain("data-chart=\"curves\" data-scenario=\"work\"");
        html.ShouldContain("<h2 id=\"part-1-h\">Brackets</h2>");
    }

    public void Dispose() => _folder.Dispose();

    private string Page(VerdictRecord verdict, WrittenRun? written = null)
    {
        var run = (written ?? new WrittenRun()).Write(Path.Combine(_folder.Path, Guid.NewGuid().ToString("N")));
        var read = RunView.Read(run);
        var evil = verdict.Experiment != "sync-vs-async" ? verdict.Experiment : null;
        return HtmlReport.Of(read with { Verdict = verdict, Trials = evil is null ? read.Trials : [.. read.Trials.Select(trial => WithSample(trial, evil))], Plan = evil is null ? read.Plan : WithText(read.Plan!, evil) }, run, PageFrameTests.Frame);
    }

    private static Dictionary<string, ScenarioVerdict> Scenario(params PointVerdict[] points) => new() { ["work"] = new ScenarioVerdict(points) };

    private static TrialRecord WithSample(TrialRecord trial, string evil) => trial with { Load = trial.Load! with { Samples = [new SampleRecord(1, 500, evil, evil, [evil], 3, evil)] } };

    private static PlanRecord WithText(PlanRecord plan, string evil) => plan with { Question = evil, Definitions = new Dictionary<string, string> { [evil] = evil }, Candidates = [.. plan.Candidates.Select(c => c with { Stack = evil })], Run = evil };

    /// <summary>A verdict that has something in every section, each text of it given.</summary>
    private static VerdictRecord Full(string? evil = null)
    {
        var verdict = Sample.Verdict(6);
        var point = verdict.Scenarios["work"].Points[0];
        var candidates = point.Candidates.ToDictionary(c => c.Key, c => c.Value with { Bottleneck = new BottleneckRecord(BottleneckName.MachineCpu, null, 2, 2, evil ?? "All CPUs were busy.") });
        var curve = new CurveRecord
        {
            Candidate = evil ?? "sync", Load = "users", Fall = new CurveFall("unknown", null, null, null, null, null, null, 6), Sentences = [evil ?? "It rises."],
            Points = [.. new[] { 10, 100 }.Select(users => new CurvePoint { Load = new PointRecord(users, null), At = users, State = CurvePointState.Measured, Rounds = 6, ThroughputPerS = new CurveFigure(users, users - 1, users + 1) })],
        };
        return verdict with
        {
            Experiment = evil ?? verdict.Experiment,
            Question = evil ?? verdict.Question,
            Verdict = verdict.Verdict! with { Sentence = evil ?? verdict.Verdict.Sentence },
            Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Candidates = candidates }]) { Curves = [curve] } },
            Claims = [new ClaimRecord { Says = evil ?? "awaiting is faster", Source = evil ?? "blog", State = ClaimState.Confirmed, Sentence = evil ?? "It is so." }],
            Doubts = [Sample.CoLocated with { Seen = evil ?? Sample.CoLocated.Seen }],
            Gates = [new GateRecord("V28", 2, 2, GateState.Warn, null, evil), new GateRecord("V01", 0.1, 0.4, GateState.Ok)],
            Fairness = new FairnessRecord([], [new FairnessRow(evil ?? "mode", FairnessKind.Declared, new Dictionary<string, string> { ["sync"] = evil ?? "a", ["async"] = "b" }, true, false)]),
            FailedTrials = [new FailedTrialRecord("r01a1.sync.work", evil ?? "sync", TrialState.Died, evil ?? "It died.", [evil ?? "Traceback"])],
            Skipped = [new SkippedRecord(evil ?? "rust", evil ?? "no cargo", "")],
        };
    }
}
