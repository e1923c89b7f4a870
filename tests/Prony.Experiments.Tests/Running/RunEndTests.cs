using System.Net;
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
        var cut = await RunAsync(phase => (phase == PhaseName.Pause && ++pauses == 2 ? endWindow : null)?.Cancel(), endWindow.Token);
        cut.Problem!.Kind.ShouldBe(RunProblemKind.Interrupted);
        cut.Verdict!.Whole.ShouldBe(false);
        Written(cut).ShouldBe(false);

        // Its rounds are whole; a busy machine may make one worth nothing, which is then made again or ends the run.
        var resumed = await RunAsync(_ => { }, CancellationToken.None, cut.Folder);
        resumed.Folder.ShouldBe(cut.Folder);
        resumed.Verdict!.Whole.ShouldBe(resumed.Problem is null);
        Written(resumed).ShouldBe(resumed.Problem is null);
    }

    [Fact]
    public async Task A_run_that_ends_as_planned_says_so()
    {
        var outcome = await RunAsync(_ => { }, CancellationToken.None);
        outcome.Verdict!.Whole.ShouldBe(outcome.Problem is null);
        Written(outcome).ShouldBe(outcome.Problem is null);
    }

    private static bool? Written(RunOutcome outcome) => RunReader.ReadVerdict(new RunDirectory(outcome.Folder!))!.Whole;

    private Task<RunOutcome> RunAsync(Action<string> onPhase, CancellationToken endWindow, string? resume = null)
    {
        var port = ((IPEndPoint)_server.EndPoint).Port;
        var read = _box.Read($$"""
            name: ends
            rounds: 1
            phases: {warmup: 100ms, measure: 500ms, idle: 0s, pause: 50ms}
            candidates:
              a: {url: "http://127.0.0.1:{{port}}"}
              b: {url: "http://127.0.0.1:{{port}}"}
            scenarios:
              work: {request: {get: /}, load: {rate: 20/s} }
            """);
        read.Succeeded.ShouldBeTrue(DiagnosticText.Format(read.Diagnostics));
        var settings = new RunSettings(Path.Combine(_box.Folder, "runs"), Path.Combine(_box.Folder, "cache"), Preview: false) { Resume = resume };
        return new ExperimentRunner(read.Value!, settings, new Watcher(onPhase), TimeProvider.System).RunAsync(new RunStop(endWindow, CancellationToken.None));
    }

    private sealed class Watcher(Action<string> onPhase) : IRunObserver
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

        public void PhaseStarted(TrialName trial, string phase, TimeSpan expected) => onPhase(phase);

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
