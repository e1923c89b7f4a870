using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Gates;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>Who still takes part in a run, who was left out and why, and whether a round must be repeated or the run must end.</summary>
/// <remarks>Decides from records alone: no clock, no process, no file. Not thread-safe.</remarks>
internal sealed class Participants(ExperimentDefinition definition)
{
    /// <summary>A round with a trial that gives no valid figure is repeated whole until it was tried this often.</summary>
    public const int MostAttempts = 3;

    private const int FewestCandidates = 2;

    private readonly HashSet<string> _out = [];
    private readonly List<SkippedRecord> _skipped = [];

    /// <summary>Loads at which a candidate gave no valid window to the last attempt although it did at others.</summary>
    private readonly Dictionary<(string Candidate, string Scenario, PointRecord Point), string> _lost = [];

    /// <summary>What made a window unusable in every attempt of the current round so far.</summary>
    private readonly Dictionary<(string Candidate, string Scenario, PointRecord Point), HashSet<string>> _causes = [];

    /// <summary>Rounds in which no attempt gave a valid window, each for another reason.</summary>
    private readonly Dictionary<(string Candidate, string Scenario, PointRecord Point), int> _lostRounds = [];

    /// <summary>As a plan has them: decides alike, and starts nothing.</summary>
    public static Participants Of(PlanRecord plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new Participants(new ExperimentDefinition
        {
            Name = plan.Experiment,
            Baseline = plan.Baseline,
            Primary = plan.Primary,
            Rounds = plan.Rounds,
            Limits = plan.Limits,
            Candidates = [.. plan.Candidates.Select(c => new CandidateEntry(c.Name, c.Kind, null, null, null, c.Optional))],
            Scenarios = [],
        });
    }

    /// <summary>In the order of the definition.</summary>
    public IEnumerable<CandidateEntry> Remaining => definition.Candidates.Where(c => !_out.Contains(c.Name));

    /// <summary>Optional candidates that could not take part, so far.</summary>
    public IReadOnlyList<SkippedRecord> Skipped => [.. _skipped];

    /// <summary>Loads given up so far, each with what stood against it.</summary>
    public IReadOnlyList<LostLoadRecord> Lost => [.. _lost.Select(lost => new LostLoadRecord(lost.Key.Candidate, lost.Key.Scenario, lost.Key.Point, lost.Value))];

    /// <summary>Leaves out what an earlier part of the run left out.</summary>
    public void LeaveOut(IEnumerable<SkippedRecord> skipped)
    {
        foreach (var record in skipped)
        {
            LeaveOut(record.Candidate, record.Reason, record.Hint);
        }
    }

    /// <summary>No further round gives a valid window of that candidate at that load.</summary>
    public bool IsOver(string candidate, string scenario, PointRecord point) => _out.Contains(candidate) || _lost.ContainsKey((candidate, scenario, point));

    /// <summary>The candidate of that name; null when it no longer takes part.</summary>
    public CandidateEntry? Find(string name) => Remaining.FirstOrDefault(c => c.Name == name);

    /// <summary>Before anything starts: leaves out optional candidates whose programs are not installed.</summary>
    /// <param name="missing">What each candidate misses.</param>
    /// <returns>Why the run cannot begin; null when it can. Names everything that is missing at once.</returns>
    public RunProblem? Check(IReadOnlyDictionary<string, IReadOnlyList<MissingRequirement>> missing)
    {
        var details = new List<string>();
        foreach (var candidate in Remaining.Where(c => missing.TryGetValue(c.Name, out var lacks) && lacks.Count > 0).ToList())
        {
            var lacks = missing[candidate.Name];
            var reason = "not installed: " + string.Join(", ", lacks.Select(m => m.Name));
            var hint = string.Join(" ", lacks.Select(m => m.Advice));
            if (MayBeLeftOut(candidate))
            {
                LeaveOut(candidate.Name, reason, hint);
            }
            else
            {
                details.Add($"{candidate.Name}: {reason}. {hint}");
            }
        }

        return details.Count > 0
            ? new RunProblem(RunProblemKind.CannotStart, "Something that the candidates need is not installed.", details)
            : TooFewLeft();
    }

