using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Progress;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Prony.Reporting.Tests.Progress;

public class ProgressTests
{
    private static readonly RunStarted Run = new("sync-vs-async", ["sync", "async"], 6, 12, TimeSpan.FromSeconds(150));

    [Fact]
    public void Before_the_plan_stands_the_step_is_shown()
    {
        var view = new RunProgressView();
        Text(view, 0).ShouldBe("Preparing\n");
        Take(view, 1, new Preparing("Building kestrel-bench (once)"));
        Text(view, 1).ShouldBe("Building kestrel-bench (once)\n");
    }

    [Fact]
    public void Where_nobody_knows_how_long_requests_take_the_time_left_is_the_least_until_a_trial_has_shown_it()
    {
        var view = new RunProgressView();
        Take(view, 0, Run with { IsLeast = true }, Phase(1, "sync", "window"));
        Text(view, 10).ShouldContain("at least 2 min 20 s left");
        Text(view, 200, 140).ShouldContain("nobody knows yet how long");
        Take(view, 210, new TrialEnded(Sample.Trial(1, "sync")));
        Text(view, 210).ShouldContain("about 38 min 30 s left");
    }

    [Fact]
    public void A_round_that_is_made_again_adds_its_trials_to_what_is_left()
    {
        var view = new RunProgressView();
        Take(view, 0, Run, Phase(1, "sync", "window"));
        Take(view, 10, new TrialEnded(Sample.Trial(1, "sync")));
        Take(view, 20, new TrialEnded(Sample.Trial(1, "async")));
        Text(view, 20).ShouldContain("trial 2/12");
        Text(view, 20).ShouldContain("about 100 s left");
        Take(view, 20, new RoundRepeated(1, "async died."));
        Text(view, 20).ShouldContain("trial 2/14");
        Text(view, 20).ShouldContain("about 2 min 0 s left");
        Take(view, 30, new TrialEnded(Sample.Trial(1, "sync") with { Attempt = 2 }), new RoundRepeated(1, "sync died."));
        Text(view, 30).ShouldContain("trial 3/15");
        Text(view, 30).ShouldContain("about 2 min 0 s left");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_only_follows_the_files_sees_by_the_attempt_that_a_round_is_made_again_and_counts_it_once(bool isTold)
    {
        var view = new RunProgressView();
        Take(view, 0, Run, Phase(1, "sync", "window") with { Attempt = 1 });
        Take(view, 10, new TrialEnded(Sample.Trial(1, "sync")));
        Take(view, 20, new TrialEnded(Sample.Trial(1, "async")));
        Take(view, 20, isTold ? [new RoundRepeated(1, "async died.")] : []);
        view.Take(Phase(1, "sync", "start") with { Attempt = 2 }, TimeSpan.FromSeconds(20)).Select(line => line.Text)
            .ShouldBe([.. isTold ? (string[])[] : ["round 1/6 is made again"], "round 1/6 sync, work: started, about 2 min 0 s left"]);
        Text(view, 20).ShouldContain("trial 3/14");
        Take(view, 30, new TrialEnded(Sample.Trial(1, "sync") with { Attempt = 2 }), Phase(1, "async", "start") with { Attempt = 2 });
        Take(view, 40, new TrialEnded(Sample.Trial(1, "async") with { Attempt = 2 }), Phase(2, "sync", "start") with { Attempt = 1 });
        Text(view, 40).ShouldContain("trial 5/14");
    }

    [Fact]
    public void An_attempt_that_only_the_end_of_a_trial_tells_counts_too_but_in_a_search_it_is_the_number_of_the_trial()
    {
        foreach (var (run, trials) in new[] { (Run, "trial 2/13"), (Run with { IsSearch = true }, null) })
        {
            var view = new RunProgressView();
            Take(view, 0, run);
            Take(view, 10, new TrialEnded(Sample.Trial(1, "sync")), new TrialEnded(Sample.Trial(1, "sync") with { Attempt = 2 }));
            Text(view, 10).ShouldContain(trials ?? "about 50 s left");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ru-RU")]
    public void Without_a_terminal_a_trial_is_a_line_when_it_starts_and_a_line_when_it_ends(string culture)
    {
        var time = new ManualTime();
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Printed.In(culture, () =>
        {
            var display = ProgressDisplay.ForRun(Printed.Console(writer, 140, AnsiSupport.No), live: true, time);
            display.Show(new Preparing("Building kestrel-bench (once)"));
            display.Show(Run);
            foreach (var name in new[] { "sync", "async" })
            {
                display.Show(Phase(1, name, "start", 0));
                display.Show(Phase(1, name, "window", 5));
                display.Show(new SliceSeen(Second(948, 0), null));
                time.Advance(TimeSpan.FromSeconds(12));
                display.Show(new TrialEnded(name == "sync" ? Sample.Trial(1, name) : Sample.Trial(1, name, TrialState.Died) with { Reason = "web exited with code 139." }));
                display.Show(Phase(1, name, "pause", 2));
            }

            display.Show(new RoundRepeated(1, "async died."));
            display.Show(new Note("Interrupted: ending the window."));
            display.Dispose();
            return true;
        });
        writer.ToString().ReplaceLineEndings("\n").ShouldBe(
            """
            Building kestrel-bench (once)
            sync-vs-async: 12 trials in 6 rounds, about 2 min 30 s
            round 1/6 sync, work: started, about 2 min 30 s left
            round 1/6 sync, work: 948.0 requests/s, p50 104 ms, p99 151 ms, 0 failures
            round 1/6 async, work: started, about 2 min 12 s left
            round 1/6 async, work: died: web exited with code 139.
            round 1/6 is made again: async died.
            Interrupted: ending the window.

            """);
    }

    [Fact]
    public async Task A_live_display_is_drawn_at_most_four_times_a_second_and_keeps_only_lines_of_trouble()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        var display = ProgressDisplay.ForRun(Printed.Console(writer, 80, AnsiSupport.Yes), live: true);
        await using (display)
        {
            display.Show(Run);
            display.Show(Phase(1, "sync", "window"));
            for (var i = 0; i < 60; i++)
            {
                display.Show(new SliceSeen(Second(1000 + i, 0), 0.05));
                await Task.Delay(10);
            }

            display.Show(new TrialEnded(Sample.Trial(1, "sync")));
            display.Show(new TrialEnded(Sample.Trial(1, "async", TrialState.NotReady) with { Reason = "no answer in 30 s." }));
        }

        var elapsed = clock.GetElapsedTime(start);
        var text = writer.ToString();
        var drawn = text.Split("candidate").Length - 1;
        drawn.ShouldBeInRange(2, (int)(elapsed.TotalSeconds * 4) + 3);
        text.ShouldContain("round 1/6 async, work: not-ready: no answer in 30 s.");
        text.ShouldNotContain("0 failures\e[K", Case.Sensitive, "a trial that went well is no line that stays");
        text.ShouldNotContain("\e[?", Case.Sensitive, "no mode of the terminal is changed");
        text.ShouldEndWith("\e[K\n\e[J");
    }

    [Fact]
    public void A_note_stands_above_what_is_redrawn()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        using (var display = ProgressDisplay.ForLoad(Printed.Console(writer, 80, AnsiSupport.Yes), live: true))
        {
            display.Show(new LoadStarted("http://127.0.0.1:8080/", TimeSpan.Zero, TimeSpan.FromSeconds(10), null));
            display.Show(new Note("Interrupted: ending the window."));
        }

        writer.ToString().ShouldContain("Interrupted: ending the window.");
    }

    [Fact]
    public async Task A_terminal_that_goes_away_does_not_end_the_work()
    {
        using var writer = new BrokenWriter();
        foreach (var ansi in new[] { AnsiSupport.No, AnsiSupport.Yes })
        {
            await using var display = ProgressDisplay.ForLoad(Printed.Console(writer, 80, ansi), live: true);
            display.Show(new LoadStarted("http://127.0.0.1:8080/", TimeSpan.Zero, TimeSpan.FromSeconds(10), null));
        }
    }

    [Theory]
    [InlineData(80, "")]
    [InlineData(140, "de-DE")]
    public void A_load_shows_a_bar_and_its_last_second(int width, string culture)
    {
        var view = new LoadProgressView();
        Take(view, 0, new LoadStarted("http://127.0.0.1:8080/", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), null));
        var text = Printed.In(culture, () =>
        {
            var early = Text(view, 0.4, width);
            Take(view, 5, new SliceSeen(Second(12_345, 3), null));
            return early + Text(view, 5.1, width);
        });
        text.ShouldBe(
            """
            ■······················· warm-up, 11 s left
            http://127.0.0.1:8080/
            ■■■■■■■■■■■············· 6 s left
            12,345 requests/s, p50 104 ms, p99 151 ms, 3 failures, 100 in flight

            """);
    }

