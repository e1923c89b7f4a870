using System.Text.Json;
using System.Text.RegularExpressions;
using Prony.Measurement.Runs;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Runs;

public sealed class RunViewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDirectory _run;

    public RunViewTests()
    {
        _run = new RunDirectory(Path.Combine(_folder.Path, "20261121T101500Z-sync-vs-async"));
        Directory.CreateDirectory(_run.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_run_is_read_and_its_json_is_its_verdict_file()
    {
        WritePlan();
        File.WriteAllText(_run.VerdictFile, JsonSerializer.Serialize(Sample.Verdict(), RunJson.Files.VerdictRecord));
        foreach (var trial in Sample.Trials(Sample.Plan()))
        {
            WriteTrial(trial);
        }

        var view = RunView.Read(_run);
        view.Trials.Count.ShouldBe(12);
        view.Unfinished.ShouldBeEmpty();
        view.Faults.ShouldBeEmpty();
        RunReport.Json(view).ShouldBe(File.ReadAllText(_run.VerdictFile));
        Print(view).ShouldNotContain("INCOMPLETE");
    }

    [Fact]
    public void A_run_killed_before_its_verdict_says_how_much_of_it_there_is()
    {
        WritePlan();
        WriteTrial(Sample.Trial(1, "sync"));
        WriteTrial(Sample.Trial(1, "async"));
        var cut = _run.Trial(2, 1, "async", "work", null);
        Directory.CreateDirectory(cut.Path);
        var slice = JsonSerializer.Serialize(Slice(), RunJson.Lines.SliceRecord);
        File.WriteAllText(cut.SlicesFile, $"{slice}\n{slice}\n{slice[..40]}");

        var view = RunView.Read(_run);
        view.Unfinished.ShouldBe([new UnfinishedTrial("r02a1.async.work", 2)]);
        Print(view).ShouldBeAsExpected("killed-80.txt");
        RunReport.Markdown(view).ShouldContain("> **NO VERDICT**: the run ended before it. 2 of 12 planned trials are whole, 1 was cut off.");
        Should.Throw<InvalidOperationException>(() => RunReport.Json(view)).Message.ShouldBe(
            "Run 20261121T101500Z-sync-vs-async has no verdict to print as JSON; it ended before it. 2 of 12 planned trials are whole, 1 was cut off.");
    }

    [Fact]
    public void A_run_killed_before_its_first_trial_is_shown()
    {
        WritePlan();
        Print(RunView.Read(_run)).ShouldContain("NO VERDICT: the run ended before it. 0 of 12 planned trials are whole.");
    }

    [Fact]
    public void A_cut_trial_record_counts_as_cut_off()
    {
        WritePlan();
        WriteTrial(Sample.Trial(1, "sync"));
        var file = _run.Trial(1, 1, "sync", "work", null).TrialFile;
        File.WriteAllText(file, File.ReadAllText(file)[..200]);

        var view = RunView.Read(_run);
        view.Trials.ShouldBeEmpty();
        view.Unfinished.ShouldBe([new UnfinishedTrial("r01a1.sync.work", 0)]);
        Print(view).ShouldContain("- r01a1.sync.work: 0 seconds of load written.");
    }

    [Fact]
    public void A_cut_plan_is_named_and_the_trials_are_still_shown()
    {
        File.WriteAllText(_run.PlanFile, "{\"schema\":\"prony.plan/1\",\"run\":");
        WriteTrial(Sample.Trial(1, "sync"));

        var view = RunView.Read(_run);
        view.Plan.ShouldBeNull();
        var text = Print(view);
        text.ShouldContain("1 trial is whole.");
        text.ShouldContain("Files that could not be read");
        text.ShouldContain("- plan.json: not a record of prony.plan/1");
        text.ShouldNotContain(_run.Path);
    }

    [Fact]
    public void A_cut_verdict_is_named_and_the_plan_is_still_shown()
    {
        WritePlan();
        File.WriteAllText(_run.VerdictFile, "{\"schema\":\"prony.verdict/1\"");
        var text = Print(RunView.Read(_run));
        text.ShouldContain("NO VERDICT");
        text.ShouldContain("- verdict.json: not a record of prony.verdict/1");
    }

    [Fact]
    public void A_verdict_made_of_the_whole_rounds_of_a_killed_run_says_so()
    {
        var view = Sample.View(Sample.Verdict(), Sample.Plan()) with { Trials = [Sample.Trial(1, "sync"), Sample.Trial(1, "async", TrialState.Died)] };
        Print(view).ShouldContain("INCOMPLETE: the run ended before its plan did. 2 of 12 planned trials are whole");
        Print(view).ReplaceLineEndings(" ").ShouldContain("(1 completed).");
    }

    [Fact]
    public void Trials_of_a_round_that_was_made_again_count_once()
    {
        var view = Sample.View(Sample.Verdict(), Sample.Plan()) with { Trials = [Sample.Trial(1, "sync", TrialState.Died), Sample.Trial(1, "sync"), Sample.Trial(1, "async")] };
        Print(view).ShouldContain("2 of 12 planned trials are whole.");
    }

    [Fact]
    public void A_load_that_was_given_up_makes_no_run_incomplete_and_is_told()
    {
        var verdict = Sample.Verdict() with { Whole = true, Lost = [new LostLoadRecord("async", "work", new PointRecord(100, null), "no valid window in 3 attempts of round 1. 5 of 9 requests failed.")] };
        var text = Print(Sample.View(verdict, Sample.Plan()) with { Trials = [Sample.Trial(1, "sync")] });
        text.ShouldNotContain("INCOMPLETE");
        text.ShouldContain("Loads that were given up");
        Regex.Replace(text, @"\s+", " ").ShouldContain("async, work, 100 users: no valid window in 3 attempts of round 1. 5 of 9 requests failed.");
        RunReport.Markdown(Sample.View(verdict, Sample.Plan())).ShouldContain("Loads that were given up");
    }

    [Fact]
    public void A_directory_that_is_not_there_is_named_with_what_to_do() =>
        Should.Throw<DirectoryNotFoundException>(() => RunView.Read(new RunDirectory(Path.Combine(_folder.Path, "none"))))
            .Message.ShouldEndWith("none. Name one that 'prony run' wrote (by default in runs/).");

    [Fact]
    public void A_directory_that_holds_no_run_is_named_with_what_to_do() =>
        Should.Throw<DirectoryNotFoundException>(() => RunView.Read(_run))
            .Message.ShouldEndWith("holds no run: neither plan.json nor verdict.json nor trials. Name a directory that 'prony run' wrote.");

    private static string Print(RunView view) => Printed.At(80, console => RunReport.Terminal(view, console));

    private static SliceRecord Slice() => new(0, "window", 100, 100, 95, new OutcomeCounts(95, 0, 0, 0, 0, 0, 0, 0, 0, 0), 5, 104, 120, 150);

    private void WritePlan() => File.WriteAllText(_run.PlanFile, JsonSerializer.Serialize(Sample.Plan(), RunJson.Files.PlanRecord));

    private void WriteTrial(TrialRecord trial)
    {
        var folder = _run.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, null);
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(folder.TrialFile, JsonSerializer.Serialize(trial, RunJson.Files.TrialRecord));
    }
}
