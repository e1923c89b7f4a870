using System.Net;
using Prony.Experiments.Capacities;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Running;
using Prony.Experiments.Tests.Files;
using Prony.Measurement.Runs;
using Prony.Testing;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

/// <summary>How a verdict says whether its run ended as planned; the candidates are servers that run already.</summary>
[Trait("Speed", "Slow")]
public sealed class RunEndTests : IDisposable
{
    private readonly FileSandbox _box = new();
    private readonly ScriptedServer _server = ScriptedServer.Answering();

    public void Dispose()
    {
        _server.Dispose();
        _box.Dispose();
    }

    [Fact]
    public async Task A_run_that_is_stopped_in_its_last_pause_is_cut_short_until_it_is_resumed()
    {
        using var endWindow = new CancellationTokenSource();
        var pauses = 0;
        var cut = await RunAsync((_, phase) => (phase == PhaseName.Pause && ++pauses == 2 ? endWindow : null)?.Cancel(), endWindow.Token);
        cut.Problem!.Kind.ShouldBe(RunProblemKind.Interrupted);
        cut.Verdict!.Whole.ShouldBe(false);
        Written(cut).ShouldBe(false);

        // Its rounds are whole; a busy machine may make one worth nothing, which is then made again or ends the run.
        var resumed = await RunAsync((_, _) => { }, CancellationToken.None, cut.Folder);
        resumed.Folder.ShouldBe(cut.Folder);
        resumed.Verdict!.Whole.ShouldBe(resumed.Problem is null);
        Written(resumed).ShouldBe(resumed.Problem is null);
    }

    [Fact]
    public async Task A_run_that_ends_as_planned_says_so()
    {
        var outcome = await RunAsync((_, _) => { }, CancellationToken.None);
        outcome.Verdict!.Whole.ShouldBe(outcome.Problem is null);
        Written(outcome).ShouldBe(outcome.Problem is null);
    }

    [Fact]
    public async Task A_search_that_is_stopped_is_not_whole_until_it_is_resumed()
    {
        using var endWindow = new CancellationTokenSource();
        var cut = await SearchAsync((trial, _) => (trial.Round == 2 ? endWindow : null)?.Cancel(), endWindow.Token);
        cut.Problem!.Kind.ShouldBe(RunProblemKind.Interrupted);
        (cut.Capacity!.Whole, cut.Capacity.Rounds, cut.Capacity.PlannedRounds).ShouldBe((false, 1, 2));
        RunReader.ReadCapacity(new RunDirectory(cut.Folder!))!.Whole.ShouldBe(false);

        var resumed = await SearchAsync((_, _) => { }, CancellationToken.None, cut.Folder);
        resumed.Problem.ShouldBeNull();
        (resumed.Capacity!.Whole, resumed.Capacity.Rounds).ShouldBe((true, 2));
        RunReader.ReadCapacity(new RunDirectory(cut.Folder!))!.Whole.ShouldBe(true);
        (await SearchAsync((_, _) => { }, CancellationToken.None, cut.Folder)).ShouldSatisfyAllConditions(again => again.NothingLeft.ShouldBeTrue(), again => again.Capacity!.Whole.ShouldBe(true));
    }

    [Fact]
    public async Task A_run_in_which_another_prony_is_at_work_is_not_even_read()
    {
        var run = Directory.CreateDirectory(Path.Combine(_box.Folder, "busy")).FullName;
        File.WriteAllText(new RunDirectory(run).PlanFile, "no plan, which is told only to who reads it");
        using (RunLock.TryTake(run))
        {
            var busy = $"The run in {run} cannot be resumed: another prony is at work in it.";
            (await RunAsync((_, _) => { }, CancellationToken.None, run)).Problem!.ShouldSatisfyAllConditions(p => p.Kind.ShouldBe(RunProblemKind.CannotResume), p => p.Message.ShouldBe(busy));
            (await SearchAsync((_, _) => { }, CancellationToken.None, run)).Problem!.Message.ShouldBe(busy);
        }

        (await RunAsync((_, _) => { }, CancellationToken.None, run)).Problem!.Message.ShouldNotContain("another prony");
        File.Exists(new RunDirectory(run).LockFile).ShouldBeFalse("who could not resume keeps nothing");
    }

