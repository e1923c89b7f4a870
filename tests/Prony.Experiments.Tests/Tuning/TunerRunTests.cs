using Prony.Experiments.Capacities;
using Prony.Experiments.Files;
using Prony.Experiments.Running;
using Prony.Experiments.Tests.Files;
using Prony.Experiments.Tuning;
using Prony.Measurement.Runs;
using Prony.Reference;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Tuning;

/// <summary>What a tuning leaves when it is cut off; its settings are all the same server, which runs already and takes three connections.</summary>
[Trait("Speed", "Slow")]
public sealed class TunerRunTests : IDisposable
{
    private readonly FileSandbox _box = new();
    private readonly ReferenceServer _server = ReferenceServer.Start(
        ServerModel.FixedDelay(TimeSpan.FromMilliseconds(20)), keepsLog: false, new ServerHabits { MostConnections = 3 });

    public void Dispose()
    {
        _server.Dispose();
        _box.Dispose();
    }

    [Fact]
    public async Task What_the_first_stage_found_is_kept_before_the_second_begins_and_when_that_is_cut_off()
    {
        using var endWindow = new CancellationTokenSource();
        TuneRecord? between = null;
        var stages = 0;
        var outcome = await TuneAsync(5, endWindow, () =>
        {
            if (++stages == 2)
            {
                var folder = Directory.GetDirectories(Path.Combine(_box.Folder, "runs")).ShouldHaveSingleItem();
                between = RunReader.ReadTune(new RunDirectory(folder));
                RunReader.IsBeingWritten(new RunDirectory(folder)).ShouldBeTrue();
                endWindow.Cancel();
            }
        });

        between.ShouldNotBeNull().ShouldSatisfyAllConditions(
            record => (record.Whole, record.Winner).ShouldBe((false, null)),
            record => record.Stages.ShouldHaveSingleItem().CutOff.ShouldBeFalse(),
            record => record.Sentences[0].ShouldStartWith("Preview, not an answer: stage 1 of at most 2 has ended."));
        outcome.Problem!.Kind.ShouldBe(RunProblemKind.Interrupted);
        outcome.Tuned.ShouldNotBeNull().Stages.ShouldHaveSingleItem("of the second stage no round is whole");
        outcome.Tuned.Sentences[0].ShouldStartWith("Preview, not an answer: stage 2 of at most 2 was cut off. ");
        outcome.Tuned.Winner.ShouldBeNull();
        RunReader.ReadTune(new RunDirectory(outcome.Folder))!.Sentences.ShouldBe(outcome.Tuned.Sentences);
        RunReader.IsBeingWritten(new RunDirectory(outcome.Folder)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_tuning_that_is_cut_off_before_a_round_is_whole_has_found_nothing()
    {
        using var endWindow = new CancellationTokenSource();
        var outcome = await TuneAsync(2, endWindow, endWindow.Cancel);
        (outcome.Problem!.Kind, outcome.Tuned).ShouldBe((RunProblemKind.Interrupted, null));
        RunReader.ReadTune(new RunDirectory(outcome.Folder)).ShouldBeNull();
    }

    /// <summary>By capacity in users: no gate of a window can make a round worthless.</summary>
    private Task<TuneOutcome> TuneAsync(int settings, CancellationTokenSource endWindow, Action onStage)
    {
        var port = _server.EndPoint.Port;
        var read = _box.Read($$"""
            name: tuned
            phases: {warmup: 100ms, measure: 500ms, idle: 0s, pause: 0s}
            candidates:
              a: {url: "http://127.0.0.1:{{port}}"}
              b: {url: "http://127.0.0.1:{{port}}"}
            scenarios:
              work: {request: {get: /}, load: {users: 2} }
            """);
        read.Succeeded.ShouldBeTrue(DiagnosticText.Format(read.Diagnostics));
        var entry = read.Value!.Candidates[0];
        var question = new TuneQuestion("a", Metrics.Capacity, [.. Enumerable.Range(1, settings).Select(i => entry with { Name = $"w{i}", Optional = true })], FinalRounds: 1)
        {
            Capacity = new CapacityQuestion { Users = true, Start = 2, Highest = 4, TrialS = 0.3 },
        };
        var where = new RunSettings(Path.Combine(_box.Folder, "runs"), Path.Combine(_box.Folder, "cache"), Preview: false);
        return new Tuner(read.Value, question, where, new Watcher(onStage), _ => { }, TimeProvider.System).RunAsync(new RunStop(endWindow.Token, CancellationToken.None));
    }

    private sealed class Watcher(Action onStage) : IRunObserver
    {
        public void Preparing(string text)
        {
        }

        public void Resumed(PlanRecord plan, int round, IReadOnlyList<TrialRecord> kept, IReadOnlyList<string> setAside)
        {
        }

        public void Planned(PlanRecord plan, string folder, TimeSpan expected) => onStage();

        public void PhaseStarted(TrialName trial, string phase, TimeSpan expected)
        {
        }

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
