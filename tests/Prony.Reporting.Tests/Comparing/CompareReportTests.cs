using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Comparing;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Comparing;

public class CompareReportTests
{
    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void Two_runs_stand_side_by_side(string culture) =>
        Printed.In(culture, () => Print(Record())).ShouldBeAsExpected("runs-80.txt");

    [Fact]
    public void Markdown_is_fit_for_a_pull_request() => CompareReport.Markdown(Record()).ShouldBeAsExpected("runs.md");

    [Fact]
    public void Json_is_the_record_itself()
    {
        var json = CompareReport.Json(Record());

        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, RunJson.Files.RunComparisonRecord), RunJson.Files.RunComparisonRecord).ShouldBe(json);
    }

    [Fact]
    public void A_preview_is_marked_before_the_verdict()
    {
        Print(Record() with { Preview = true }).ShouldContain("\nPREVIEW: one of the runs has too few rounds or too short windows");
        Print(Record()).ShouldNotContain("PREVIEW");
    }

    [Fact]
    public void Runs_that_are_alike_have_no_list_of_differences_and_none_of_doubts()
    {
        var text = Print(Record() with { Differences = [], Doubts = [] });

        text.ShouldNotContain("What differs");
        text.ShouldNotContain("Doubts");
    }

    [Fact]
    public void The_same_doubt_of_several_candidates_is_said_once_for_each_run()
    {
        var record = Record();
        RunDoubt[] doubts =
        [
            .. from run in new[] { record.Old.Run, record.New.Run }
               from name in new[] { "sync", "async" }
               select new RunDoubt(run, new DoubtRecord("V15", "warn", $"{name}: The CPU was slower.", "Above 3 % it drifts.", "Fix it.")),
        ];

        var text = Print(record with { Doubts = doubts }, 140);

        text.ShouldContain("- Doubt V15, old run: sync, async: The CPU was slower. Above 3 % it drifts. Fix it.\n- Doubt V15, new run: sync, async: The CPU was slower.");
    }

    [Fact]
    public void A_comparison_without_a_ratio_has_its_reason_above_the_table()
    {
        var text = Print(With(c => c.Metric == "memory" ? c with { Ratio = null, Low = null, High = null, HolmP = null, Verdict = "invalid", Sentence = "No verdict on memory." } : c), 120);

        text.ShouldContain("- No verdict on memory.\n");
        text.ShouldMatch(@" memory \(PSS\) +61\.0 MiB +62\.0 MiB +– +invalid +– *\n");
    }

    [Fact]
    public void One_reason_for_all_metrics_is_said_once()
    {
        var text = Print(
            With(c => c with { Ratio = null, Low = null, High = null, HolmP = null, Verdict = "invalid", Sentence = $"No verdict on {c.Metric}: another machine." })
                with { Verdict = new OverallVerdict("work", "async", "invalid", "No verdict on throughput: another machine.") },
            120);

        text.Split("another machine").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(140)]
    public void No_line_is_longer_than_the_terminal(int width) => Print(Record(), width).Split('\n').ShouldAllBe(line => line.Length <= width && line == line.TrimEnd());

    private static string Print(RunComparisonRecord record, int width = 80) => Printed.At(width, console => CompareReport.Terminal(record, console));

    private static RunComparisonRecord With(Func<AcrossRunsRecord, AcrossRunsRecord> change)
    {
        var record = Record();
        var point = record.Scenarios["work"].Points[0];
        return record with
        {
            Scenarios = new Dictionary<string, RunComparisonScenario> { ["work"] = new([point with { Comparisons = [.. point.Comparisons.Select(change)] }]) },
        };
    }

    private static RunComparisonRecord Record()
    {
        const string sentence = "async is worse than it was in throughput at 100 users: 10 % less (8 % to 12 %, 95 % interval, 6 rounds then and 6 now, not paired), by more than the margin of 5 %.";
        AcrossRunsRecord One(string candidate, string metric, double old, double current, string verdict, double p, string text) => new()
        {
            Candidate = candidate,
            OldCandidate = candidate == "async" ? "async" : "plain",
            Metric = metric,
            OldFigure = old,
            Figure = current,
            Ratio = current / old,
            Low = current / old * 0.98,
            High = current / old * 1.02,
            Confidence = 0.95,
            Alpha = 0.05,
            M = 2,
            Margin = 0.05,
            HolmP = p,
            Verdict = verdict,
            Sentence = text,
        };
        return new RunComparisonRecord
        {
            Tool = new ToolRecord("prony", "0.1.0"),
            Old = new ComparedRun("20261121T101500Z-sync-vs-async", Sample.Start, "sync-vs-async", 6, new ToolRecord("prony", "0.1.0")),
            New = new ComparedRun("20261128T101500Z-sync-vs-async", Sample.Start.AddDays(7), "sync-vs-async", 6, new ToolRecord("prony", "0.2.0")),
            Primary = "throughput",
            Margin = 0.05,
            Caution = "Runs of different times are not paired.",
            Differences =
            [
                new RunDifference(DifferenceKind.Load, "data of scenario list", null, "10 rows random, SHA-256 ab12", true),
                new RunDifference(DifferenceKind.Definition, "async: parameter workers", "1", "2", false),
                new RunDifference(DifferenceKind.LeftOut, "candidate", "rust", null, false),
            ],
            Scenarios = new Dictionary<string, RunComparisonScenario>
            {
                ["work"] = new([new RunComparisonPoint(
                    new PointRecord(100, null),
                    [
                        One("async", "throughput", 948, 853.2, "worse", 0.0001, sentence),
                        One("sync", "throughput", 160, 160, "equivalent", 0.62, "sync is equivalent to what plain was in throughput at 100 users."),
                        One("async", "response.p99", 152e6, 168e6, "worse", 0.0123, "async is worse in p99."),
                        One("async", "cpu-per-request", 310e3, 300e3, "inconclusive", 0.08, "async cannot be told apart."),
                        One("async", "memory", 61L << 20, 62L << 20, "equivalent", 0.3, "async is equivalent in memory."),
                    ])]),
            },
            Verdict = new OverallVerdict("work", "async", "worse", sentence + " The other: sync equivalent."),
            Doubts =
            [
                new RunDoubt("20261128T101500Z-sync-vs-async", new DoubtRecord("V13", "invalid", "The hypervisor took 5 % of a CPU.", "At most 2 % may be stolen.", "Run again.")),
                new RunDoubt(null, Sample.CoLocated),
            ],
        };
    }
}
