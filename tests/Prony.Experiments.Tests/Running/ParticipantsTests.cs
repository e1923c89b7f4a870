using System.Net;
using Prony.Experiments.Definitions;
using Prony.Experiments.Running;
using Prony.Experiments.Tests.Gates;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Running;

public class ParticipantsTests
{
    [Fact]
    public void A_whole_round_is_not_repeated()
    {
        var decision = Of("a", "b").Judge([Trial("a"), Trial("b")], attempt: 1);
        decision.ShouldBe(new RoundDecision(false, "", null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_round_with_a_trial_that_died_is_repeated_whole_with_the_reason(int attempt)
    {
        var decision = Of("a", "b").Judge([Trial("a"), Trial("b", TrialState.Died, "web died under load (exit code 7).")], attempt);
        decision.ShouldBe(new RoundDecision(true, "b: web died under load (exit code 7).", null));
    }

    [Fact]
    public void A_gate_that_stops_a_trial_repeats_its_round_and_one_that_only_withholds_percentiles_does_not()
    {
        var gate = new GateRecord("V07", 1, 0.001, GateState.Invalid);
        var doubt = new DoubtRecord("V07", GateState.Invalid, "4 of 4 requests failed", "", "");
        Of("a", "b").Judge([Trial("a"), Trial("b") with { Gates = [gate], Doubts = [doubt] }], 1).Reason.ShouldBe("b: 4 of 4 requests failed");
        Of("a", "b").Judge([Trial("a"), Trial("b") with { Gates = [gate with { Id = "V10" }] }], 1).Repeat.ShouldBeFalse();
    }

    [Fact]
    public void After_the_last_attempt_the_candidate_is_left_out_and_the_others_go_on()
    {
        var participants = Of("a", "b", "c");
        var decision = AfterAllAttempts(participants, [Trial("a"), Trial("b", TrialState.Died), Trial("c")]);
        decision.Repeat.ShouldBeFalse();
        decision.Problem.ShouldBeNull();
        participants.Remaining.Select(c => c.Name).ShouldBe(["a", "c"]);
        participants.Find("b").ShouldBeNull();
    }

    [Fact]
    public void A_run_whose_baseline_never_gave_a_valid_trial_has_no_valid_result()
    {
        var problem = AfterAllAttempts(Of("a", "b", "c"), [Trial("a", TrialState.Died, "web died."), Trial("b"), Trial("c", TrialState.Died)]).Problem;
        problem.ShouldNotBeNull().Kind.ShouldBe(RunProblemKind.NoValidResult);
        problem.Message.ShouldBe("Candidate 'a' gave no valid trial in 3 attempts of round 1. a: web died.");
        problem.Candidate.ShouldBe("a");
        problem.Details.ShouldBe(["last words"]);
    }

    [Fact]
    public void A_run_with_one_candidate_left_has_no_valid_result()
    {
        var problem = AfterAllAttempts(Of("a", "b"), [Trial("a"), Trial("b", TrialState.StoppedAnswering, "b stopped.")]).Problem;
        problem.ShouldNotBeNull().Kind.ShouldBe(RunProblemKind.NoValidResult);
        problem.Message.ShouldContain("'b'");
    }

    [Fact]
    public void A_load_that_kills_a_candidate_which_stands_at_another_is_a_finding_and_repeats_nothing()
    {
        var participants = Of("a", "b");
        var decision = participants.Judge([Trial("a"), At(100, Trial("a")), Trial("b"), At(100, Trial("b", TrialState.Died, "web died."))], 1);
        decision.ShouldBe(new RoundDecision(false, "", null));
        participants.Remaining.Count().ShouldBe(2);
    }

    [Fact]
    public void Failures_at_one_load_are_a_finding_and_a_late_generator_is_a_disturbance()
    {
        Of("a", "b").Judge([Trial("a"), Trial("b"), At(100, Invalid("V07", Trial("b")))], 1).Repeat.ShouldBeFalse();
        Of("a", "b").Judge([Trial("a"), Trial("b"), At(100, Invalid("V01", Trial("b")))], 1).Repeat.ShouldBeTrue();
    }

    [Fact]
    public void A_load_that_stays_disturbed_is_lost_for_the_candidate_which_goes_on_at_the_others()
    {
        var participants = Of("a", "b");
        TrialRecord[] attempt = [Trial("a"), Trial("b"), At(100, Invalid("V01", Trial("b")))];
        var last = AfterAllAttempts(participants, attempt);
        last.Repeat.ShouldBeFalse();
        last.Problem.ShouldBeNull();
        participants.Remaining.Count().ShouldBe(2);
        participants.Judge(attempt, 1).Repeat.ShouldBeFalse("a lost load is no reason to repeat the next round");
        var lost = participants.Lost.ShouldHaveSingleItem();
        (lost.Candidate, lost.Scenario, lost.Point.Users).ShouldBe(("b", "work", 100));
        lost.Reason.ShouldStartWith("no valid window in 3 attempts of round 1. ");
    }

    [Fact]
    public void The_same_gate_in_all_three_attempts_stops_the_comparison_even_beside_others()
    {
        var participants = Of("a", "b", "c");
        var decision = AfterAllAttempts(
            participants,
            [Trial("a"), Invalid("V01", Trial("b")), Trial("c")],
            [Trial("a"), Invalid("V02", Invalid("V01", Trial("b"))), Trial("c")],
            [Trial("a"), Invalid("V01", Trial("b")), Trial("c")]);
        (decision.Repeat, decision.Problem).ShouldBe((false, null));
        participants.Remaining.Select(c => c.Name).ShouldBe(["a", "c"]);
        participants.IsOver("b", "work", new PointRecord(1, null)).ShouldBeTrue();
        participants.IsOver("c", "work", new PointRecord(1, null)).ShouldBeFalse();
    }

    [Fact]
    public void Another_gate_in_each_attempt_loses_the_round_and_nothing_else()
    {
        var participants = Of("a", "b");
        var decision = AfterAllAttempts(
            participants,
            [Trial("a"), Invalid("V01", Trial("b"))],
            [Trial("a"), Trial("b", TrialState.Died, "web died.")],
            [Trial("a"), Invalid("V13", Trial("b"))]);
        (decision.Repeat, decision.Problem).ShouldBe((false, null));
        participants.Remaining.Count().ShouldBe(2);
        participants.Judge([Trial("a"), Invalid("V13", Trial("b"))], 1).Repeat.ShouldBeTrue("the next round is tried as often as any");
    }

    [Fact]
    public void A_window_that_was_valid_in_one_of_the_attempts_has_no_lasting_cause()
    {
        var participants = Of("a", "b", "c");
        TrialRecord[] first = [Trial("a"), Trial("b"), Invalid("V01", Trial("c"))];
        AfterAllAttempts(participants, first, [Trial("a"), Invalid("V13", Trial("b")), Trial("c")], [Trial("a"), Invalid("V13", Trial("b")), Trial("c")]);
        participants.Remaining.Count().ShouldBe(3);
    }

    [Fact]
    public void Rounds_lost_for_ever_new_reasons_stop_the_comparison_when_they_are_too_many_for_a_verdict()
    {
        var participants = Of("a", "b");
        RoundDecision decision = new(false, "", null);
        for (var round = 1; round <= 4; round++)
        {
            decision.Problem.ShouldBeNull();
            decision = AfterAllAttempts(participants, [Trial("a"), Invalid("V01", Trial("b"))], [Trial("a"), Invalid("V02", Trial("b"))], [Trial("a"), Invalid("V03", Trial("b"))]);
        }

        var problem = decision.Problem.ShouldNotBeNull();
        problem.Kind.ShouldBe(RunProblemKind.NoValidResult);
        problem.Message.ShouldBe("Candidate 'b' gave no valid trial in 4 of at most 10 rounds, which is too many for a verdict. b: it was seen");
    }

    [Fact]
    public void A_candidate_that_does_not_start_ends_the_run_with_its_last_words()
    {
        var participants = Of("a", "b");
        var problem = participants.NotStarted(participants.Find("b")!, [Trial("b", TrialState.NotStarted, "web exited (exit code 3).")]);
        problem.ShouldNotBeNull().Kind.ShouldBe(RunProblemKind.CannotStart);
        problem.Message.ShouldBe("Candidate 'b' could not be started: web exited (exit code 3).");
        problem.Candidate.ShouldBe("b");
        problem.Details.ShouldBe(["last words"]);
        participants.NotStarted(participants.Find("a")!, [Trial("a")]).ShouldBeNull();
    }

    [Fact]
    public void An_optional_candidate_that_does_not_start_is_skipped_with_its_reason()
    {
        var participants = Of("a", "b", "c?");
        participants.NotStarted(participants.Find("c")!, [Trial("c", TrialState.NotReady, "web was never ready.")]).ShouldBeNull();
        participants.Remaining.Select(c => c.Name).ShouldBe(["a", "b"]);
        participants.Skipped.ShouldBe([new SkippedRecord("c", "web was never ready.", "It is optional, so the run went on without it.")]);
    }

    [Fact]
    public void The_baseline_is_never_skipped_even_when_it_is_optional()
    {
        var participants = Of("a?", "b", "c");
        participants.NotStarted(participants.Find("a")!, [Trial("a", TrialState.NotStarted, "gone")]).ShouldNotBeNull();
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once_with_how_to_get_it()
    {
        var missing = new Dictionary<string, IReadOnlyList<MissingRequirement>>
        {
            ["a"] = [],
            ["b"] = [new MissingRequirement("daphne", ["daphne"], "Install it with: apt-get install daphne.")],
            ["c"] = [new MissingRequirement("uvicorn", [], "Install uvicorn."), new MissingRequirement("x", [], "Install x.")],
        };
        var problem = Of("a", "b", "c").Check(missing).ShouldNotBeNull();
        problem.Kind.ShouldBe(RunProblemKind.CannotStart);
        problem.Details.ShouldBe(
        [
            "b: not installed: daphne. Install it with: apt-get install daphne.",
            "c: not installed: uvicorn, x. Install uvicorn. Install x.",
        ]);
    }

    [Fact]
    public void A_missing_optional_candidate_is_skipped_unless_too_few_are_left()
    {
        var missing = new Dictionary<string, IReadOnlyList<MissingRequirement>> { ["b"] = [new MissingRequirement("daphne", [], "Install it.")] };
        var enough = Of("a", "b?", "c");
        enough.Check(missing).ShouldBeNull();
        enough.Skipped.ShouldHaveSingleItem().Hint.ShouldBe("Install it.");

        var tooFew = Of("a", "b?").Check(missing).ShouldNotBeNull();
        tooFew.Message.ShouldBe("Fewer than two candidates are left, so there is nothing to compare.");
        tooFew.Details.ShouldBe(["b: not installed: daphne"]);
    }

    [Fact]
    public void A_failed_preparation_ends_the_run_or_skips_an_optional_candidate()
    {
        var participants = Of("a", "b", "c?");
        participants.NotPrepared(participants.Find("b")!, "make failed.", ["error 1"]).ShouldNotBeNull()
            .Message.ShouldBe("Candidate 'b' could not be prepared: make failed.");
        participants.NotPrepared(participants.Find("c")!, "make failed.", []).ShouldBeNull();
        participants.Skipped.ShouldHaveSingleItem().Reason.ShouldBe("make failed.");
    }

    /// <summary>A whole round that did not succeed: these attempts, or the same one again and again.</summary>
    private static RoundDecision AfterAllAttempts(Participants participants, params TrialRecord[][] attempts)
    {
        var decision = new RoundDecision(true, "", null);
        for (var attempt = 1; attempt <= Participants.MostAttempts; attempt++)
        {
            decision.Repeat.ShouldBeTrue();
            decision = participants.Judge(attempts[Math.Min(attempt, attempts.Length) - 1], attempt);
        }

        return decision;
    }

    /// <summary>Candidates by name; the first is the baseline, a '?' makes one optional.</summary>
    private static Participants Of(params string[] names) => new(new ExperimentDefinition
    {
        Name = "x",
        Baseline = names[0].TrimEnd('?'),
        Primary = Metrics.Throughput,
        Candidates = [.. names.Select(name => new CandidateEntry(name.TrimEnd('?'), CandidateKind.Stack, Stack(name.TrimEnd('?')), null, null, name.EndsWith('?')))],
        Scenarios = [new ScenarioDefinition("work", [new RequestDefinition("GET", "/", [], default)], StatusSet.Default, TimeSpan.FromSeconds(1), [new PointRecord(1, null)])],
    });

    private static TrialRecord At(int users, TrialRecord trial) => trial with { Point = new PointRecord(users, null) };

    private static TrialRecord Invalid(string gate, TrialRecord trial) => trial with
    {
        Gates = [.. trial.Gates, new GateRecord(gate, 1, 0.001, GateState.Invalid)],
        Doubts = [new DoubtRecord(gate, GateState.Invalid, "it was seen", "", "")],
    };

    private static CandidateDefinition Stack(string name) => new(
        name, new StackDefinition { Name = name, Directory = "/", Services = [], Target = "http://" + IPAddress.Loopback }, new Dictionary<string, string>());

    private static TrialRecord Trial(string candidate, string state = TrialState.Completed, string? reason = null) => new()
    {
        Round = 1,
        Candidate = candidate,
        Scenario = "work",
        Point = new PointRecord(1, null),
        State = state,
        Reason = reason,
        LogTail = state == TrialState.Completed ? [] : ["last words"],
        Load = state == TrialState.Completed ? Loads.Closed() : null,
    };
}
