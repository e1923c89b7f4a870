using Prony.Measurement.Runs;
using Prony.Reporting.Progress;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Progress;

public class RunScreenTests
{
    private static readonly RunStarted Run = new("sync-vs-async", ["sync", "async"], 6, 12, TimeSpan.FromSeconds(150));

    [Theory]
    [InlineData(80, 24, "")]
    [InlineData(140, 40, "")]
    [InlineData(40, 20, "")]
    [InlineData(80, 24, "de-DE")]
    [InlineData(80, 24, "ru-RU")]
    public void A_run_shows_how_far_it_is_the_last_second_and_what_is_known_of_each_candidate(int width, int height, string culture) =>
        Printed.In(culture, () => Text(Running(), 17.4, width, height)).ShouldBeAsExpected($"run-{width}.txt");

    [Theory]
    [InlineData(40, 20)]
    [InlineData(40, 8)]
    [InlineData(20, 5)]
    [InlineData(1, 1)]
    [InlineData(200, 60)]
    [InlineData(80, 24)]
    public void A_terminal_of_any_size_is_not_overrun(int width, int height)
    {
        var names = Enumerable.Range(1, 12).Select(i => $"candidate-{i}").ToArray();
        var view = new RunProgressView();
        Take(view, 0, Run with { Candidates = names }, Phase(1, "candidate-9", "window"), new SliceSeen(Second(948, 2), 0.28));
        Take(view, 3, [.. Enumerable.Range(1, 9).Select(i => new Happened("candidate-9", Event(i)))]);
        var lines = view.Draw(TimeSpan.FromSeconds(4), new ScreenSize(width, height));
        lines.Count.ShouldBeLessThanOrEqualTo(Math.Max(1, height - 1));
        lines.ShouldAllBe(line => line.Cells <= Math.Max(1, width - 1));
    }

    [Fact]
    public void Where_not_all_candidates_fit_the_one_that_runs_does_and_the_others_are_counted()
    {
        var names = Enumerable.Range(1, 30).Select(i => $"candidate-{i}").ToArray();
        var view = new RunProgressView();
        Take(view, 0, Run with { Candidates = names }, Phase(1, "candidate-17", "window"));
        var text = Text(view, 1, 80, 20);
        text.ShouldContain("> candidate-17 ");
        text.ShouldContain("  … and 18 more\n");
        text.Split('\n').Length.ShouldBeLessThanOrEqualTo(20);
    }

    [Fact]
    public void A_narrow_terminal_loses_the_columns_that_matter_least()
    {
        var wide = Text(Running(), 17.4, 140, 40);
        wide.ShouldContain("lowest–highest");
        wide.ShouldContain("cores");
        var narrow = Text(Running(), 17.4, 40, 20);
        narrow.ShouldContain("requests/s");
        narrow.ShouldContain("p99");
        narrow.ShouldNotContain("lowest–highest");
        narrow.ShouldNotContain("  cores");
    }

    [Fact]
    public void A_phase_without_an_expected_length_shows_only_its_age()
    {
        var view = new RunProgressView();
        Take(view, 0, Run, Phase(1, "sync", "settle", 0));
        Text(view, 3.2).ShouldContain("sync, work: settle 3 s\n");
    }

    [Fact]
    public void What_is_known_of_a_candidate_is_the_median_of_its_rounds_and_a_round_that_is_made_again_counts_once()
    {
        var view = new RunProgressView();
        Take(view, 0, Run, Phase(1, "sync", "window"));
        foreach (var (round, rate) in new[] { (1, 5.0), (1, 100.0), (2, 300.0), (3, 120.0) })
        {
            var trial = Sample.Trial(round, "sync");
            Take(view, round, new TrialEnded(trial with { Load = trial.Load! with { ThroughputPerS = rate } }));
        }

        Text(view, 9, 140, 40).ShouldMatch(@"> sync +3 +120\.0 +100\.0–300\.0 ");
    }