    /// <summary>A one-off step failed.</summary>
    /// <returns>Why the run cannot begin; null when it goes on without the candidate.</returns>
    public RunProblem? NotPrepared(CandidateEntry candidate, string message, IReadOnlyList<string> logTail)
    {
        if (!MayBeLeftOut(candidate))
        {
            return new RunProblem(RunProblemKind.CannotStart, $"Candidate '{candidate.Name}' could not be prepared: {message}", logTail) { Candidate = candidate.Name };
        }

        LeaveOut(candidate.Name, message, "It is optional, so the run goes on without it.");
        return TooFewLeft();
    }

    /// <summary>After a candidate's turn: one that did not start is left out if it is optional; any other ends the run.</summary>
    /// <returns>Why the run ends; null when it goes on.</returns>
    public RunProblem? NotStarted(CandidateEntry candidate, IReadOnlyList<TrialRecord> turn)
    {
        if (turn.FirstOrDefault(t => t.State is TrialState.NotStarted or TrialState.NotReady) is not { } trial)
        {
            return null;
        }

        if (!MayBeLeftOut(candidate))
        {
            return new RunProblem(RunProblemKind.CannotStart, $"Candidate '{candidate.Name}' could not be {(turn[0] == trial ? "started" : "loaded")}: {trial.Reason}", trial.LogTail) { Candidate = candidate.Name };
        }

        LeaveOut(candidate.Name, trial.Reason ?? "It could not be started.", "It is optional, so the run went on without it.");
        return TooFewLeft();
    }

    /// <summary>After an attempt of a round: is it whole, must it be repeated, or is it time to give up?</summary>
    /// <param name="trials">All trials of the attempt.</param>
    /// <param name="attempt">1-based.</param>
    public RoundDecision Judge(IReadOnlyList<TrialRecord> trials, int attempt)
    {
        Remember(trials, attempt);
        var invalid = trials.Where(t => !_out.Contains(t.Candidate) && IsWorthRepeating(t, trials)).ToList();
        if (invalid.Count == 0)
        {
            return new RoundDecision(false, "", null);
        }

        return attempt < MostAttempts
            ? new RoundDecision(true, ReasonOf(invalid[0]), null)
            : new RoundDecision(false, ReasonOf(invalid[0]), GiveUp(invalid, trials));
    }

    /// <summary>
    /// An invalid window, unless it is a finding about its load: what fails under one load and not under another fails because of the load,
    /// and a second try would only find the same.
    /// </summary>
    private bool IsWorthRepeating(TrialRecord trial, IReadOnlyList<TrialRecord> attempt)
    {
        if (RoundTable.IsValid(trial) || _lost.ContainsKey((trial.Candidate, trial.Scenario, trial.Point)))
        {
            return false;
        }

        var standsElsewhere = attempt.Any(other => other.Candidate == trial.Candidate && other.Scenario == trial.Scenario && RoundTable.IsValid(other));
        return !standsElsewhere || !IsFailureOfCandidate(trial);
    }

    private static bool IsFailureOfCandidate(TrialRecord trial) => trial.State == TrialState.Completed
        ? GateKeeper.ShowsOverload(trial.Gates)
        : trial.State is TrialState.Died or TrialState.StoppedAnswering;

