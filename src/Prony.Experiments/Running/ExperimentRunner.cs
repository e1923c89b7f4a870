using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Planning;
using Prony.Experiments.SelfTests;
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
    private readonly List<TrialRecord> _trials = [];
    private readonly Participants _participants = new(definition);

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
        var missing = definition.Candidates.Where(c => c.Stack is not null).ToDictionary(c => c.Name, c => supervisor.FindMissing(c.Stack!.Stack));
        if (_participants.Check(missing) is { } lacking)
        {
            return new RunOutcome(null, null, null, lacking);
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
        var plan = Planner.Plan(definition, directory.Name, [.. _participants.Remaining.Select(c => c.Name)], _participants.Skipped, settings.Preview, time);
        plan = plan with { Visible = VisibleDifferenceFile.Read(settings.CacheFolder, plan.Machine) };
        RunWriter.WritePlan(directory, plan);
        observer.Planned(plan, directory.Path, Planner.ExpectedDuration(plan));

        var run = new RunContext(definition, plan, directory, supervisor, settings, definition.Secrets, observer, stop, time);
        var problem = await RunRoundsAsync(run);
        var verdict = RunVerdict.Build(directory, plan with { Skipped = _participants.Skipped }, _trials, definition.Objectives);
        RunWriter.WriteVerdict(directory, verdict);
        return new RunOutcome(directory.Path, plan, verdict, problem);
    }

    private static RunProblem Interrupted { get; } = new(RunProblemKind.Interrupted, "Interrupted.", []);

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
        for (var attempt = 1; attempt <= Participants.MostAttempts; attempt++)
        {
            var trials = new List<TrialRecord>();
            foreach (var candidate in run.Plan.Order[round - 1].Select(_participants.Find).OfType<CandidateEntry>())
            {
                var turn = await new CandidateSession(run, candidate, round, attempt).RunAsync();
                _trials.AddRange(turn);
                trials.AddRange(turn);
                if (run.Stop.EndWindow.IsCancellationRequested)
                {
                    return Interrupted;
                }

                if (_participants.NotStarted(candidate, turn) is { } problem)
                {
                    return problem;
                }

                run.Observer.PhaseStarted(NameOf(turn[^1]), PhaseName.Pause, TimeSpan.FromSeconds(run.Plan.Phases.PauseS));
                await Task.Delay(TimeSpan.FromSeconds(run.Plan.Phases.PauseS), time, run.Stop.EndWindow);
            }

            var decision = _participants.Judge(trials, attempt);
            if (!decision.Repeat)
            {
                return decision.Problem;
            }

            observer.RoundRepeated(round, decision.Reason);
        }

        return null;
    }

    private static TrialName NameOf(TrialRecord trial) => new(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, trial.Point);

    private async Task<RunProblem?> PrepareAsync(StackSupervisor supervisor, CancellationToken stop)
    {
        foreach (var candidate in _participants.Remaining.Where(c => c.Stack is not null).ToList())
        {
            try
            {
                await supervisor.PrepareAsync(candidate.Stack!, observer.Preparing, stop);
            }
            catch (StackStartException failure)
            {
                if (_participants.NotPrepared(candidate, failure.Message, failure.LogTail) is { } problem)
                {
                    return problem;
                }
            }
        }

        return null;
    }
}
