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
    private readonly HashSet<(string Candidate, string Scenario, PointRecord Point)> _lost = [];

    /// <summary>In the order of the definition.</summary>
    public IEnumerable<CandidateEntry> Remaining => definition.Candidates.Where(c => !_out.Contains(c.Name));

    /// <summary>Optional candidates that could not take part, so far.</summary>
    public IReadOnlyList<SkippedRecord> Skipped => [.. _skipped];

    /// <summary>The candidate of that name; null when it no longer takes part.</summary>
    public CandidateEntry? Find(string name) => Remaining.FirstOrDefault(c => c.Name == name);

    /// <summary>Before anything starts: leaves out optional candidates whose programs are not installed.</summary>
    /// <param name="missing">What each candidate misses.</param>
    /// <returns>Why the run cannot begin; null when it can. Names everything that is missing at once.</returns>
    public RunProblem? Check(IReadOnlyDictionary<string, IReadOnlyList<MissingRequirement>> missing)
    {
        var details = new List<string>();
        foreach (var candidate in definition.Candidates.Where(c => missing.TryGetValue(c.Name, out var lacks) && lacks.Count > 0))
        {
            var lacks = missing[candidate.Name];
            var reason = "not installed: " + string.Join(", ", lacks.Select(m => m.Command));
            var hint = string.Join(" ", lacks.Select(m => m.Advice));
            if (MayBeLeftOut(candidate))
            {
                LeaveOut(candidate, reason, hint);
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
            return new RunProblem(RunProblemKind.CannotStart, $"Candidate '{candidate.Name}' could not be prepared: {message}", logTail);
        }

        LeaveOut(candidate, message, "It is optional, so the run goes on without it.");
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
            return new RunProblem(RunProblemKind.CannotStart, $"Candidate '{candidate.Name}' could not be started: {trial.Reason}", trial.LogTail);
        }

        LeaveOut(candidate, trial.Reason ?? "It could not be started.", "It is optional, so the run went on without it.");
        return TooFewLeft();
    }

    /// <summary>After an attempt of a round: is it whole, must it be repeated, or is it time to give up?</summary>
    /// <param name="trials">All trials of the attempt.</param>
    /// <param name="attempt">1-based.</param>
    public RoundDecision Judge(IReadOnlyList<TrialRecord> trials, int attempt)
    {
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
        if (RoundTable.IsValid(trial) || _lost.Contains((trial.Candidate, trial.Scenario, trial.Point)))
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
    /// Candidates that were invalid to the last attempt are left out of the remaining rounds; their trials stay in the record.
    /// One with a valid window at another load stays, and its lost load is no reason to repeat a round any more.
    /// </summary>
    private RunProblem? GiveUp(List<TrialRecord> invalid, IReadOnlyList<TrialRecord> attempt)
    {
        foreach (var trial in invalid)
        {
            if (attempt.Any(other => other.Candidate == trial.Candidate && RoundTable.IsValid(other)))
            {
                _lost.Add((trial.Candidate, trial.Scenario, trial.Point));
            }
            else
            {
                _out.Add(trial.Candidate);
            }
        }

        var because = invalid.FirstOrDefault(t => t.Candidate == definition.Baseline && _out.Contains(t.Candidate))
            ?? invalid.FirstOrDefault(t => _out.Contains(t.Candidate));
        if (because is null || (!_out.Contains(definition.Baseline) && Remaining.Count() >= FewestCandidates))
        {
            return null;
        }

        return new RunProblem(
            RunProblemKind.NoValidResult,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Candidate '{because.Candidate}' gave no valid trial in {MostAttempts} attempts of round {because.Round}. {ReasonOf(because)}"),
            because.LogTail);
    }

    private static string ReasonOf(TrialRecord trial) => trial.State != TrialState.Completed
        ? $"{trial.Candidate}: {trial.Reason}"
        : $"{trial.Candidate}: {trial.Doubts.First(d => GateKeeper.Stops(trial.Gates, d.Id)).Seen}";

    private bool MayBeLeftOut(CandidateEntry candidate) => candidate.Optional && candidate.Name != definition.Baseline;

    private void LeaveOut(CandidateEntry candidate, string reason, string hint)
    {
        _out.Add(candidate.Name);
        _skipped.Add(new SkippedRecord(candidate.Name, reason, hint));
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
