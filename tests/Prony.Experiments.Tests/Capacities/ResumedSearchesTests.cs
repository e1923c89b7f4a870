using Prony.Experiments.Capacities;
using Prony.Experiments.Objectives;
using Prony.Experiments.Running;
using Prony.Experiments.Tests.Gates;
using Prony.Experiments.Tests.Verdicts;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;

namespace Prony.Experiments.Tests.Capacities;

/// <summary>A search that was cut off, from its files: a serves 20 users and b 30.</summary>
public sealed class ResumedSearchesTests : IDisposable
{
    private static readonly CapacityQuestion Question = new() { Users = true, Start = 8, Highest = 64, TrialS = 1, Rounds = 2 };

    private readonly string _folder = Directory.CreateTempSubdirectory("prony-searches").FullName;
    private readonly FoundSearches _found = new();
    private PlanRecord _plan;

    public ResumedSearchesTests()
    {
        var world = new World("a", "b").Plan;
        _plan = world with
        {
            Rounds = 2,
            Order = [["a", "b"], ["b", "a"]],
            RoundSeeds = [1, 2],
            Scenarios = [world.Scenarios[0] with { Points = [new PointRecord(8, null)] }],
            Capacity = Question.Settings(600),
        };
    }

    private RunDirectory Run => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_search_that_is_not_whole_goes_on_with_its_next_trial()
    {
        RunWriter.WritePlan(Run, _plan);
        Search(1, "a");
        var cut = Search(1, "b", most: 3);
        Directory.CreateDirectory(Run.Trial(1, 4, "b", "work", null).Path);
        var run = Find();

        run.Found.ByCandidate["a"].ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => (s.Lower, s.Upper, s.End).ShouldBe((20, 21, SearchEndName.Narrow)));
        run.Found.ByCandidate.Keys.ShouldNotContain("b");
        var (round, candidate, turn) = run.Unfinished!.Value;
        (round, candidate, turn.Found().Trials.Count).ShouldBe((1, "b", 3));
        turn.Found().Trials.Select(trial => trial.Load).ShouldBe(cut.Trials.Select(trial => trial.Load));
        (run.IsDone(1, "a"), run.IsDone(1, "b"), run.IsDone(2, "b"), run.IsDone(2, "a")).ShouldBe((true, false, false, false));
        run.Trials.Count.ShouldBe(run.Found.ByCandidate["a"][0].Trials.Count + 3);
        File.WriteAllText(Run.CapacityFile, "{}");
        File.WriteAllText(Run.PageFile, "");
        run.SetAside().ShouldBe(["r01a4.b.work"]);
        (File.Exists(Run.CapacityFile), File.Exists(Run.PageFile)).ShouldBe((false, false), "they tell of trials that are made again");
        Directory.Exists(Path.Combine(Run.SetAsideFolder, "r01a4.b.work")).ShouldBeTrue();

