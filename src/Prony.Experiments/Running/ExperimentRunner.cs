using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Gates;
using Prony.Experiments.Planning;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>Runs an experiment: checks, plans, then round after round every candidate in the round's order; only writes the run directory.</summary>
/// <param name="definition">A checked definition.</param>
/// <param name="settings">Where it writes and what it keeps.</param>
/// <param name="observer">Told about progress.</param>
/// <param name="time">Wall clock of the records and of pauses.</param>
/// <remarks>One run per instance. Not thread-safe. At most one request to stop is honoured twice: see <see cref="RunStop"/>.</remarks>
public sealed class ExperimentRunner(ExperimentDefinition definition, RunSettings settings, IRunObserver observer, TimeProvider time)
{
    /// <summary>A round with a trial that gives no valid figure is repeated whole this often.</summary>
    private const int MostAttempts = 3;

    private readonly List<TrialRecord> _trials = [];
    private readonly List<SkippedRecord> _skipped = [];

    /// <summary>Loads at which a candidate gave no valid window to the last attempt although it did at others.</summary>
    private readonly HashSet<(string Candidate, string Scenario, PointRecord Point)> _lost = [];
    private readonly HashSet<string> _out = [];

    /// <summary>Runs to the end.</summary>
    /// <param name="stop">How a person ends it early.</param>
    /// <exception cref="IOException">The run directory cannot be written.</exception>
    public async Task<RunOutcome> RunAsync(RunStop stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        var name = RunDirectory.NameFor(time.GetUtcNow(), definition.Name);

        // Two runs may begin in the same second: what one leaves behind must not be taken for the other's.
        await using var scope = RunScope.Open(string.Create(CultureInfo.InvariantCulture, $"{name}-{Environment.ProcessId}"));
        await using var killing = stop.StopNow.Register(scope.KillAll);
        var supervisor = new StackSupervisor(scope, settings.CacheFolder);
        if (FindMissing(supervisor) is { } missing)
        {
            return new RunOutcome(null, null, null, missing);
        }

        try
        {
            if (await PrepareAsync(supervisor, stop.EndWindow) is { } unprepared)
            {
                return new RunOutcome(null, null, null, unprepared);
            }
        }
        catch (OperationCanceledException) when (stop.EndWindow.IsCancellationRequested)
        {
            return new RunOutcome(null, null, null, Interrupted);
        }

        if (stop.EndWindow.IsCancellationRequested)
        {
            return new RunOutcome(null, null, null, Interrupted);
        }

        var directory = RunDirectory.Create(settings.OutputFolder, name);
        var plan = Planner.Plan(definition, directory.Name, Remaining().Select(c => c.Name).ToList(), _skipped, settings.Preview, time);
        RunWriter.WritePlan(directory, plan);
        observer.Planned(plan, directory.Path, Planner.ExpectedDuration(plan));

        var run = new RunContext(definition, plan, directory, supervisor, definition.Secrets, observer, stop, time);
        var problem = await RunRoundsAsync(run);
        var verdict = RunVerdict.Build(directory, plan, _trials, definition.Objectives);
        RunWriter.WriteVerdict(directory, verdict);
        return new RunOutcome(directory.Path, plan, verdict, problem);
    }

    private static RunProblem Interrupted { get; } = new(RunProblemKind.Interrupted, "Interrupted.", []);

    private IEnumerable<CandidateEntry> Remaining() => definition.Candidates.Where(c => !_out.Contains(c.Name));

