using System.Text.Json.Nodes;
using Prony.Measurement.Runs;
using Prony.Reporting.Comparing;
using Prony.Reporting.Listing;
using Prony.Reporting.Pages;
using Prony.Reporting.Runs;
using Prony.Reporting.Tests.Pages;
using Prony.Reporting.Watching;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Imported;

/// <summary>Reports of somebody else's measurement.</summary>
public sealed class ImportedReportTests
{
    private static readonly ImportedResult Hey = new()
    {
        Candidate = "daphne",
        Tool = "hey",
        Format = "text",
        File = "write-up.txt",
        Line = 12,
        DurationS = 11.4065,
        Requests = 1000,
        Failures = 20,
        PrintedPerS = 87.6694,
        ThroughputPerS = 85.92,
        Times = new ImportedTimes { Count = 1000, MinNs = 0, MeanNs = 565_800_000, MaxNs = 758_700_000, PercentilesNs = new Dictionary<string, double> { ["50"] = 0, ["90"] = 646_500_000, ["99"] = 722_900_000 }, ResolutionNs = 1e5 },
        Status = new Dictionary<string, long> { ["200"] = 980, ["503"] = 20 },
        Errors = new Dictionary<string, long> { ["a|b\e[31m"] = 3 },
        CannotTell = ["How it would have come out another time.", "How many asked at once."],
    };

    private static readonly ImportedResult Usage = new()
    {
        Candidate = "daphne",
        Tool = "psrecord",
        Format = "log",
        File = "write-up.txt",
        Line = 80,
        Usage = new ImportedUsage(73, 72.313, 0.31, 0.48, 270e6, 289e6),
        CannotTell = ["How it would have come out another time."],
    };

    private static readonly PlanRecord Plan = Sample.Plan() with
    {
        Experiment = "write-up",
        Question = null,
        Imported = new ImportedRecord([new ImportedFile("write-up.txt", 4321, new string('a', 64))], [Hey, Hey with { Candidate = "uvicorn", Line = 50, Times = null, ThroughputPerS = null, Requests = null }, Usage]),
    };

    private static readonly RunView View = new("20261122T101500Z-write-up", Plan, null, [], [], []);

    [Fact]
    public void The_terminal_says_first_whose_measurement_it_is() =>
        Printed.At(140, console => RunReport.Terminal(View, console)).ShouldBeAsExpected("imported-140.txt");

    [Fact]
    public void The_page_says_whose_measurement_it_is_and_not_that_a_run_was_cut_off()
    {
        var html = HtmlReport.Of(View, new RunDirectory("20261122T101500Z-write-up"), PageFrameTests.Frame);

        html.ShouldContain("read from write-up.txt (hey, psrecord)");
        html.ShouldContain("Figures as printed");
        html.ShouldNotContain("the run ended before");
    }

    [Fact]
    public void Who_watches_is_told_that_it_is_no_run() =>
        WatchText.Line(new FollowedPlan(Plan, 0)).ShouldStartWith("write-up: Somebody else's measurement, read from write-up.txt (hey, psrecord).");

    [Fact]
    public void A_list_names_its_state_and_no_rounds()
    {
        using var folder = new TemporaryFolder();
        var run = new RunDirectory(Path.Combine(folder.Path, "20261122T101500Z-write-up"));
        Directory.CreateDirectory(run.Path);
        File.WriteAllText(run.PlanFile, RunReport.Json(View));

        var entry = RunLister.ReadRun(run);

        (entry.State, entry.Rounds, entry.PlannedRounds).ShouldBe((RunStateName.Imported, null, null));
        Printed.At(140, console => RunContents.Terminal(run, View, withDefinitions: false, console)).ShouldContain("Figures as printed");
    }

    [Fact]
    public void A_narrow_terminal_shows_the_same_in_several_tables()
    {
        var text = Printed.At(80, console => RunReport.Terminal(View, console));

        text.Split('\n').ShouldAllBe(line => line.Length <= 80);
        text.ShouldContain("Somebody else's measurement");
        text.ShouldContain("723 ms");
    }

    [Fact]
    public void Markdown_says_the_same() => RunReport.Markdown(View).ShouldBeAsExpected("imported.md");

    [Fact]
    public void What_was_not_printed_is_a_dash_and_a_0_is_below_the_last_digit()
    {
        var text = RunReport.Markdown(View);

        text.ShouldContain("< 100 µs");
        text.Split('\n').First(line => line.Contains("uvicorn", StringComparison.Ordinal)).ShouldContain("–");
        text.ShouldNotContain("\e");
    }

    [Fact]
    public void JSON_is_the_plan_with_all_that_was_read()
    {
        var json = JsonNode.Parse(RunReport.Json(View))!;

        json["schema"]!.GetValue<string>().ShouldBe("prony.plan/1");
        json["imported"]!["results"]!.AsArray().Count.ShouldBe(3);
        json["imported"]!["results"]![1]!["times"].ShouldBeNull("absent, not 0");
    }

    [Fact]
    public void A_comparison_shows_the_banner_and_neither_verdict_nor_p()
    {
        var record = new RunComparisonRecord
        {
            Tool = new ToolRecord("prony", "0.1.0"),
            Old = new ComparedRun("a", Sample.Start, "x", 0, new ToolRecord("prony", "0.1.0")),
            New = new ComparedRun("b", Sample.Start, "x", 6, new ToolRecord("prony", "0.1.0")),
            Primary = "throughput",
            Margin = 0.05,
            Caution = "No rounds.",
            Imported = ["a: read from write-up.txt (hey)."],
            Scenarios = new Dictionary<string, RunComparisonScenario>
            {
                ["work"] = new([new RunComparisonPoint(
                    new PointRecord(null, null),
                    [
                        new AcrossRunsRecord { Candidate = "async", OldCandidate = "hey-1", Metric = "throughput", OldFigure = 242.5, Figure = 485, Ratio = 2, Verdict = "inconclusive", Sentence = "twice." },
                        new AcrossRunsRecord { Candidate = "async", OldCandidate = "hey-1", Metric = "failures", Figure = 0, Verdict = "inconclusive", Sentence = "failures of hey-1 (hey) is not known." },
                    ])]),
            },
            Verdict = new OverallVerdict("work", "async", "inconclusive", "None is possible: twice."),
        };

        CompareReport.Markdown(record).ShouldBeAsExpected("imported-comparison.md");
    }
}