    [Fact]
    public void A_load_whose_warm_up_ends_when_it_is_steady_says_how_long_it_takes_so_far()
    {
        var view = new LoadProgressView();
        Take(view, 0, new LoadStarted("http://127.0.0.1:8080/", null, TimeSpan.FromSeconds(10), null));
        Text(view, 7.5).ShouldStartWith("························ warm-up until it is steady, 7 s so far\n");

        // Its length is known when the window's first second is complete.
        Take(view, 11, new SliceSeen(Second(100, 0) with { TS = 10, Phase = "window" }, null));
        Text(view, 15).ShouldStartWith("■■■■■■■■■■■■■■■■■■······ 5 s left\n");
        new LoadProgressView().Take(new LoadStarted("http://a/", null, TimeSpan.FromSeconds(10), null), TimeSpan.Zero).Single().Text
            .ShouldBe("http://a/: warm-up until it is steady, then a window of 10 s");
    }

    [Fact]
    public void A_load_that_is_over_waits_for_its_last_answers()
    {
        var view = new LoadProgressView();
        Take(view, 0, new LoadStarted("http://127.0.0.1:8080/", TimeSpan.Zero, TimeSpan.FromSeconds(10), null));
        Text(view, 11).ShouldStartWith("■■■■■■■■■■■■■■■■■■■■■■■■ waiting for the last answers\n");
    }

