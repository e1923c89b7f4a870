using Prony.Experiments.Running;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Capacities;

/// <summary>A run of searches that was cut off and goes on: its plan decides, what its trials said of their loads is taken again, and the first search that is not whole goes on with its next trial.</summary>
internal sealed class ResumedSearches
{
    private readonly HashSet<string> _kept = [];
    private readonly List<TrialRecord> _trials = [];
    private readonly List<SkippedRecord> _leftOut = [];

    private ResumedSearches(RunDirectory directory, PlanRecord plan) => (Directory, Plan) = (directory, plan);

    internal RunDirectory Directory { get; }

    internal PlanRecord Plan { get; }

    /// <summary>Searches that are whole, and those of candidates that were left out.</summary>
    internal FoundSearches Found { get; } = new();

    /// <summary>Trials that stay, in the order in which they were made.</summary>
    internal IReadOnlyList<TrialRecord> Trials => _trials;

    /// <summary>Optional candidates that could not be started on the way.</summary>
    internal IReadOnlyList<SkippedRecord> LeftOut => _leftOut;

    /// <summary>The first search that is not whole, with the trials that it has; null when nothing is left to do.</summary>
    internal (int Round, string Candidate, SearchTurn Turn)? Unfinished { get; private set; }

    /// <summary>Whether a search was made before.</summary>
    internal bool IsDone(int round, string candidate) => Unfinished is not { } first || round < first.Round
        || (round == first.Round && Plan.Order[round - 1].ToList().IndexOf(candidate) < Plan.Order[round - 1].ToList().IndexOf(first.Candidate));

    /// <summary>Reads a run directory and checks that the searches in it can go on.</summary>
    /// <param name="folder">The run directory.</param>
    /// <param name="question">What is looked for, as the plan says.</param>
    /// <param name="planNow">The plan that the run would have now, under its own name.</param>
    /// <param name="told">Told what each further trial says.</param>
    /// <returns>The run, or why it cannot go on.</returns>
    internal static (ResumedSearches? Run, RunProblem? Problem) Find(string folder, CapacityQuestion question, Func<PlanRecord, PlanRecord> planNow, Action<string> told)
    {
        var directory = new RunDirectory(folder);
        PlanRecord plan;
        try
        {
            plan = RunReader.ReadPlan(directory);
        }
        catch (Exception damage) when (damage is RunFormatException or IOException)
        {
            return (null, ResumedRun.Cannot(folder, damage.Message, []));
        }

        var differences = PlanDifferences.Between(plan, planNow(plan));
        if (differences.Count > 0)
        {
            return (null, ResumedRun.Cannot(folder, "it was begun under other conditions, and searches of the two could not be compared. Mend what differs, or start a new one.", differences));
        }

        var run = new ResumedSearches(directory, plan);
        run.Replay(question, RunReader.ReadTrials(directory).Finished.Select(trial => trial.Record).ToLookup(trial => (trial.Round, trial.Candidate)), told);
        return (run, null);
    }

    /// <summary>Moves trials that were cut off out of the way; nothing is deleted but what was derived from them.</summary>
    /// <returns>Their names.</returns>
    internal IReadOnlyList<string> SetAside()
    {
        File.Delete(Directory.CapacityFile);
        File.Delete(Directory.PageFile);
        return ResumedRun.SetAside(Directory, _kept);
    }

    private void Replay(CapacityQuestion question, ILookup<(int Round, string Candidate), TrialRecord> trials, Action<string> told)
    {
        var turns = Plan.Order.Take(Plan.Rounds).Index().SelectMany(order => order.Item.Select(candidate => (Round: order.Index + 1, Candidate: candidate))).ToList();
        foreach (var (at, (round, candidate)) in turns.Index())
        {
            if (_leftOut.Exists(skipped => skipped.Candidate == candidate))
            {
                continue;
            }

            var turn = new SearchTurn(Plan, Directory, question, candidate, round, Found.Before(candidate), told);
            var mine = trials[(round, candidate)].OrderBy(trial => trial.Attempt).ToList();
            var kept = mine.TakeWhile(turn.Replay).ToList();
            kept.ForEach(Keep);
            if (turn.HasNext && !IsLeftOut(candidate, mine) && !WasPassedBy([.. mine.Skip(kept.Count)], isFollowed: turns.Skip(at + 1).Any(later => trials[later].Any())))
            {
                Unfinished = (round, candidate, turn);
                return;
            }

            Found.Add(candidate, turn.Found());
        }
    }

    /// <summary>A trial that says nothing cuts its search off, and the run went on without it: that search stays as it is, and what was made behind it stays whole.</summary>
    private bool WasPassedBy(List<TrialRecord> rest, bool isFollowed)
    {
        if (!isFollowed || rest is not [var last] || !SearchTurn.SaysNothing(last))
        {
            return false;
        }

        Keep(last);
        return true;
    }

    /// <summary>An optional candidate that could not be started was left out, and the others went on.</summary>
    private bool IsLeftOut(string candidate, List<TrialRecord> mine)
    {
        var failed = mine.Find(trial => trial.State is TrialState.NotStarted or TrialState.NotReady);
        if (failed is null || candidate == Plan.Baseline || !Plan.Candidates.Single(planned => planned.Name == candidate).Optional)
        {
            return false;
        }

        Keep(failed);
        _leftOut.Add(CapacityRunner.CouldNotStart(failed));
        return true;
    }

    private void Keep(TrialRecord trial)
    {
        _trials.Add(trial);
        _kept.Add(Directory.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, null).Name);
    }
}
