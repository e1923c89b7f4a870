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
        if (settings.Resume is not { } folder)
        {
            return await RunAsync(resumed: null, stop);
        }

        var (own, problem) = RunLock.TakeToResume(folder);
        using (own)
        {
            return problem is null ? await ResumeAsync(folder, stop) : Ended(problem);
        }
    }

    private async Task<RunOutcome> ResumeAsync(string folder, RunStop stop)
    {
        var (resumed, cannot) = ResumedRun.Find(folder, definition, settings.Preview, _participants, time);
        return cannot is not null ? Ended(cannot) : FindNothingLeft(resumed!) ?? await RunAsync(resumed, stop);
    }

    private async Task<RunOutcome> RunAsync(ResumedRun? resumed, RunStop stop)
    {
        var before = resumed is null ? [] : _participants.Remaining.ToList();
        var name = resumed?.Directory.Name ?? RunDirectory.NameFor(time.GetUtcNow(), definition.Name);

        // Two runs may begin in the same second: what one leaves behind must not be taken for the other's.
        await using var scope = RunScope.Open(string.Create(CultureInfo.InvariantCulture, $"{name}-{Environment.ProcessId}"));
        await using var killing = stop.StopNow.Register(scope.KillAll);
        var supervisor = new StackSupervisor(scope, settings.CacheFolder);
        if (await GetReadyAsync(supervisor, stop.EndWindow) is { } problem)
        {
            return Ended(problem);
        }

        if (before.Find(candidate => _participants.Find(candidate.Name) is null) is { } gone)
        {
            return Ended(TookPart(gone.Name));
        }

        if (resumed is not null)
        {
            return await RunAsync(resumed, resumed.Directory, supervisor, stop);
        }

        var directory = RunDirectory.Create(settings.OutputFolder, name);
        using var own = RunLock.TryTake(directory.Path);
        return own is null
            ? Ended(ResumedRun.Cannot(directory.Path, "another prony is at work in it.", []))
            : await RunAsync(null, directory, supervisor, stop);
    }

    private static RunProblem Interrupted { get; } = new(RunProblemKind.Interrupted, "Interrupted.", []);

    /// <summary>An optional candidate is left out before a run or in it, where its trials say so; not between two parts of it, where nothing would.</summary>
    private RunProblem TookPart(string candidate)
    {
        var left = _participants.Skipped.First(skipped => skipped.Candidate == candidate);
        return new RunProblem(
            RunProblemKind.CannotStart, $"Candidate '{candidate}' took part in the run so far and cannot go on: {left.Reason} {left.Hint}", []);
    }

    private static RunOutcome Ended(RunProblem problem) => new(null, null, null, problem);

    /// <summary>Checks what is installed and makes the candidates ready to start.</summary>
    private async Task<RunProblem?> GetReadyAsync(StackSupervisor supervisor, CancellationToken stop)
    {
        var started = _participants.Remaining.Where(c => c.Stack is not null).ToList();
        var missing = started.Zip(Requirements.FindMissing([.. started.Select(c => c.Stack!.Stack)])).ToDictionary(c => c.First.Name, c => c.Second);
        var lacking = _participants.Check(missing);
        if (FindMissingShared() is { Count: > 0 } shared)
        {
            return new RunProblem(RunProblemKind.CannotStart, "Something that the shared services need is not installed.", [.. shared, .. lacking?.Details ?? []]);
        }

        if (lacking is not null)
        {
            return lacking;
        }

        try
        {
            if (await PrepareAsync(supervisor, stop) is { } unprepared)
            {
                return unprepared;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Interrupted;
        }

        return stop.IsCancellationRequested ? Interrupted : null;
    }

    private List<string> FindMissingShared() => definition.Shared is { } shared
        ? [.. Requirements.FindMissing([shared.Stack])[0].Select(missing => $"not installed: {missing.Name}. {missing.Advice}")]
        : [];

    private async Task<RunOutcome> RunAsync(ResumedRun? resumed, RunDirectory directory, StackSupervisor supervisor, RunStop stop)
    {
        var plan = resumed?.Plan ?? WritePlan(directory);
        supervisor.ServiceCpus = plan.Placement?.Services;
        if (resumed is not null)
        {
            _trials.AddRange(resumed.Trials);
            observer.Resumed(plan, resumed.Progress.WholeRounds + 1, resumed.Trials, resumed.SetAside());
        }

        var left = (plan.Rounds - (resumed?.Progress.WholeRounds ?? 0)) / (double)plan.Rounds;
        observer.Planned(plan, directory.Path, Planner.ExpectedDuration(plan) * left);
        var problem = await RunPlannedAsync(resumed, plan, directory, supervisor, stop);
        if (_trials.Count == 0)
        {
            return new RunOutcome(directory.Path, plan, null, problem);
        }

        var verdict = Conclude(directory, plan) with { Whole = problem is null };
        RunWriter.WriteVerdict(directory, verdict);
        return new RunOutcome(directory.Path, plan, verdict, problem);
    }

    /// <summary>Makes the rounds that are left, with the shared services around them.</summary>
    private async Task<RunProblem?> RunPlannedAsync(ResumedRun? resumed, PlanRecord plan, RunDirectory directory, StackSupervisor supervisor, RunStop stop)
    {
        SharedServices shared;
        try
        {
            shared = await SharedServices.StartAsync(definition.Shared, supervisor, directory, stop, observer);
        }
        catch (StackStartException failure)
        {
            return NotShared("could not be started", failure);
        }
        catch (OperationCanceledException) when (stop.EndWindow.IsCancellationRequested)
        {
            return Interrupted;
        }

        await using (shared)
        {
            var run = new RunContext(definition, plan, directory, supervisor, settings, definition.Secrets, observer, shared.Stop, time)
            {
                Shared = shared.Stack,
                FindSharedDead = () => shared.Dead,
            };
            run.Know(_trials);
            var problem = await RunRoundsAsync(run, resumed?.Progress ?? new RunProgress(0, 1, null));

            // What went wrong meanwhile went wrong because of it.
            return problem is null || stop.EndWindow.IsCancellationRequested ? problem : shared.FindProblem(definition.Secrets) ?? problem;
        }
    }

    private RunProblem NotShared(string what, StackStartException failure) => new(
        RunProblemKind.CannotStart,
        $"The shared service '{failure.Service}' {what}: {definition.Secrets.Mask(failure.Message)}",
        [.. failure.LogTail.Select(definition.Secrets.Mask)]);

    private PlanRecord WritePlan(RunDirectory directory)
    {
        var plan = Planner.Plan(definition, directory.Name, [.. _participants.Remaining.Select(c => c.Name)], _participants.Skipped, settings.Preview, time) with
        {
            Invocation = settings.Invocation is { } asked
                ? asked with { File = asked.File is { } file ? Path.GetRelativePath(directory.Path, file) : null }
                : null,
        };
        plan = plan with { Visible = VisibleDifferenceFile.Read(settings.CacheFolder, plan.Machine) };
        RunWriter.WritePlan(directory, plan);
        return plan;
    }

    private VerdictRecord Conclude(RunDirectory directory, PlanRecord plan) => RunVerdict.Build(directory, plan, _trials, definition.Objectives);

    /// <summary>The outcome of a run that has no round left to make; null when there is one. A verdict that was not written before the run was killed, or that calls a run cut short which was stopped in its last pause, is written now.</summary>
    private RunOutcome? FindNothingLeft(ResumedRun run)
    {
        _trials.AddRange(run.Trials);
        var verdict = Conclude(run.Directory, run.Plan);
        _trials.Clear();
        var isOver = run.Progress.Problem is not null || run.Progress.WholeRounds == run.Plan.Rounds
            || (verdict.Look is { Ended: true } look && look.Round == run.Progress.WholeRounds);
        if (!isOver)
        {
            return null;
        }

        var whole = run.Progress.Problem is null;
        if (RunReader.ReadVerdict(run.Directory) is { } written && written.Whole == whole)
        {
            return new RunOutcome(run.Directory.Path, run.Plan, written, run.Progress.Problem) { NothingLeft = true };
        }

        verdict = verdict with { Whole = whole };
        RunWriter.WriteVerdict(run.Directory, verdict);
        return new RunOutcome(run.Directory.Path, run.Plan, verdict, run.Progress.Problem) { NothingLeft = true };
    }

    private async Task<RunProblem?> RunRoundsAsync(RunContext run, RunProgress from)
    {
        try
        {
            for (var round = from.WholeRounds + 1; round <= run.Plan.Rounds; round++)
            {
                if (await RunRoundAsync(run, round, round == from.WholeRounds + 1 ? from.NextAttempt : 1) is { } problem)
                {
                    return problem;
                }

                if (run.Plan.Looks.Any(look => look.Round == round) && Conclude(run.Directory, run.Plan).Look is { Ended: true })
                {
                    return null;
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (run.Stop.EndWindow.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private async Task<RunProblem?> RunRoundAsync(RunContext run, int round, int firstAttempt)
    {
        for (var attempt = firstAttempt; attempt <= Participants.MostAttempts; attempt++)
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
        try
        {
            await (definition.Shared is { } shared ? supervisor.PrepareAsync(shared, observer.Preparing, stop) : Task.CompletedTask);
        }
        catch (StackStartException failure)
        {
            return NotShared("could not be prepared", failure);
        }

        foreach (var candidate in _participants.Remaining.Where(c => c.Stack is not null).ToList())
        {
            try
            {
                await supervisor.PrepareAsync(candidate.Stack!, observer.Preparing, stop);
            }
            catch (StackStartException failure)
            {
                if (_participants.NotPrepared(candidate, definition.Secrets.Mask(failure.Message), [.. failure.LogTail.Select(definition.Secrets.Mask)]) is { } problem)
                {
                    return problem;
                }
            }
        }

        return null;
    }
}