    [Fact]
    public void A_trial_that_failed_is_marked_until_the_next_is_whole()
    {
        var view = new RunProgressView();
        Take(view, 0, Run, Phase(1, "sync", "window"), new TrialEnded(Sample.Trial(1, "sync", TrialState.Died)));
        Text(view, 1, 140, 40).ShouldContain("round 1: died");
        Take(view, 2, new TrialEnded(Sample.Trial(2, "sync")));
        Text(view, 3, 140, 40).ShouldNotContain("died");
    }

    [Fact]
    public void Events_are_shown_with_their_instant_and_are_lines_without_a_terminal()
    {
        var view = new RunProgressView();
        Take(view, 0, Run, Phase(1, "sync", "window"));
        view.Take(new Happened("sync", Event(4)), TimeSpan.FromSeconds(12.7)).Single().Text.ShouldBe("round 1/6 sync: Worker 4 of web went\e[2J.".Replace("\e[2J", "", StringComparison.Ordinal));
        Text(view, 13).ShouldContain("\n12 s  sync: Worker 4 of web went.\n");
    }

    [Fact]
    public void A_search_shows_its_bracket_and_counts_no_trials()
    {
        var view = new RunProgressView();
        Take(view, 0, Run with { IsSearch = true, Rounds = 1 }, Phase(1, "sync", "window"), new BracketMoved("sync", "400 to 800 requests/s"));
        var text = Text(view, 1);
        text.ShouldContain("400 to 800 requests/s");
        text.ShouldNotContain("trial");
        text.ShouldContain("\nSo far\n");
        text.ShouldMatch(@"\n  async +–\n");
    }

    [Fact]
    public void The_next_stage_of_a_search_for_settings_begins_anew()
    {
        var view = new RunProgressView();
        Take(view, 0, Run with { Stage = 1 }, Phase(1, "sync", "window"), new TrialEnded(Sample.Trial(1, "sync")));
        Take(view, 9, Run with { Stage = 2, Candidates = ["async"] });
        var text = Text(view, 9);
        text.ShouldStartWith("sync-vs-async, stage 2: round 1/6, trial 0/12, 9 s gone, about 2 min 30 s left\n");
        text.ShouldNotContain("  sync ");
    }

    private static RunProgressView Running()
    {
        var view = new RunProgressView();
        Take(view, 0, Run, Phase(1, "sync", "window"), new SliceSeen(Second(160, 2), 0.05));
        Take(view, 11, new TrialEnded(Sample.Trial(1, "sync")), Phase(1, "sync", "pause", 2));
        Take(view, 14, Phase(1, "async", "start", 0), Phase(1, "async", "warmup", 2), Phase(1, "async", "window"), new SliceSeen(Second(948, 0), 0.28));
        Take(view, 16, new Happened("async", Event(4)));
        return view;
    }

    private static EventRecord Event(int worker) => new(3.2, EventKind.WorkerDied, "web", $"Worker {worker} of web went\e[2J.");

    private static PhaseStarted Phase(int round, string candidate, string phase, double seconds = 5) =>
        new(round, candidate, "work", phase, TimeSpan.FromSeconds(seconds));

    private static SliceRecord Second(long success, long timeouts) => new(
        3, "window", success, success, success, new OutcomeCounts(success, 0, 0, timeouts, 0, 0, 0, 0, 0, 0), 100, 104 * Sample.Ms, 120 * Sample.Ms, 151 * Sample.Ms);

    private static void Take(RunProgressView view, double elapsed, params ProgressEvent[] events)
    {
        foreach (var progress in events)
        {
            _ = view.Take(progress, TimeSpan.FromSeconds(elapsed)).ToList();
        }
    }

    private static string Text(RunProgressView view, double elapsed, int width = 80, int height = 24) =>
        string.Concat(view.Draw(TimeSpan.FromSeconds(elapsed), new ScreenSize(width, height)).Select(line => line.Text + "\n"));
}