    /// <summary>
    /// What was the same in all attempts of a round will be so in the next: the load is lost for the candidate, and a candidate without any load left is left out; its trials
    /// stay in the record. Where every attempt failed for another reason only the round is lost, until too many are.
    /// </summary>
    private RunProblem? GiveUp(List<TrialRecord> invalid, IReadOnlyList<TrialRecord> attempt)
    {
        foreach (var trial in invalid)
        {
            if (_causes[KeyOf(trial)].Count > 0 || LosesTooMany(trial))
            {
                _lost[KeyOf(trial)] = $"no valid window in {How(trial)}. {ReasonOf(trial)}";
            }
        }

        foreach (var candidate in invalid.Select(t => t.Candidate).Distinct())
        {
            if (attempt.Where(t => t.Candidate == candidate).All(t => !RoundTable.IsValid(t) && (_lost.ContainsKey(KeyOf(t)) || !invalid.Contains(t))))
            {
                _out.Add(candidate);
            }
        }

        var because = invalid.FirstOrDefault(t => t.Candidate == definition.Baseline && _out.Contains(t.Candidate))
            ?? invalid.FirstOrDefault(t => _out.Contains(t.Candidate));
        return because is null || (!_out.Contains(definition.Baseline) && Remaining.Count() >= FewestCandidates)
            ? null
            : new RunProblem(RunProblemKind.NoValidResult, $"Candidate '{because.Candidate}' gave no valid trial in {How(because)}. {ReasonOf(because)}", because.LogTail) { Candidate = because.Candidate };
    }

    private string How(TrialRecord trial) => _lostRounds.TryGetValue(KeyOf(trial), out var lost)
        ? string.Create(CultureInfo.InvariantCulture, $"{lost} of at most {definition.Rounds} rounds, which is too many for a verdict")
        : string.Create(CultureInfo.InvariantCulture, $"{MostAttempts} attempts of round {trial.Round}");

    /// <summary>Keeps, of what made each window unusable, what did so in every attempt of the round.</summary>
    private void Remember(IReadOnlyList<TrialRecord> trials, int attempt)
    {
        if (attempt == 1)
        {
            _causes.Clear();
        }

        foreach (var trial in trials)
        {
            if (attempt == 1)
            {
                _causes[KeyOf(trial)] = [.. CausesOf(trial)];
            }
            else if (_causes.TryGetValue(KeyOf(trial), out var before))
            {
                before.IntersectWith(CausesOf(trial));
            }
            else
            {
                // It was not there in an earlier attempt, so nothing can have been the same in all.
                _causes[KeyOf(trial)] = [];
            }
        }
    }

    private static IEnumerable<string> CausesOf(TrialRecord trial) => trial switch
    {
        _ when RoundTable.IsValid(trial) => [],
        { State: TrialState.Completed } => GateKeeper.Stopping(trial.Gates).Select(gate => gate.Id),
        _ => [trial.State],
    };

    private bool LosesTooMany(TrialRecord trial)
    {
        var lost = _lostRounds.GetValueOrDefault(KeyOf(trial)) + 1;
        _lostRounds[KeyOf(trial)] = lost;
        return lost > GateLimits.RoundHealth.ChangedBy(definition.Limits).Invalid * definition.Rounds;
    }

    private static (string Candidate, string Scenario, PointRecord Point) KeyOf(TrialRecord trial) => (trial.Candidate, trial.Scenario, trial.Point);

    private static string ReasonOf(TrialRecord trial) => trial.State != TrialState.Completed
        ? $"{trial.Candidate}: {trial.Reason}"
        : $"{trial.Candidate}: {trial.Doubts.First(d => GateKeeper.Stops(trial.Gates, d.Id)).Seen}";

    private bool MayBeLeftOut(CandidateEntry candidate) => candidate.Optional && candidate.Name != definition.Baseline;

    private void LeaveOut(string candidate, string reason, string hint)
    {
        if (_out.Add(candidate))
        {
            _skipped.Add(new SkippedRecord(candidate, reason, hint));
        }
    }

    private RunProblem? TooFewLeft() => Remaining.Count() >= FewestCandidates
        ? null
        : new RunProblem(
            RunProblemKind.CannotStart,
            "Fewer than two candidates are left, so there is nothing to compare.",
            [.. _skipped.Select(s => $"{s.Candidate}: {s.Reason}")]);
}

/// <summary>What follows from an attempt of a round.</summary>
/// <param name="Repeat">The round is made again, whole.</param>
/// <param name="Reason">Why; empty when the round is whole.</param>
/// <param name="Problem">Why the run ends; null when it goes on.</param>
internal sealed record RoundDecision(bool Repeat, string Reason, RunProblem? Problem);
