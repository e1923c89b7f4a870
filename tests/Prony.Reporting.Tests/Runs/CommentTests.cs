using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public class CommentTests
{
    [Fact]
    public void Two_candidates_make_a_short_comment_with_the_verdict_first()
    {
        var text = RunReport.Markdown(Sample.View(Sample.Verdict(), Sample.Plan()));

        text.Split('\n').Length.ShouldBeLessThanOrEqualTo(68);
        text.Split("<details>")[0].Split('\n').Length.ShouldBeLessThanOrEqualTo(16);
        text.IndexOf("**Verdict**", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("**Question**", StringComparison.Ordinal));
        text.IndexOf("**Verdict**", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("| candidate |", StringComparison.Ordinal));
        text.ShouldContain("| async | 948.0/s | 5.94 (5.89–5.99) better | 105 ms |");
        Folded(text).ShouldBeTrue();
    }

    [Fact]
    public void Every_candidate_has_one_line_in_sight()
    {
        string[] names = [.. Enumerable.Range(1, 11).Select(i => $"candidate-{i}")];
        var shown = RunReport.Markdown(Sample.View(Sample.Verdict(6, names), Sample.Plan(6, names))).Split("<details>")[0];
        names.ShouldAllBe(name => shown.Split('\n').Count(line => line.StartsWith($"| {name} |", StringComparison.Ordinal)) == 1);
    }

    [Fact]
    public void Invalid_doubts_and_three_in_all_stand_in_sight_and_the_rest_is_folded()
    {
        List<DoubtRecord> doubts = [.. Enumerable.Range(1, 7).Select(i => new DoubtRecord($"V0{i}", i is 6 or 7 ? "invalid" : "warn", $"Seen {i}", "", ""))];
        var text = RunReport.Markdown(Sample.View(Sample.Verdict() with { Doubts = doubts }, Sample.Plan()));
        var shown = text.Split("<details>")[0];
        shown.ShouldContain("**Invalid V06**");
        shown.ShouldContain("**Invalid V07**");
        shown.ShouldContain("**Doubt V01**");
        shown.ShouldNotContain("V02");
        text.ShouldContain("<summary>4 more doubts</summary>");
        text.ShouldContain("**Doubt V05**");
    }

    [Fact]
    public void A_doubt_of_many_candidates_is_one_and_its_worst_is_found_among_all_of_them()
    {
        string[] names = ["a", "b", "c", "d"];
        var text = RunReport.Markdown(Sample.View(
            Sample.Verdict() with
            {
                Doubts = [.. names.Select((name, i) => new DoubtRecord("V15", "warn", $"{name}: The CPU was {i + 4} % slower.", "", ""))],
                Gates = [.. names.Select((name, i) => new GateRecord("V15", (i + 4) / 100.0, 0.03, "warn", null, name))],
            },
            Sample.Plan()));

        text.Split("<details>")[0].ShouldContain("a, b, c, d. The worst is d: The CPU was 7 % slower.");
        text.ShouldNotContain("more doubt");
    }

    [Fact]
    public void The_load_of_the_verdict_stands_in_sight_and_the_others_are_folded()
    {
        var verdict = Sample.Verdict();
        var point = verdict.Scenarios["work"].Points[0];
        var two = verdict with
        {
            Scenarios = new Dictionary<string, ScenarioVerdict> { ["work"] = new([point with { Load = new PointRecord(10, null) }, point]) },
            Verdict = verdict.Verdict! with { Load = point.Load },
        };
        var text = RunReport.Markdown(Sample.View(two, Sample.Plan()));
        text.Split("<details>")[0].ShouldContain("### work, 100 users");
        text.Split("<details>")[0].ShouldNotContain("10 users");
        text.ShouldContain("<summary>Figures: work, 10 users</summary>");
    }

    [Fact]
    public void Who_was_left_out_stands_in_sight()
    {
        var verdict = Sample.Verdict() with { Skipped = [new SkippedRecord("rust", "not installed: cargo", "apt install cargo")] };
        RunReport.Markdown(Sample.View(verdict, Sample.Plan())).Split("<details>")[0].ShouldContain("**Left out**: rust: not installed: cargo");
    }

    [Fact]
    public void What_GitHub_would_refuse_is_left_out_and_named()
    {
        Block[] blocks = [new Title("x"), new Fold("first", [new Prose(null, new string('a', 400))]), new Fold("second", [new Prose(null, new string('b', 400))]), new Fold("third", [new Prose(null, "c")])];

        var text = CommentSize.Fit(blocks, most: 600);

        text.ShouldContain("<summary>first</summary>");
        text.ShouldNotContain("<summary>second</summary>");
        text.ShouldContain("<summary>third</summary>");
        text.ShouldContain("Left out because a comment may not be longer: second.");
        CommentSize.Fit(blocks).ShouldNotContain("Left out");
    }

    private static bool Folded(string text) => text.Split("<details>").Length == text.Split("</details>").Length && text.Contains("<details>", StringComparison.Ordinal);
}
