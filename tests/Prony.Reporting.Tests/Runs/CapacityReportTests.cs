using Prony.Measurement.Runs;
using Prony.Reporting.Capacities;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public class CapacityReportTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void A_capacity_is_answered_first_and_fits_the_width(int width)
    {
        var text = Printed.At(width, console => CapacityReport.Terminal(Found, console));
        text.Split('\n').ShouldAllBe(line => line.Length <= width);
        text.IndexOf("b is better than a in capacity", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("Brackets", StringComparison.Ordinal));
        text.ShouldContain("void: generator");
        text.ShouldContain("A bracket is the resolution of the search");
        text.ShouldContain("Saturation of a at the upper end");
    }

    [Fact]
    public void Markdown_holds_every_bracket_and_every_trial()
    {
        var text = CapacityReport.Markdown(Found);
        text.ShouldContain("| candidate | round | lower | upper | width | trials | ended |");
        text.ShouldContain("| a | 1 | 808.7 | 817.5 |");
        text.ShouldContain("bad: objective");
        text.ShouldContain("was missed: it was 132 ms");
    }

    [Fact]
    public void A_search_that_is_not_whole_says_so_before_its_answers()
    {
        var text = CapacityReport.Markdown(Found with { Rounds = 1, PlannedRounds = 6, Whole = false });
        text.IndexOf("only 1 of 6 planned rounds of the search is whole", StringComparison.Ordinal).ShouldBeInRange(1, text.IndexOf("b is better than a", StringComparison.Ordinal));
        text.ShouldContain("prony capacity --resume DIR");
        CapacityReport.Markdown(Found with { PlannedRounds = 6, Whole = true }).ShouldNotContain("--resume");
        CapacityReport.Markdown(Found).ShouldNotContain("--resume");
    }

    [Fact]
    public void Json_is_the_record() => CapacityReport.Json(Found).ShouldContain("\"schema\": \"prony.capacity/1\"");

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Tuned_settings_are_answered_first_and_fit_the_width(int width)
    {
        var text = Printed.At(width, console => TuneReport.Terminal(Tuned, console));
        text.Split('\n').ShouldAllBe(line => line.Length <= width);
        text.IndexOf("cannot be told apart", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("Stage 1", StringComparison.Ordinal));
        text.ShouldContain("it proves nothing");
        TuneReport.Markdown(Tuned).ShouldContain("| workers-4 |");
        text.Split('\n').ShouldNotContain(line => line.Contains("÷ best", StringComparison.Ordinal) && line.Contains("pairs", StringComparison.Ordinal), "records of older versions do not tell them");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Pairs_of_the_last_stage_and_what_was_cut_off_are_told(int width)
    {
        var last = Tuned.Stages[1] with { Settings = [.. Tuned.Stages[1].Settings.Select((setting, at) => at == 2 ? setting : setting with { Pairs = 6 - at, Made = 7 })] };
        var text = Printed.At(width, console => TuneReport.Terminal(Tuned with { Stages = [Tuned.Stages[0], last] }, console));
        text.Split('\n').ShouldAllBe(line => line.Length <= width);
        text.ShouldContain("6 of 7");
        text.ShouldContain("5 of 7");

        var preview = Printed.At(width, console => TuneReport.Terminal(Tuned with { Whole = false, Stages = [Tuned.Stages[0], Tuned.Stages[1] with { CutOff = true }] }, console));
        preview.IndexOf("this is a preview", StringComparison.Ordinal).ShouldBeLessThan(preview.IndexOf("cannot be told apart", StringComparison.Ordinal));
        preview.ShouldContain("6 rounds, not concluded");
        preview.ShouldContain("A stage that was not concluded proves nothing.");
        preview.ShouldNotContain("The last stage decides");
    }

    private static CapacityRecord Found { get; } = new()
    {
        Experiment = "sync-vs-async",
        Scenario = "work",
        Settings = new CapacitySettings("rate", ["response.p99 <= 100ms", "failures <= 0.1%"], 100, 1e7, 0.02, 10, 30, 0.5, 30, 40, 8, 600),
        Baseline = "a",
        Margin = 0.05,
        Rounds = 6,
        Candidates = [Candidate("a"), Candidate("b")],
        Comparisons = [new ComparisonRecord { Candidate = "b", Baseline = "a", Metric = "capacity", Verdict = VerdictName.Better, Sentence = "b is better than a in capacity under response.p99 <= 100ms: 50 % more." }],
        Notes = ["A bracket is the resolution of the search and no confidence interval: the interval comes from rounds."],
    };

    private static TuneRecord Tuned { get; } = new()
    {
        Experiment = "sync-vs-async",
        Candidate = "sync",
        Scenario = "work",
        Load = new PointRecord(100, null),
        Metric = Metrics.Throughput,
        Margin = 0.05,
        Stages =
        [
            new TuneStage("run-1", 2, [new TunedSetting("workers-4", 1000, 1, null, null, "best", null), new TunedSetting("workers-1", 300, 0.3, null, null, "dropped", null)]),
            new TuneStage("run-2", 6, [new TunedSetting("workers-4", 1000, 1, null, null, "best", null), new TunedSetting("workers-5", 990, 0.99, 0.97, 1.01, "equivalent", null), new TunedSetting("workers-9", null, null, null, null, "failed", "it gave no whole round.")]),
        ],
        Best = ["workers-4", "workers-5"],
        Sentences = ["workers-4 and workers-5 cannot be told apart in throughput: none of them is the winner, so take the one that costs least otherwise.", "Left out before the last stage: workers-1."],
    };

    private static CapacityCandidate Candidate(string name) => new()
    {
        Name = name,
        Value = 813.1,
        Sentence = $"{name} keeps response.p99 <= 100ms up to between 808.7 and 817.5 requests/s.",
        SaturationSentence = $"Saturation of {name} at the upper end: the core that web can use, 0.98 of 1.",
        Searches =
        [
            new CapacitySearchRecord
            {
                Round = 1,
                Lower = 808.711,
                Upper = 817.518,
                Middle = 813.1,
                Width = 0.0109,
                End = SearchEndName.Narrow,
                Trials =
                [
                    new CapacityTrialRecord("r01a1." + name + ".work", 100, 10, "good", null, null, 100, 0, 4e6),
                    new CapacityTrialRecord("r01a2." + name + ".work", 817.518, 10, "bad", "objective", "response.p99 <= 100ms was missed: it was 132 ms.", 810, 0, 132e6),
                    new CapacityTrialRecord("r01a3." + name + ".work", 817.518, 10, "void", "generator", "The generator thread used 97 % of its CPU.", null, null, null),
                ],
            },
        ],
    };
}