    private async Task<RunProblem?> RunRoundsAsync(RunContext run)
    {
        try
        {
            for (var round = 1; round <= run.Plan.Rounds; round++)
            {
                if (await RunRoundAsync(run, round) is { } problem)
                {
                    return problem;
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (run.Stop.EndWindow.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private async Task<RunProblem?> RunRoundAsync(RunContext run, int round)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            var invalid = new List<TrialRecord>();
            var partial = new HashSet<string>();
            foreach (var name in run.Plan.Order[round - 1].Where(name => !_out.Contains(name)))
            {
                var candidate = definition.Candidates.Single(c => c.Name == name);
                var trials = await new CandidateSession(run, candidate, round, attempt).RunAsync();
                _trials.AddRange(trials);
                if (run.Stop.EndWindow.IsCancellationRequested)
                {
                    return Interrupted;
                }

                if (trials.FirstOrDefault(IsNotStarted) is { } notStarted && CannotStart(candidate, notStarted) is { } problem)
                {
                    return problem;
                }

                invalid.AddRange(trials.Where(t => !_out.Contains(t.Candidate) && IsWorthRepeating(t, trials)));
                if (trials.Any(IsValid))
                {
                    partial.Add(name);
                }

                await Task.Delay(TimeSpan.FromSeconds(run.Plan.Phases.PauseS), time, run.Stop.EndWindow);
            }

            if (invalid.Count == 0)
            {
                return null;
            }

            if (attempt < MostAttempts)
            {
                observer.RoundRepeated(round, ReasonOf(invalid[0]));
            }
            else if (GiveUp(invalid, partial) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static bool IsNotStarted(TrialRecord trial) => trial.State is TrialState.NotStarted or TrialState.NotReady;

    /// <summary>A trial without a state or gate that forbids conclusions.</summary>
    private static bool IsValid(TrialRecord trial) => trial.State == TrialState.Completed && !GateKeeper.Invalidates(trial.Gates);

    private static string ReasonOf(TrialRecord trial) => trial.State != TrialState.Completed
        ? $"{trial.Candidate}: {trial.Reason}"
        : $"{trial.Candidate}: {trial.Doubts.First(d => GateKeeper.Stops(trial.Gates, d.Id)).Seen}";

    /// <summary>A candidate that did not start: an optional one is left out from here on, any other ends the run.</summary>
    private RunProblem? CannotStart(CandidateEntry candidate, TrialRecord trial)
    {
        if (!candidate.Optional || candidate.Name == definition.Baseline)
        {
            return new RunProblem(RunProblemKind.CannotStart, $"Candidate '{candidate.Name}' could not be started: {trial.Reason}", trial.LogTail);
        }

        _out.Add(candidate.Name);
        _skipped.Add(new SkippedRecord(candidate.Name, trial.Reason ?? "It could not be started.", "It is optional, so the run went on without it."));
        return TooFewLeft(RunProblemKind.CannotStart);
    }

    /// <summary>
    /// An invalid window, unless it is a finding about its load: what fails under one load and not under another fails because of the load,
    /// and a second try would only find the same.
    /// </summary>
    private bool IsWorthRepeating(TrialRecord trial, IReadOnlyList<TrialRecord> turn)
    {
        if (IsValid(trial) || _lost.Contains((trial.Candidate, trial.Scenario, trial.Point)))
        {
            return false;
        }

        var standsElsewhere = turn.Any(other => other.Scenario == trial.Scenario && IsValid(other));
        return !standsElsewhere || !IsFailureOfCandidate(trial);
    }

    private static bool IsFailureOfCandidate(TrialRecord trial) => trial.State == TrialState.Completed
        ? GateKeeper.ShowsOverload(trial.Gates)
        : trial.State is TrialState.Died or TrialState.StoppedAnswering;

    /// <summary>After the last attempt: candidates that were invalid to the end are left out of the remaining rounds.
    /// One with a valid window at another load stays, and its lost load is no reason to repeat a round any more.</summary>
    private RunProblem? GiveUp(List<TrialRecord> invalid, HashSet<string> partial)
    {
        foreach (var trial in invalid)
        {
            if (partial.Contains(trial.Candidate))
            {
                _lost.Add((trial.Candidate, trial.Scenario, trial.Point));
            }
            else
            {
                _out.Add(trial.Candidate);
            }
        }

        if (_out.Contains(definition.Baseline))
        {
            return NoValidResult(invalid.First(t => t.Candidate == definition.Baseline));
        }

        return invalid.Any(t => _out.Contains(t.Candidate)) ? TooFewLeft(RunProblemKind.NoValidResult, invalid.First(t => _out.Contains(t.Candidate))) : null;
    }

    private static RunProblem NoValidResult(TrialRecord trial) => new(
        RunProblemKind.NoValidResult,
        string.Create(CultureInfo.InvariantCulture, $"Candidate '{trial.Candidate}' gave no valid trial in {MostAttempts} attempts of round {trial.Round}. {ReasonOf(trial)}"),
        trial.LogTail);

    private RunProblem? TooFewLeft(RunProblemKind kind, TrialRecord? because = null)
    {
        if (Remaining().Count() >= 2)
        {
            return null;
        }

        return because is not null
            ? NoValidResult(because)
            : new RunProblem(kind, "Fewer than two candidates are left, so there is nothing to compare.", [.. _skipped.Select(s => $"{s.Candidate}: {s.Reason}")]);
    }

    private RunProblem? FindMissing(StackSupervisor supervisor)
    {
        var details = new List<string>();
        foreach (var candidate in definition.Candidates.Where(c => c.Stack is not null))
        {
            var missing = supervisor.FindMissing(candidate.Stack!.Stack);
            if (missing.Count == 0)
            {
                continue;
            }

            var reason = "not installed: " + string.Join(", ", missing.Select(m => m.Command));
            var hint = string.Join(" ", missing.Select(m => m.Advice));
            if (candidate.Optional && candidate.Name != definition.Baseline)
            {
                _out.Add(candidate.Name);
                _skipped.Add(new SkippedRecord(candidate.Name, reason, hint));
            }
            else
            {
                details.Add($"{candidate.Name}: {reason}. {hint}");
            }
        }

        return details.Count > 0
            ? new RunProblem(RunProblemKind.CannotStart, "Something that the candidates need is not installed.", details)
            : TooFewLeft(RunProblemKind.CannotStart);
    }

    private async Task<RunProblem?> PrepareAsync(StackSupervisor supervisor, CancellationToken stop)
    {
        foreach (var candidate in Remaining().Where(c => c.Stack is not null).ToList())
        {
            try
            {
                await supervisor.PrepareAsync(candidate.Stack!, observer.Preparing, stop);
            }
            catch (StackStartException failure) when (candidate.Optional && candidate.Name != definition.Baseline)
            {
                _out.Add(candidate.Name);
                _skipped.Add(new SkippedRecord(candidate.Name, failure.Message, "It is optional, so the run goes on without it."));
            }
            catch (StackStartException failure)
            {
                return new RunProblem(RunProblemKind.CannotStart, $"Candidate '{candidate.Name}' could not be prepared: {failure.Message}", failure.LogTail);
            }
        }

        return TooFewLeft(RunProblemKind.CannotStart);
    }
}