        GoOn(turn, most: 100);
        turn.Found().ShouldSatisfyAllConditions(s => (s.Lower, s.Upper, s.End, s.Confirmed).ShouldBe((30, 31, SearchEndName.Narrow, true)), s => s.Trials[3].Trial.ShouldBe("r01a4.b.work"));
    }

    [Fact]
    public void A_later_search_begins_at_the_answer_of_the_one_before_also_when_that_was_made_before()
    {
        RunWriter.WritePlan(Run, _plan);
        Search(1, "a");
        Search(1, "b");
        var turn = Find().Unfinished!.Value.Turn;
        turn.Take().Point.Users!.Value.ShouldBeInRange(28, 30);
    }

    [Fact]
    public void After_a_bad_trial_whose_users_gave_up_the_candidate_is_started_afresh_and_warmed_up_whole()
    {
        _plan = _plan with { Phases = _plan.Phases with { WarmupS = 7 } };
        var turn = new SearchTurn(_plan, Run, Question, "a", 1, null, _ => { });
        turn.WantsFreshStart.ShouldBeFalse();
        var trial = Trial(turn.Take());
        turn.Lengths.WarmupS.ShouldBe(7);
        End(trial);
        turn.WantsFreshStart.ShouldBeFalse("its answers were late or wrong, but they came");
        End(Left(trial.Load!.Requests with { Succeeded = 19_999, Censored = 1 }, warmup: 2));
        turn.WantsFreshStart.ShouldBeFalse("it was good, and the next load is higher");
        foreach (var (left, warmup) in new[] { (trial.Load.Requests with { Succeeded = 19_000, Censored = 1_000 }, 2), (trial.Load.Requests with { Succeeded = 19_000, Failed = 1_000 }, 7) })
        {
            End(Left(left, warmup));
            turn.WantsFreshStart.ShouldBeTrue();
        }

        TrialRecord Left(RequestCounts left, double warmup)
        {
            var next = Trial(turn.Take());
            turn.Lengths.WarmupS.ShouldBe(warmup);
            return next with { Load = next.Load! with { Requests = left, Outcomes = next.Load.Outcomes with { Success = left.Succeeded, Timeout = left.Failed, Status = 0 } } };
        }

        void End(TrialRecord ended)
        {
            Write(ended);
            turn.Ended(ended);
        }
    }

    [Fact]
    public void When_every_search_is_whole_nothing_is_left()
    {
        RunWriter.WritePlan(Run, _plan);
        foreach (var (round, candidate) in new[] { (1, "a"), (1, "b"), (2, "b"), (2, "a") })
        {
            Search(round, candidate);
        }

        var run = Find();
        run.Unfinished.ShouldBeNull();
        run.Found.WholeRounds(["a", "b"]).ShouldBe(2);
        run.SetAside().ShouldBeEmpty();
    }

    [Fact]
    public void Behind_a_trial_that_is_missing_nothing_counts()
    {
        RunWriter.WritePlan(Run, _plan);
        Search(1, "a");
        File.Delete(Run.Trial(1, 2, "a", "work", null).TrialFile);
        var run = Find();
        run.Unfinished!.Value.Turn.Found().Trials.ShouldHaveSingleItem();
        run.SetAside().ShouldContain("r01a3.a.work");
    }

    [Fact]
    public void A_search_that_was_cut_off_alone_stays_so_and_what_was_made_behind_it_stays_whole()
    {
        RunWriter.WritePlan(Run, _plan);
        Search(1, "a");
        Search(1, "b", most: 2, thenNothing: true);
        Search(2, "b");
        var run = Find();

        run.Found.ByCandidate["b"].Select(search => (search.Round, search.End)).ShouldBe([(1, SearchEndName.CutOff), (2, SearchEndName.Narrow)]);
        run.Unfinished.ShouldNotBeNull().ShouldSatisfyAllConditions(next => next.Round.ShouldBe(2), next => next.Candidate.ShouldBe("a"));
        run.SetAside().ShouldBeEmpty();
    }

    [Fact]
    public void A_search_that_was_cut_off_with_nothing_behind_it_goes_on()
    {
        RunWriter.WritePlan(Run, _plan);
        Search(1, "a");
        Search(1, "b", most: 2, thenNothing: true);
        var run = Find();

        run.Unfinished.ShouldNotBeNull().ShouldSatisfyAllConditions(next => next.Round.ShouldBe(1), next => next.Candidate.ShouldBe("b"));
        run.SetAside().ShouldBe(["r01a3.b.work"]);
    }

    [Fact]
    public void An_optional_candidate_that_could_not_be_started_stays_left_out()
    {
        _plan = _plan with { Candidates = [_plan.Candidates[0], _plan.Candidates[1] with { Optional = true }] };
        RunWriter.WritePlan(Run, _plan);
        Search(1, "a");
        Write(Trial(new TrialName(1, 1, "b", "work", new PointRecord(8, null))) with { State = TrialState.NotStarted, Reason = "no port.", Load = null });
        Search(2, "a");
        var run = Find();

        run.Unfinished.ShouldBeNull();
        run.LeftOut.ShouldHaveSingleItem().ShouldBe(new SkippedRecord("b", "could not be started: no port.", "It is optional, so the run went on without it."));
        run.Found.ByCandidate["a"].Count.ShouldBe(2);
    }

    [Fact]
    public void Other_conditions_and_no_plan_are_refused()
    {
        ResumedSearches.Find(_folder, Question, plan => plan, _ => { }).Problem!.Message.ShouldContain("not a run directory");
        RunWriter.WritePlan(Run, _plan);
        var (run, problem) = ResumedSearches.Find(_folder, Question, plan => plan with { Capacity = (Question with { Width = 0.1 }).Settings(600) }, _ => { });
        run.ShouldBeNull();
        problem!.Kind.ShouldBe(RunProblemKind.CannotResume);
        problem.Message.ShouldContain("begun under other conditions, and searches of the two could not be compared");
        problem.Details.ShouldBe(["capacity, width: 0.05 then, 0.1 now"]);
    }

    [Fact]
    public void A_plan_holds_the_question()
    {
        var asked = Question with { Objectives = [Objective.Parse("response.p99 <= 1s")], Width = 0.1, DecidingTrials = 1 };
        var again = CapacityQuestion.Of(asked.Settings(600), 2);
        again.Settings(600).ShouldBeEquivalentTo(asked.Settings(600));
        (again.Users, again.Start, again.Highest, again.Rounds, again.DecidingTrials).ShouldBe((true, 8, 64, 2, 1));
        again.Objectives.Select(objective => objective.Text).ShouldBe(["response.p99 <= 1s"], "what stands there for want of an objective was not asked for");
        CapacityQuestion.Of((asked with { Objectives = [Objective.Parse("failures <= 1%")] }).Settings(600), 2).Objectives.ShouldHaveSingleItem().Text.ShouldBe("failures <= 1%");
    }

    private ResumedSearches Find()
    {
        var (run, problem) = ResumedSearches.Find(_folder, Question, plan => plan, _ => { });
        problem.ShouldBeNull();
        return run!;
    }

    private CapacitySearchRecord Search(int round, string candidate, int most = 100, bool thenNothing = false)
    {
        var turn = new SearchTurn(_plan, Run, Question, candidate, round, _found.Before(candidate), _ => { });
        GoOn(turn, most);
        if (thenNothing)
        {
            var trial = Trial(turn.Take()) with { Load = null };
            Write(trial);
            turn.Ended(trial);
        }

        var found = turn.Found();
        _found.Add(candidate, found);
        return found;
    }

    private void GoOn(SearchTurn turn, int most)
    {
        for (var made = 0; made < most && turn.HasNext; made++)
        {
            var trial = Trial(turn.Take());
            Write(trial);
            turn.Ended(trial);
        }
    }

    private void Write(TrialRecord trial)
    {
        using var writer = new TrialWriter(Run.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, null));
        writer.Complete(trial);
    }

    private static TrialRecord Trial(TrialName name)
    {
        var load = Loads.Closed() with { Users = name.Point.Users };
        var isTooMuch = name.Point.Users > (name.Candidate == "a" ? 20 : 30);
        return new TrialRecord
        {
            Round = name.Round,
            Attempt = name.Attempt,
            Candidate = name.Candidate,
            Scenario = name.Scenario,
            Point = name.Point,
            State = TrialState.Completed,
            Load = isTooMuch
                ? load with { Requests = load.Requests with { Succeeded = 19_000, Failed = 1_000 }, Outcomes = load.Outcomes with { Success = 19_000, Status = 1_000 } }
                : load,
        };
    }
}
