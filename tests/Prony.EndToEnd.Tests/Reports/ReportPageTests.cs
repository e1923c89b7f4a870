using System.Text.Json;
using Prony.Reporting.Tests.Charts;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Reports;

/// <summary>The report of a run as a reader has it: a file in a browser.</summary>
[Trait("Speed", "Slow")]
public sealed class ReportPageTests(ReportRun run) : IClassFixture<ReportRun>
{
    [Fact]
    public void A_run_writes_its_report_and_says_where()
    {
        run.Result.ExitCode.ShouldBeOneOf([0, 5], run.Result.ToString());   // a busy machine may forbid a verdict
        run.Result.Error.ShouldMatch(@"(?m)^Report: \S+/report\.html$");
        var html = File.ReadAllText(run.File);
        new FileInfo(run.File).Length.ShouldBeLessThan(2_000_000);
        html.ShouldNotContain(ReportRun.Secret);
        html.ShouldNotContain("<script>alert(1)");
        html.ShouldNotContain("<img src=x");
        html.ShouldNotContain("<!--prony:");
        var data = ReportFile.Data(html);
        data["scenarios"]![0]!["points"]![0]!["candidates"]!.AsArray().Select(c => c!["name"]!.GetValue<string>()).ShouldBe(["steady", "other"]);
    }

    [Fact]
    public void A_report_can_be_made_again_elsewhere_and_printed()
    {
        var elsewhere = Path.Combine(Path.GetTempPath(), $"prony-{Guid.NewGuid():N}.html");
        try
        {
            var made = Tool.Run("report", run.Folder, "--format", "html", "--output", elsewhere);
            made.ExitCode.ShouldBe(0, made.ToString());
            made.Error.ShouldBe($"wrote {elsewhere}\n");
            File.ReadAllText(elsewhere).ShouldBe(File.ReadAllText(run.File));
            var printed = Tool.Run("report", run.Folder, "--format", "html", "--output", "-");
            printed.Output.TrimEnd().ShouldBe(File.ReadAllText(run.File).TrimEnd());
            printed.Error.ShouldBe("");
        }
        finally
        {
            File.Delete(elsewhere);
        }
    }

    [Fact]
    public void What_cannot_be_written_or_is_no_run_is_said_in_a_line()
    {
        var nowhere = Tool.Run("report", run.Folder, "--format", "html", "--output", "/proc/nowhere/report.html");
        (nowhere.ExitCode, nowhere.Output).ShouldBe((1, ""), nowhere.ToString());
        nowhere.Error.ShouldStartWith("prony: ");
        Tool.Run("report", Path.GetTempPath(), "--format", "html").ExitCode.ShouldBe(2);
    }

    [BrowserFact]
    public async Task It_asks_no_network_has_no_error_and_shows_the_verdict()
    {
        await using var browser = await Browser.StartAsync();
        var report = await browser.OpenAsync(run.File);
        (await report.DrawAsync()).ShouldBe(5, "forest, percentiles, timeline, heat map and rounds");
        using var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Folder, "verdict.json")));
        await Reading.ShouldShowTheVerdictAsync(report, ReportFile.SentenceOf(verdict.RootElement));
        (await report.Page.InnerTextAsync("h1")).ShouldBe("Does \"</script><script>alert(1)</script>\" & <b>waiting</b> cost anything?");
        report.Faults.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_theme_can_be_chosen()
    {
        await using var browser = await Browser.StartAsync();
        var report = await browser.OpenAsync(run.File);
        await report.DrawAsync();
        await Reading.ShouldChangeItsThemeAsync(report, "short-dark");
        await Reading.ShouldBeAccessibleAsync(report);
        report.Faults.ShouldBeEmpty();
    }

    [BrowserTheory]
    [InlineData("percentiles")]
    [InlineData("timeline")]
    public async Task A_chart_tells_its_numbers_under_the_pointer(string kind)
    {
        await using var browser = await Browser.StartAsync();
        var report = await browser.OpenAsync(run.File);
        await report.DrawAsync();
        await Reading.ShouldTellUnderThePointerAsync(report, kind);
        report.Faults.ShouldBeEmpty();
    }

    [BrowserTheory]
    [InlineData(360)]
    [InlineData(800)]
    [InlineData(1400)]
    public async Task It_fits_a_screen_and_everybody_can_read_it(int width)
    {
        await using var browser = await Browser.StartAsync();
        var report = await browser.OpenAsync(run.File, width);
        await report.DrawAsync();
        await Reading.ShouldFitAsync(report, "short");
        await Reading.ShouldBeAccessibleAsync(report);
        report.Faults.ShouldBeEmpty();
    }

    /// <summary>Ten minutes of four candidates: what a page has to draw at most. The bound is one of patience, not of speed.</summary>
    [BrowserFact]
    public async Task A_long_run_of_four_candidates_is_drawn()
    {
        using var work = new Workspace();
        var written = new WrittenRun { Candidates = ["sync", "async", "rust", "kestrel"], Rounds = 3, WindowS = 600 }.Write(work.Folder);
        var made = Tool.Run("report", written.Path, "--format", "html");
        made.ExitCode.ShouldBe(0, made.ToString());
        new FileInfo(written.PageFile).Length.ShouldBeLessThan(2_000_000);
        await using var browser = await Browser.StartAsync();
        var began = TimeProvider.System.GetTimestamp();
        var report = await browser.OpenAsync(written.PageFile);
        (await report.DrawAsync()).ShouldBe(5);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        report.Faults.ShouldBeEmpty();
        await report.PictureAsync("long");
    }
}
