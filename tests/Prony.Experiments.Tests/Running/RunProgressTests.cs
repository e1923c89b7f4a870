using Prony.Experiments.Running;
using Prony.Experiments.Tests.Gates;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

/// <summary>How far a run got, told from its trials alone.</summary>
public sealed class RunProgressTests
{
    private static readonly PointRecord Few = new(1, null);

    private static readonly PointRecord Many = new(100, null);

    private readonly List<TrialRecord> _trials = [];

    [Fact]
    public void Nothing_was_done_yet() => Replay(Plan(3)).ShouldBe(new RunProgress(0, 1, null));

    [Fact]
    public void Whole_rounds_are_counted_and_the_next_begins_with_its_first_attempt()
    {
        Add(1, 1, "a", "b");
        Add(2, 1, "b", "a");
        Replay(Plan(3)).ShouldBe(new RunProgress(2, 1, null));
        Add(3, 1, "a", "b");
        Replay(Plan(3)).ShouldBe(new RunProgress(3, 1, null));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void A_round_without_the_turn_of_a_candidate_is_not_whole(string only)
    {
        Add(1, 1, "a", "b");
        Add(2, 1, only);
        Replay(Plan(3)).ShouldBe(new RunProgress(1, 1, null));
    }

    [Fact]
    public void A_turn_without_one_of_its_loads_is_not_whole()
    {
        var plan = Plan(2, Few, Many);
        Add(1, 1, "a", "b");
        Replay(plan).WholeRounds.ShouldBe(0);
        _trials.AddRange([.. _trials.Select(trial => trial with { Point = Many })]);
        Replay(plan).WholeRounds.ShouldBe(1);
    }

    [Fact]
    public void An_interrupted_window_is_none()
    {
        Add(1, 1, "a", "b");
        _trials[1] = _trials[1] with { State = TrialState.Interrupted };
        Replay(Plan(2)).ShouldBe(new RunProgress(0, 1, null));
    }

    [Fact]
    public void A_round_that_was_to_be_repeated_goes_on_with_the_next_attempt()
    {
        Add(1, 1, "a", "b");
        _trials[1] = Died(_trials[1]);
        Replay(Plan(2)).ShouldBe(new RunProgress(0, 2, null));
        Add(1, 2, "a");
        Replay(Plan(2)).ShouldBe(new RunProgress(0, 2, null));
        Add(1, 2, "b");
        Replay(Plan(2)).ShouldBe(new RunProgress(1, 1, null));
    }

    [Fact]
    public void Who_was_left_out_is_not_waited_for()
    {
        for (var attempt = 1; attempt <= Participants.MostAttempts; attempt++)
        {
            Add(1, attempt, "a", "b", "c");
            _trials[^1] = Died(_trials[^1]);
        }

        Add(2, 1, "a", "b");
        var plan = Plan(2) with { Order = [["a", "b", "c"], ["c", "b", "a"]], Candidates = [Candidate("a"), Candidate("b"), Candidate("c")] };
        var participants = Participants.Of(plan);
        RunProgress.Replay(plan, _trials, participants).ShouldBe(new RunProgress(2, 1, null));
        participants.IsOver("c", "work", Few).ShouldBeTrue();
        participants.IsOver("b", "work", Few).ShouldBeFalse();
    }

    [Fact]
    public void A_run_that_gave_up_has_ended_with_its_problem()
    {
        for (var attempt = 1; attempt <= Participants.MostAttempts; attempt++)
        {
            Add(1, attempt, "a", "b");
            _trials[^2] = Died(_trials[^2]);
        }

        Replay(Plan(3)).Problem.ShouldNotBeNull().Kind.ShouldBe(RunProblemKind.NoValidResult);
    }

    [Fact]
    public void A_candidate_that_could_not_be_started_is_tried_again_another_day()
    {
        Add(1, 1, "a", "b");
        _trials[1] = _trials[1] with { State = TrialState.NotStarted, Load = null };
        Replay(Plan(3)).ShouldBe(new RunProgress(0, 1, null));
    }

    [Fact]
    public void An_optional_candidate_that_could_not_be_started_stays_left_out()
    {
        Add(1, 1, "a", "b", "c");
        _trials[2] = _trials[2] with { State = TrialState.NotStarted, Reason = "no", Load = null };
        Add(2, 1, "a", "b");
        var plan = Plan(2) with { Order = [["a", "b", "c"], ["c", "b", "a"]], Candidates = [Candidate("a"), Candidate("b"), Candidate("c") with { Optional = true }] };
        var participants = Participants.Of(plan);
        RunProgress.Replay(plan, _trials, participants).WholeRounds.ShouldBe(2);
        participants.Skipped.ShouldHaveSingleItem().Candidate.ShouldBe("c");
    }

    private RunProgress Replay(PlanRecord plan) => RunProgress.Replay(plan, _trials, Participants.Of(plan));

    private void Add(int round, int attempt, params string[] names) => _trials.AddRange(names.Select(name => new TrialRecord
    {
        Round = round,
        Attempt = attempt,
        Candidate = name,
        Scenario = "work",
        Point = Few,
        State = TrialState.Completed,
        Load = Loads.Closed(),
    }));

    private static TrialRecord Died(TrialRecord trial) => trial with { State = TrialState.Died, Reason = "web died.", Load = null };

    private static PlannedCandidate Candidate(string name) => new(name, CandidateKind.Run, name, new Dictionary<string, string>(), ["web"]);

    private static PlanRecord Plan(int rounds, params PointRecord[] points) => new()
    {
        Run = "x",
        CreatedUtc = default,
        Experiment = "x",
        Baseline = "a",
        Primary = Metrics.Throughput,
        Margin = 0.05,
        Rounds = rounds,
        Seed = 1,
        Phases = new PhaseLengths(1, 1, null, 0, 0),
        Candidates = [Candidate("a"), Candidate("b")],
        Scenarios = [new PlannedScenario("work", "GET", "/", "2xx", 1, points.Length == 0 ? [Few] : points, [])],
        Order = [.. Enumerable.Range(0, rounds).Select(i => (IReadOnlyList<string>)(i % 2 == 0 ? ["a", "b"] : ["b", "a"]))],
        RoundSeeds = [.. Enumerable.Range(1, rounds).Select(i => (ulong)i)],
        Machine = new MachineRecord("os", "kernel", "cpu", 2, 1, "runtime", "v2", "tsc", "performance"),
    };
}
