using Prony.Measurement.Runs;
using Prony.Reporting.Progress;
using Prony.Reporting.Runs;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

/// <summary>What a run says before it starts, and what a report says of looks, winners and windows.</summary>
public sealed class PlanReportTests
{
    private static readonly LookRecord[] Looks = [new(6, 0.005), new(10, 0.010), new(16, 0.020), new(24, 0.030)];

    [Fact]
    public void A_plan_says_how_much_there_is_to_do_and_how_long_it_takes()
    {
        var plan = Sample.Plan(10) with { ExpectedS = 580.4 };
        PlanReport.Size(plan).ShouldBe("10 rounds × 2 candidates × 1 load = 20 trials, about 9 min 40 s");
        PlanReport.Size(plan with { ExpectedS = null }).ShouldBe("10 rounds × 2 candidates × 1 load = 20 trials");
    }

    [Fact]
    public void A_plan_with_looks_says_how_soon_and_how_late_it_may_end() =>
        PlanReport.Size(Sample.Plan(24) with { Looks = Looks, ExpectedS = 1200 }).ShouldBe("6 to 24 rounds × 2 candidates × 1 load = at most 48 trials, about 5 min 0 s to 20 min 0 s");

    [Fact]
    public void A_plan_with_windows_that_end_with_a_count_of_requests_says_only_how_long_it_takes_at_least()
    {
        var plan = Sample.Plan(10) with { ExpectedS = 180 };
        var counted = plan with { Scenarios = [plan.Scenarios[0] with { Points = [new PointRecord(100, null) { Requests = 1_000 }] }] };
        PlanReport.Size(counted).ShouldBe("10 rounds × 2 candidates × 1 load = 20 trials, at least 3 min 0 s and as long as the requests take, which the first round will show");
        counted.TakesAtLeast.ShouldBeTrue();
        plan.TakesAtLeast.ShouldBeFalse();
        (plan with { Scenarios = [plan.Scenarios[0] with { Points = [new PointRecord(null, 100) { Requests = 1_000 }] }] }).TakesAtLeast.ShouldBeFalse("a rate tells how long they take");
    }

    [Fact]
    public void A_plan_is_printed_whole()
    {
        var text = Printed.At(120, console => PlanReport.Terminal(Sample.Plan(24) with { Looks = Looks, ExpectedS = 1200 }, console));
        text.ShouldContain("Plan: 6 to 24 rounds");
        text.ShouldContain("Nothing was started.");
        text.ShouldContain("at most 24 rounds, looks after 6 (alpha 0.005), 10 (0.01), 16 (0.02), 24 (0.03), seed 1, margin 5 %");
        text.ShouldContain("Does awaiting beat blocking");
        text.ShouldContain("AMD EPYC");
        text.ShouldNotContain("20261121T101500Z", customMessage: "no run was begun");
    }

    [Fact]
    public void Rounds_that_a_look_made_needless_are_not_missing()
    {
        var plan = Sample.Plan(24) with { Looks = Looks };
        var view = Sample.View(Sample.Verdict(6) with { Look = new LookVerdict(6, 0.005, Ended: true) }, plan);
        view = view with { Trials = [.. view.Trials.Where(trial => trial.Round <= 6)] };
        Print(view).ShouldNotContain("INCOMPLETE");
        Print(view with { Verdict = view.Verdict! with { Look = new LookVerdict(6, 0.005, Ended: false) } }).ShouldContain("INCOMPLETE");
    }

    [Fact]
    public void Winners_windows_and_Holms_p_stand_in_the_report()
    {
        var verdict = Sample.Verdict(6);
        var point = verdict.Scenarios["work"].Points[0];
        verdict = verdict with
        {
            Window = new WindowAdvice(0.1, 0.02, 12, 5, 18, "Windows of 18 s instead of 5 s would do."),
            Scenarios = new Dictionary<string, ScenarioVerdict>
            {
                ["work"] = new([point with
                {
                    Winner = new WinnerRecord(null, 0.05, 3, "No winner among all 3."),
                    Comparisons = [.. point.Comparisons.Select(c => c with { Alpha = 0.05, HolmP = c.Metric == "throughput" ? 1e-7 : 0.2 })],
                }]),
            },
        };
        var text = Print(Sample.View(verdict, Sample.Plan()));
        text.ShouldContain("- No winner among all 3.");
        text.ShouldContain("Window length: Windows of 18 s instead of 5 s would do.");
        text.ShouldContain("alpha 0.05, Holm's p below 0.0001 (decides nothing)");

        var answered = verdict with { Verdict = verdict.Verdict! with { Sentence = verdict.Verdict.Sentence + " No winner among all 3." } };
        Print(Sample.View(answered, Sample.Plan())).ShouldNotContain("- No winner", customMessage: "it was said above");
    }

    [Fact]
    public void A_run_that_was_resumed_says_what_was_set_aside()
    {
        using var folder = new TemporaryFolder();
        var directory = RunDirectory.Create(folder.Path, "x");
        RunWriter.WritePlan(directory, Sample.Plan());
        RunView.Read(directory).SetAside.ShouldBeEmpty();
        Directory.CreateDirectory(Path.Combine(directory.SetAsideFolder, "r02a1.sync.work"));
        Print(RunView.Read(directory)).ShouldContain("Resumed: trials that were cut off were made again; what is left of them is in set-aside/ and does not count: r02a1.sync.work.");
    }

    [Fact]
    public void A_run_says_its_size_once_and_counts_what_was_done_before()
    {
        using var writer = new StringWriter();
        var display = ProgressDisplay.ForRun(Printed.Console(writer, 140, AnsiSupport.No), live: false);
        display.Show(new Note("Going on with round 3 of 6: 4 trials kept."));
        display.Show(new RunStarted("x", ["a", "b"], 6, 12, TimeSpan.FromSeconds(100)) { Size = "6 rounds × 2 candidates × 1 load = 12 trials, about 2 min 30 s", Done = 4 });
        display.Dispose();
        writer.ToString().ReplaceLineEndings("\n").ShouldBe(
            "Going on with round 3 of 6: 4 trials kept.\nx: 6 rounds × 2 candidates × 1 load = 12 trials, about 2 min 30 s, of which about 100 s are left\n");
    }

    private static string Print(RunView view) => Printed.At(200, console => RunReport.Terminal(view, console));
}