    [Fact]
    public async Task A_run_whose_lock_cannot_be_written_says_why_and_blames_nobody()
    {
        var run = Directory.CreateDirectory(Path.Combine(_box.Folder, "full")).FullName;
        var lockFile = new RunDirectory(run).LockFile;
        File.WriteAllText(new RunDirectory(run).PlanFile, "no plan, which is told only to who reads it");
        File.CreateSymbolicLink(lockFile, Path.Combine(run, "absent", "lock"));

        var why = Should.Throw<IOException>(() => RunLock.TryTake(run)).Message;
        (await RunAsync((_, _) => { }, CancellationToken.None, run)).Problem!.ShouldSatisfyAllConditions(
            p => p.Kind.ShouldBe(RunProblemKind.CannotResume),
            p => p.Message.ShouldBe($"The run in {run} cannot be resumed: {why}"));
        why.ShouldNotContain("another");
    }

    [Fact]
    public async Task An_address_whose_users_gave_up_is_not_started_afresh_because_nobody_can()
    {
        using var slow = ScriptedServer.Answering(delay: TimeSpan.FromSeconds(1));
        using var endWindow = new CancellationTokenSource();
        var (lives, trials) = (0, 0);
        await SearchAsync(
            (trial, phase) =>
            {
                (lives, trials) = (lives + (phase == PhaseName.Idle ? 1 : 0), Math.Max(trials, trial.Attempt));
                (trial.Attempt == 2 && phase == PhaseName.Window ? endWindow : null)?.Cancel();
            },
            endWindow.Token,
            definition: Definition(slow, "100ms"),
            start: 100);

        (lives, trials).ShouldBe((1, 2));
    }

    private static bool? Written(RunOutcome outcome) => RunReader.ReadVerdict(new RunDirectory(outcome.Folder!))!.Whole;

    private Task<RunOutcome> RunAsync(Action<TrialName, string> onPhase, CancellationToken endWindow, string? resume = null) =>
        new ExperimentRunner(Definition(), Settings(resume), new Watcher(onPhase), TimeProvider.System).RunAsync(new RunStop(endWindow, CancellationToken.None));

    private Task<CapacityOutcome> SearchAsync(Action<TrialName, string> onPhase, CancellationToken endWindow, string? resume = null, ExperimentDefinition? definition = null, double start = 20)
    {
        var question = new CapacityQuestion { Start = start, Highest = start, Width = 0.5, TrialS = 0.3, DecidingTrials = 1, Rounds = 2 };
        return new CapacityRunner(definition ?? Definition(), question, Settings(resume), new Watcher(onPhase), _ => { }, TimeProvider.System).RunAsync(new RunStop(endWindow, CancellationToken.None));
    }

    private RunSettings Settings(string? resume) => new(Path.Combine(_box.Folder, "runs"), Path.Combine(_box.Folder, "cache"), Preview: false) { Resume = resume };

    private ExperimentDefinition Definition(ScriptedServer? server = null, string timeout = "30s")
    {
        var port = ((IPEndPoint)(server ?? _server).EndPoint).Port;
        var read = _box.Read($$"""
            name: ends
            rounds: 1
            phases: {warmup: 100ms, measure: 500ms, idle: 0s, pause: 50ms}
            candidates:
              a: {url: "http://127.0.0.1:{{port}}"}
              b: {url: "http://127.0.0.1:{{port}}"}
            scenarios:
              work: {request: {get: /}, timeout: {{timeout}}, load: {rate: 20/s} }
            """);
        read.Succeeded.ShouldBeTrue(DiagnosticText.Format(read.Diagnostics));
        return read.Value!;
    }

    private sealed class Watcher(Action<TrialName, string> onPhase) : IRunObserver
    {
        public void Preparing(string text)
        {
        }

        public void Resumed(PlanRecord plan, int round, IReadOnlyList<TrialRecord> kept, IReadOnlyList<string> setAside)
        {
        }

        public void Planned(PlanRecord plan, string folder, TimeSpan expected)
        {
        }

        public void PhaseStarted(TrialName trial, string phase, TimeSpan expected) => onPhase(trial, phase);

        public void SliceCompleted(TrialName trial, SliceRecord slice, double? cores)
        {
        }

        public void TrialEnded(TrialRecord trial)
        {
        }

        public void RoundRepeated(int round, string reason)
        {
        }
    }
}