    [Fact]
    public void A_count_of_requests_fills_the_bar()
    {
        var view = new LoadProgressView();
        Take(view, 0, new LoadStarted("http://127.0.0.1:8080/", TimeSpan.Zero, null, 2_000), new SliceSeen(Second(1_000, 0), null));
        Text(view, 1).ShouldStartWith("■■■■■■■■■■■■············ 1,000 of 2,000 requests\n");
    }

    [Fact]
    public void Without_a_terminal_a_load_is_a_line_every_ten_seconds()
    {
        var view = new LoadProgressView();
        var lines = view.Take(new LoadStarted("http://127.0.0.1:8080/", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), null), TimeSpan.Zero).ToList();
        for (var i = 1; i <= 25; i++)
        {
            lines.AddRange(view.Take(new SliceSeen(Second(100 * i, 0), null), TimeSpan.FromSeconds(i)));
        }

        lines.Select(line => line.Text).ShouldBe(
        [
            "http://127.0.0.1:8080/: warm-up of 2 s, then a window of 60 s",
            "10 s: 1,000 requests/s, p50 104 ms, p99 151 ms, 0 failures, 100 in flight",
            "20 s: 2,000 requests/s, p50 104 ms, p99 151 ms, 0 failures, 100 in flight",
        ]);
    }

    [Fact]
    public void Time_left_follows_the_plan_and_then_the_pace_and_is_never_negative()
    {
        var left = new TimeLeft(4, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(5));
        left.At(TimeSpan.FromSeconds(15)).ShouldBe(TimeSpan.FromSeconds(30));
        left.Done(TimeSpan.FromSeconds(25));
        left.At(TimeSpan.FromSeconds(30)).ShouldBe(TimeSpan.FromSeconds(55), "three more parts of 20 s, of which 5 s have passed");
        left.Share(TimeSpan.FromSeconds(25)).ShouldBe(0.25, 1e-9);
        left.At(TimeSpan.FromSeconds(300)).ShouldBe(TimeSpan.Zero);
        left.Text(TimeSpan.FromSeconds(300)).ShouldBe("a moment left");
    }

    private static PhaseStarted Phase(int round, string candidate, string phase, double seconds = 5) =>
        new(round, candidate, "work", phase, TimeSpan.FromSeconds(seconds));

    private static SliceRecord Second(long success, long timeouts) => new(
        3, "window", success, success, success, new OutcomeCounts(success, 0, 0, timeouts, 0, 0, 0, 0, 0, 0), 100, 104 * Sample.Ms, 120 * Sample.Ms, 151 * Sample.Ms);

    private static void Take(IProgressView view, double elapsed, params ProgressEvent[] events)
    {
        foreach (var progress in events)
        {
            _ = view.Take(progress, TimeSpan.FromSeconds(elapsed)).ToList();
        }
    }

    private static string Text(IProgressView view, double elapsed, int width = 80) =>
        string.Concat(view.Draw(TimeSpan.FromSeconds(elapsed), new ScreenSize(width, 24)).Select(line => line.Text + "\n"));

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("Broken pipe");

        public override void Write(string? value) => throw new IOException("Broken pipe");

        public override void Write(char[] buffer, int index, int count) => throw new IOException("Broken pipe");
    }
}
