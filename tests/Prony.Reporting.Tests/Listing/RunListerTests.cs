using Prony.Measurement.Runs;
using Prony.Reporting.Listing;
using Prony.Reporting.Runs;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Listing;

public sealed class RunListerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_come_newest_first_and_other_folders_are_left_out()
    {
        Write("20261121T101500Z-sync-vs-async", Sample.Plan(), Sample.Verdict(), trials: 12);
        Write("20261122T080000Z-later", Sample.Plan() with { Experiment = "later", CreatedUtc = Sample.Start.AddDays(1) }, null, trials: 0);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "notes"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".20261123T080000Z-hidden.12", "trials"));

        var list = RunLister.Read(_folder.Path);

        list.Runs.Select(run => run.Name).ShouldBe(["20261122T080000Z-later", "20261121T101500Z-sync-vs-async"]);
        list.Unreadable.ShouldBeEmpty();
        RunLister.RunsIn(_folder.Path)[^1].Name.ShouldBe("20261122T080000Z-later");
    }

    [Fact]
    public void A_verdict_without_a_plan_and_without_a_load_is_listed_without_candidates()
    {
        var run = new RunDirectory(Path.Combine(_folder.Path, "20261121T101500Z-nothing"));
        Directory.CreateDirectory(run.Path);
        RunWriter.WriteVerdict(run, Sample.Verdict() with { Scenarios = new Dictionary<string, ScenarioVerdict>() });

        RunLister.ReadRun(run).Candidates.ShouldBeEmpty();
    }

    [Fact]
    public void A_whole_run_is_told_with_its_answer()
    {
        Write("20261121T101500Z-sync-vs-async", Sample.Plan(), Sample.Verdict(), trials: 12);
        var run = RunLister.Read(_folder.Path).Runs.ShouldHaveSingleItem();
        run.Kind.ShouldBe(RunKindName.Run);
        run.State.ShouldBe(RunStateName.Whole);
        run.Candidates.ShouldBe(["sync", "async"]);
        (run.Rounds, run.PlannedRounds).ShouldBe((6, 6));
        run.Answer.ShouldBe("async better than sync: throughput 5.94 (5.89–5.99)");
        run.Verdict.ShouldBe("better");
        run.Question.ShouldBe(Sample.Plan().Question);
        run.CreatedUtc.ShouldBe(Sample.Start);
    }

    [Theory]
    [InlineData(true, 11, false, RunStateName.CutShort)]
    [InlineData(false, 3, false, RunStateName.Killed)]
    [InlineData(false, 3, true, RunStateName.Running)]
    [InlineData(true, 12, true, RunStateName.Running)]
    public void The_state_follows_from_the_answer_the_trials_and_the_lock(bool judged, int trials, bool locked, string state)
    {
        var run = Write("20261121T101500Z-sync-vs-async", Sample.Plan(), judged ? Sample.Verdict() : null, trials);
        using var held = locked ? new FileStream(run.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) : null;
        RunLister.ReadRun(run).State.ShouldBe(state);
    }

    [Fact]
    public void The_lock_that_a_killed_run_left_behind_is_nobodys()
    {
        var run = Write("20261121T101500Z-sync-vs-async", Sample.Plan(), null, trials: 1);
        File.WriteAllText(run.LockFile, "");
        RunLister.ReadRun(run).State.ShouldBe(RunStateName.Killed);
    }

    [Fact]
    public void Repeated_rounds_are_counted_once_and_a_look_ends_a_run()
    {
        var run = Write("20261121T101500Z-sync-vs-async", Sample.Plan(), Sample.Verdict(), trials: 11);
        var again = run.Trial(1, 2, "sync", "work", null);
        Directory.CreateDirectory(again.Path);
        File.WriteAllText(again.TrialFile, "{}");
        RunLister.ReadRun(run).State.ShouldBe(RunStateName.CutShort);

        RunWriter.WriteVerdict(run, Sample.Verdict() with { Look = new LookVerdict(5, 0.01, Ended: true) });
        RunLister.ReadRun(run).State.ShouldBe(RunStateName.Whole);
    }

    [Fact]
    public void A_damaged_run_is_named_and_the_others_are_listed()
    {
        Write("20261121T101500Z-sync-vs-async", Sample.Plan(), Sample.Verdict(), trials: 12);
        var damaged = Path.Combine(_folder.Path, "20261122T000000Z-damaged");
        Directory.CreateDirectory(damaged);
        File.WriteAllText(Path.Combine(damaged, "plan.json"), "{ \"schema\": \"prony.plan/1\", ");
        var newer = Path.Combine(_folder.Path, "20261122T000001Z-newer");
        Directory.CreateDirectory(newer);
        File.WriteAllText(Path.Combine(newer, "plan.json"), "{ \"schema\": \"prony.plan/9\" }");

        var list = RunLister.Read(_folder.Path);

        list.Runs.ShouldHaveSingleItem();
        list.Unreadable.Select(run => run.Name).ShouldBe(["20261122T000000Z-damaged", "20261122T000001Z-newer"]);
        list.Unreadable[1].Reason.ShouldStartWith("plan.json: its schema is prony.plan/9");
        Print(list, 80).ShouldContain("20261122T000000Z-damaged: plan.json: not a record of prony.plan/1");
    }

    [Fact]
    public void A_search_for_capacities_is_told_with_its_loads()
    {
        var run = new RunDirectory(Path.Combine(_folder.Path, "20261121T101500Z-capacity"));
        RunWriter.WritePlan(run, Sample.Plan(1, "a", "b") with { Primary = Metrics.Capacity });
        RunLister.ReadRun(run).Kind.ShouldBe(RunKindName.Capacity);
        RunWriter.WriteCapacity(run, Samples.Capacity);

        var entry = RunLister.ReadRun(run);

        (entry.Kind, entry.State).ShouldBe((RunKindName.Capacity, RunStateName.Whole));
        entry.Answer.ShouldBe("a 813.1/s under response.p99 <= 100ms");
        RunWriter.WriteCapacity(run, Samples.Capacity with { Candidates = [Samples.Capacity.Candidates[0] with { Value = null }] });
        RunLister.ReadRun(run).Answer.ShouldBe("a at least 808.7/s under response.p99 <= 100ms");
    }

    [Theory]
    [InlineData(1, null, RunStateName.CutShort)]
    [InlineData(2, null, RunStateName.Whole)]
    [InlineData(1, true, RunStateName.Whole)]
    [InlineData(1, false, RunStateName.CutShort)]
    public void A_search_that_was_cut_off_is_told_from_a_whole_one(int rounds, bool? whole, string state)
    {
        var run = new RunDirectory(Path.Combine(_folder.Path, "20261121T101500Z-capacity"));
        RunWriter.WritePlan(run, Sample.Plan(2, "a", "b") with { Primary = Metrics.Capacity });
        RunWriter.WriteCapacity(run, Samples.Capacity with { Rounds = rounds, Whole = whole });
        RunLister.ReadRun(run).State.ShouldBe(state);
        RunLister.IsStage(run).ShouldBeFalse();
    }

    [Fact]
    public void A_folder_of_stages_is_one_entry()
    {
        var tune = new RunDirectory(Path.Combine(_folder.Path, "20261121T101500Z-sync-vs-async-tune"));
        RunWriter.WritePlan(new RunDirectory(Path.Combine(tune.Path, "20261121T101500Z-sync-vs-async")), Sample.Plan());
        RunLister.Read(_folder.Path).Runs.ShouldHaveSingleItem().State.ShouldBe(RunStateName.Killed);

        RunLister.IsStage(RunLister.Stages(tune).ShouldHaveSingleItem()).ShouldBeTrue();
        RunWriter.WriteTune(tune.Path, Samples.Tune);

        var entry = RunLister.Read(_folder.Path).Runs.ShouldHaveSingleItem();
        (entry.Kind, entry.State).ShouldBe((RunKindName.Tune, RunStateName.Whole));
        entry.Candidates.ShouldBe(["workers-4", "workers-5"]);
        entry.Answer.ShouldBe("workers-4, workers-5 are not told apart in throughput");
        Contents(tune, null).ShouldContain("20261121T101500Z-sync-vs-async: killed");
    }

    [Fact]
    public void A_tuning_that_was_cut_off_is_told_from_a_whole_one()
    {
        var tune = new RunDirectory(Path.Combine(_folder.Path, "20261121T101500Z-sync-vs-async-tune"));
        RunWriter.WritePlan(new RunDirectory(Path.Combine(tune.Path, "20261121T101500Z-sync-vs-async")), Sample.Plan());
        RunWriter.WriteTune(tune.Path, Samples.Tune with { Whole = false, Best = ["workers-4"] });

        var entry = RunLister.ReadRun(tune);
        (entry.State, entry.Answer).ShouldBe((RunStateName.CutShort, "workers-4 is ahead in throughput so far"));
        Contents(tune, null).ShouldContain("this is a preview");
        using (new FileStream(tune.LockFile, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            RunLister.ReadRun(tune).State.ShouldBe(RunStateName.Running, "between two stages as well");
        }

        RunWriter.WriteTune(tune.Path, Samples.Tune with { Whole = false, Best = [] });
        RunLister.ReadRun(tune).Answer.ShouldBe("no setting gave a usable round so far");
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(140)]
    public void The_list_fits_the_width(int width)
    {
        string[] names = ["sync", "async", "gevent", "threads", "rust"];
        Write("20261121T101500Z-sync-vs-async", Sample.Plan(6, names), Sample.Verdict(6, names), trials: 30);
        var text = Print(RunLister.Read(_folder.Path), width);
        text.Split('\n').ShouldAllBe(line => line.Length <= width);
        text.ShouldContain("2026-11-21 10:15  20261121T101500Z-sync-vs-async");
        text.Replace("\n", " ", StringComparison.Ordinal).ShouldMatch("6 rounds, sync, async, gevent +and 2 more");
    }

    [Fact]
    public void An_empty_folder_says_what_writes_a_run() =>
        Print(RunLister.Read(_folder.Path), 300).ShouldContain("'prony run' writes one.");

    [Fact]
    public void What_is_in_a_run_is_shown_from_the_verdict_to_the_files()
    {
        var run = Write("20261121T101500Z-sync-vs-async", Sample.Plan(), Sample.Verdict(), trials: 0);
        var view = Sample.View(Sample.Verdict(), Sample.Plan()) with
        {
            Trials = [.. Sample.Trials(Sample.Plan()).Select(t => t with
            {
                Phases = [new PhaseRecord(PhaseName.Start, Sample.Start, 0.5), new PhaseRecord(PhaseName.Window, Sample.Start, 5)],
                Gates = [new GateRecord("V13", 0.03, 0.02, t.Candidate == "async" ? GateState.Warn : GateState.Ok)],
            })],
        };

        var text = Contents(run, view, width: 140);

        text.ShouldContain("async is better than sync: throughput 5.94 times as high");
        text.ShouldContain("Doubts: V28 warn.");
        text.ShouldMatch(@"\n +6 +async +work, 100 users +completed +9,480 +9,480 +0 +5\.5 s +V13 warn\n");
        text.ShouldContain("Phases: start 500 ms, window 5 s");
        text.ShouldContain("plan.json");
        text.ShouldContain("trials/");
        text.ShouldMatch("sync-vs-async.yaml +1 line");
        text.ShouldNotContain("name: sync-vs-async");
        Contents(run, view, definitions: true).ShouldContain("name: sync-vs-async");
    }

    [Fact]
    public void A_run_that_goes_on_is_shown_as_far_as_it_is()
    {
        var run = Write("20261121T101500Z-sync-vs-async", Sample.Plan(), null, trials: 0);
        using var held = new FileStream(run.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Contents(run, Sample.View(null, Sample.Plan()) with { Trials = [] }).ShouldContain("NO VERDICT: the run goes on: 'prony watch' follows it.");
    }

    private static string Print(RunListRecord list, int width) => Printed.At(width, console => RunListReport.Terminal(list, console));

    private static string Contents(RunDirectory run, RunView? view, int width = 100, bool definitions = false) =>
        Printed.At(width, console => RunContents.Terminal(run, view, definitions, console));

    private RunDirectory Write(string name, PlanRecord plan, VerdictRecord? verdict, int trials)
    {
        var run = new RunDirectory(Path.Combine(_folder.Path, name));
        RunWriter.WritePlan(run, plan with { Run = name });
        if (verdict is not null)
        {
            RunWriter.WriteVerdict(run, verdict);
        }

        foreach (var trial in Sample.Trials(plan).Take(trials))
        {
            var folder = run.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, null);
            Directory.CreateDirectory(folder.Path);
            File.WriteAllText(folder.TrialFile, "{}");
        }

        return run;
    }
}
