using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public sealed class TimelineViewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _run;

    public TimelineViewTests()
    {
        _run = new RunDirectory(Path.Combine(_folder.Path, "20261121T101500Z-sync-vs-async"));
        Directory.CreateDirectory(_run.Path);
        File.WriteAllText(_run.PlanFile, JsonSerializer.Serialize(Sample.Plan(), RunJson.Files.PlanRecord));
        File.WriteAllText(_run.VerdictFile, JsonSerializer.Serialize(Sample.Verdict(), RunJson.Files.VerdictRecord));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ru-RU")]
    public void What_happened_stands_at_its_instant_of_the_window(string culture)
    {
        Write(
            2, "async", 10,
            new EventRecord(6.2, EventKind.Planned, "web", "Kill web."),
            new EventRecord(6.9, EventKind.PlannedDone, "web", "Kill web: done after 0.70 s."),
            new EventRecord(9.5, EventKind.ServicePrefix + "wanted", "web", "2 instances wanted (ctl)."),
            new EventRecord(0.4, EventKind.WorkerStarted, "web", "Worker 9 of web came."));
        Printed.In(culture, () => Section(100)).ShouldBeAsExpected("timeline-100.txt");
        var lines = Section(140).Split('\n');
        Row(lines, "-2 (warmup)").ShouldContain("▸ -1.6 s Worker 9 of web came");
        Row(lines, "4").ShouldMatch(@"0 +40 .*▸ 4\.2 s Kill web; ▸ 4\.9 s Kill web: done after 0\.70 s$");
        Row(lines, "7").ShouldEndWith("▸ 7.5 s 2 instances wanted (ctl)");
        Row(lines, "8").ShouldNotContain("▸");
        RunReport.Markdown(RunView.Read(_run)).ShouldContain("Over time with events: async, round 2");
        Section(100).Split('\n').ShouldAllBe(line => line.Length <= 100);
    }

    [Fact]
    public void Of_several_trials_the_one_with_most_events_is_shown_and_the_others_are_counted()
    {
        Write(1, "async", 5, new EventRecord(3, EventKind.WorkerDied, "web", "Gone."));
        Write(2, "async", 5, new EventRecord(3, EventKind.WorkerDied, "web", "Gone."), new EventRecord(4, EventKind.WorkerStarted, "web", "Came."));
        Section(120).ShouldContain("Over time with events: async, round 2, as in 1 other trial where something happened\n");
    }

    [Fact]
    public void What_has_no_instant_under_load_makes_no_view()
    {
        Write(1, "async", 5, new EventRecord(0, EventKind.NotSettled, null, "Not quiet."), new EventRecord(3, EventKind.HookFailed, null, "Hook."));
        RunView.Read(_run).Timelines.ShouldBeEmpty();
        Print(100).ShouldNotContain("Over time");
    }

    [Fact]
    public void A_long_window_is_shown_in_steps_and_keeps_every_event()
    {
        Write(1, "sync", 120, [.. Enumerable.Range(10, 50).Select(i => new EventRecord(i * 2, EventKind.WorkerDied, "web", $"Gone {i}."))]);
        var section = Section(2_000);
        section.Split('\n').Length.ShouldBeLessThan(45);
        for (var i = 10; i < 60; i++)
        {
            section.ShouldContain($" Gone {i}");
        }
    }

    private static string Row(string[] lines, string second) => lines.Single(line => line.TrimStart().StartsWith(second + " ", StringComparison.Ordinal));

    private string Section(int width)
    {
        var text = Print(width);
        var from = text.IndexOf("Over time with events", StringComparison.Ordinal);
        return text[from..(text.IndexOf("\n\n", from, StringComparison.Ordinal) + 1)];
    }

    private string Print(int width) => Printed.At(width, console => RunReport.Terminal(RunView.Read(_run), console));

    /// <summary>Two seconds of warm-up and a window of seconds with 100 successes each; in the fifth all fail.</summary>
    private void Write(int round, string candidate, int seconds, params EventRecord[] events)
    {
        var folder = _run.Trial(round, 1, candidate, "work", null);
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(folder.TrialFile, JsonSerializer.Serialize(Sample.Trial(round, candidate), RunJson.Files.TrialRecord));
        File.WriteAllLines(folder.EventsFile, events.Select(happened => JsonSerializer.Serialize(happened, RunJson.Lines.EventRecord)));
        File.WriteAllLines(folder.SlicesFile, Enumerable.Range(0, seconds + 2).Select(i => JsonSerializer.Serialize(
            new SliceRecord(
                i, i < 2 ? PhaseName.Warmup : PhaseName.Window, 100, 100, i == 6 ? 0 : 100,
                i == 6 ? new OutcomeCounts(0, 0, 0, 0, 40, 0, 0, 0, 0, 0) : new OutcomeCounts(100, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0, i == 6 ? 0 : 2 * Sample.Ms, 0, i == 6 ? 0 : 5 * Sample.Ms),
            RunJson.Lines.SliceRecord)));
    }
}
