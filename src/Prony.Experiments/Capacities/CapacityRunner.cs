using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Planning;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Capacities;

/// <summary>Searches for the capacities of candidates: round after round every candidate once in the round's order, each trial in the run directory.</summary>
/// <param name="definition">Its first scenario is asked; its loads only say how users pause and how arrivals are spaced.</param>
/// <param name="question">What is looked for.</param>
/// <param name="settings">Where it writes; of a run that is resumed the question is that of its plan (<see cref="PlanRecord.Capacity"/>).</param>
/// <param name="observer">Told about progress.</param>
/// <param name="told">Told what each trial says of its load.</param>
/// <param name="time">Wall clock of the records.</param>
/// <remarks>One run per instance. Not thread-safe.</remarks>
public sealed class CapacityRunner(
    ExperimentDefinition definition, CapacityQuestion question, RunSettings settings, IRunObserver observer, Action<string> told, TimeProvider time)
{
    private readonly List<SkippedRecord> _skipped = [];
    private FoundSearches _found = new();

    /// <summary>How long it will take, about and at most, without what candidates take to start and stop.</summary>
    public (TimeSpan Expected, TimeSpan Longest) Duration
    {
        get
        {
            var (expected, longest) = question.DurationS(definition.Candidates.Count, definition.Phases);
            return (TimeSpan.FromSeconds(expected), TimeSpan.FromSeconds(longest));
        }
    }

    /// <summary>Searches to the end.</summary>
    /// <param name="stop">How a person ends it early.</param>
    /// <exception cref="IOException">The run directory cannot be written.</exception>
    public async Task<CapacityOutcome> RunAsync(RunStop stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        if (settings.Resume is not { } folder)
        {
            return await RunAsync(resumed: null, stop);
        }

        var (own, problem) = RunLock.TakeToResume(folder);
        using (own)
        {
            return problem is null ? await ResumeAsync(folder, stop) : new CapacityOutcome(null, null, problem);
        }
    }

    private async Task<CapacityOutcome> ResumeAsync(string folder, RunStop stop)
    {
        var (resumed, cannot) = ResumedSearches.Find(folder, question, PlanNow, told);
        if (cannot is not null)
        {
            return new CapacityOutcome(null, null, cannot);
        }

        _found = resumed!.Found;
        _skipped.AddRange([.. resumed.Plan.Skipped, .. resumed.LeftOut]);
        return resumed.Unfinished is null
            ? new CapacityOutcome(folder, Conclude(resumed.Directory, resumed.Plan, hasEnded: true), null) { NothingLeft = true }
            : await RunAsync(resumed, stop);
    }

    private async Task<CapacityOutcome> RunAsync(ResumedSearches? resumed, RunStop stop)
    {
        var name = resumed?.Directory.Name ?? RunDirectory.NameFor(time.GetUtcNow(), definition.Name);
        await using var scope = RunScope.Open(string.Create(CultureInfo.InvariantCulture, $"{name}-{Environment.ProcessId}"));
        await using var killing = stop.StopNow.Register(scope.KillAll);
        var supervisor = new StackSupervisor(scope, settings.CacheFolder);
        var (candidates, problem) = await GetReadyAsync(supervisor, resumed, stop.EndWindow);
        if (problem is not null)
        {
            return new CapacityOutcome(null, null, problem);
        }

        if (resumed is not null)
        {
            return await RunAsync(resumed, resumed.Directory, supervisor, stop, candidates);
        }

        var directory = RunDirectory.Create(settings.OutputFolder, name);
        using var own = RunLock.TryTake(directory.Path);
        return own is null
            ? new CapacityOutcome(null, null, ResumedRun.Cannot(directory.Path, "another prony is at work in it.", []))
            : await RunAsync(null, directory, supervisor, stop, candidates);
    }

    private async Task<CapacityOutcome> RunAsync(ResumedSearches? resumed, RunDirectory directory, StackSupervisor supervisor, RunStop stop, List<CandidateEntry> candidates)
    {
        var plan = resumed?.Plan ?? WritePlan(directory, candidates);
        supervisor.ServiceCpus = plan.Placement?.Services;
        var left = 1.0;
        if (resumed is { Unfinished: { } first })
        {
            left = plan.Order.Index().Sum(round => round.Item.Count(name => !resumed.IsDone(round.Index + 1, name))) / (double)plan.Order.Sum(round => round.Count);
            observer.Resumed(plan, first.Round, resumed.Trials, resumed.SetAside());
        }

        observer.Planned(plan, directory.Path, Duration.Expected * left);
        var problem = await RunSharedAsync(plan, directory, supervisor, stop, candidates, resumed);
        return new CapacityOutcome(directory.Path, _found.ByCandidate.Count == 0 ? null : Conclude(directory, plan, hasEnded: problem is null), problem);
    }

    /// <summary>Written after every search, so that a run that is killed leaves what it found; what it leaves says that it is not whole.</summary>
    private CapacityRecord Conclude(RunDirectory directory, PlanRecord plan, bool hasEnded)
    {
        var whole = _found.WholeRounds(plan.Candidates.Select(candidate => candidate.Name).Where(name => !_skipped.Exists(skipped => skipped.Candidate == name)));
        var record = CapacityConclusion.Of(plan, Settings(), _found.ByCandidate, whole, _skipped) with { Whole = hasEnded || whole >= plan.Rounds };
        RunWriter.WriteCapacity(directory, record);
        return record;
    }

    private async Task<(List<CandidateEntry> Candidates, RunProblem? Problem)> GetReadyAsync(StackSupervisor supervisor, ResumedSearches? resumed, CancellationToken stop)
    {
        var left = definition.Candidates.Where(candidate => !_skipped.Exists(skipped => skipped.Candidate == candidate.Name)).ToList();
        foreach (var candidate in left.Where(candidate => candidate.Stack is not null).ToList())
        {
            var missing = Requirements.FindMissing([candidate.Stack!.Stack])[0];
            if (missing.Count == 0)
            {
                continue;
            }

            var reason = "not installed: " + string.Join(", ", missing.Select(m => m.Name));
            var hint = string.Join(" ", missing.Select(m => m.Advice));
            if (!MayBeLeftOut(candidate, resumed))
            {
                return (left, new RunProblem(RunProblemKind.CannotStart, "Something that the candidates need is not installed.", [$"{candidate.Name}: {reason}. {hint}"]));
            }

            LeaveOut(left, candidate, reason, hint);
        }

        try
        {
            await (definition.Shared is { } shared ? supervisor.PrepareAsync(shared, observer.Preparing, stop) : Task.CompletedTask);
            foreach (var candidate in left.Where(candidate => candidate.Stack is not null).ToList())
            {
                if (await PrepareAsync(supervisor, candidate, stop) is not { } failure)
                {
                    continue;
                }

                if (!MayBeLeftOut(candidate, resumed))
                {
                    return (left, Problem($"Candidate '{candidate.Name}' could not be prepared", failure));
                }

                LeaveOut(left, candidate, definition.Secrets.Mask(failure.Message), "It is optional, so the run goes on without it.");
            }

            return (left, null);
        }
        catch (StackStartException failure)
        {
            return (left, Problem($"The shared service '{failure.Service}' could not be prepared", failure));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return (left, Interrupted);
        }
    }

    private async Task<StackStartException?> PrepareAsync(StackSupervisor supervisor, CandidateEntry candidate, CancellationToken stop)
    {
        try
        {
            await supervisor.PrepareAsync(candidate.Stack!, observer.Preparing, stop);
            return null;
        }
        catch (StackStartException failure)
        {
            return failure;
        }
    }

    private static RunProblem Interrupted { get; } = new(RunProblemKind.Interrupted, "Interrupted.", []);

    private RunProblem Problem(string what, StackStartException failure) => new(
        RunProblemKind.CannotStart, $"{what}: {definition.Secrets.Mask(failure.Message)}", [.. failure.LogTail.Select(definition.Secrets.Mask)]);

    /// <summary>Not between two parts of a run, in the first of which it took part.</summary>
    private bool MayBeLeftOut(CandidateEntry candidate, ResumedSearches? resumed) => candidate.Optional && candidate.Name != definition.Baseline && resumed is null;

    private void LeaveOut(List<CandidateEntry> left, CandidateEntry candidate, string reason, string hint)
    {
        left.Remove(candidate);
        _skipped.Add(new SkippedRecord(candidate.Name, reason, hint));
    }

    private PlanRecord WritePlan(RunDirectory directory, List<CandidateEntry> candidates)
    {
        var plan = Plan(directory.Name, [.. candidates.Select(candidate => candidate.Name)], _skipped) with
        {
            Invocation = settings.Invocation is { } asked
                ? asked with { File = asked.File is { } file ? Path.GetRelativePath(directory.Path, file) : null }
                : null,
        };
        RunWriter.WritePlan(directory, plan);
        return plan;
    }

    private PlanRecord PlanNow(PlanRecord plan) => Plan(plan.Run, [.. plan.Candidates.Select(candidate => candidate.Name)], plan.Skipped);

    private PlanRecord Plan(string run, IReadOnlyList<string> candidates, IReadOnlyList<SkippedRecord> skipped)
    {
        var scenario = definition.Scenarios[0];
        var start = question.PointOf(question.Start, scenario.Points[0]);
        var planned = definition with { Scenarios = [scenario with { Points = [start] }], Rounds = question.Rounds, UntilDecided = false, Primary = Metrics.Capacity };
        return Planner.Plan(planned, run, candidates, [.. skipped], settings.Preview, time) with
        {
            ExpectedS = Duration.Expected.TotalSeconds,
            Capacity = Settings(),
        };
    }

    private CapacitySettings Settings() => question.Settings(Duration.Longest.TotalSeconds);

    private async Task<RunProblem?> RunSharedAsync(PlanRecord plan, RunDirectory directory, StackSupervisor supervisor, RunStop stop, List<CandidateEntry> candidates, ResumedSearches? resumed)
    {
        SharedServices shared;
        try
        {
            shared = await SharedServices.StartAsync(definition.Shared, supervisor, directory, stop, observer);
        }
        catch (StackStartException failure)
        {
            return Problem($"The shared service '{failure.Service}' could not be started", failure);
        }
        catch (OperationCanceledException) when (stop.EndWindow.IsCancellationRequested)
        {
            return Interrupted;
        }

        await using (shared)
        {
            SearchTurn? turn = null;
            var run = new RunContext(definition with { Objectives = question.Objectives }, plan, directory, supervisor, settings, definition.Secrets, observer, shared.Stop, time)
            {
                Shared = shared.Stack,
                FindSharedDead = () => shared.Dead,
                OwnArrivals = true,
                OwnLengths = _ => turn?.Lengths ?? plan.Phases,
            };
            run.Know(resumed?.Trials ?? []);
            var problem = await RunRoundsAsync(run, candidates, resumed, begun => turn = begun);
            return problem is null || stop.EndWindow.IsCancellationRequested ? problem : shared.FindProblem(definition.Secrets) ?? problem;
        }
    }

    private async Task<RunProblem?> RunRoundsAsync(RunContext run, List<CandidateEntry> candidates, ResumedSearches? resumed, Action<SearchTurn> begin)
    {
        try
        {
            for (var round = 1; round <= run.Plan.Rounds; round++)
            {
                foreach (var candidate in run.Plan.Order[round - 1].Select(name => candidates.Find(c => c.Name == name)).OfType<CandidateEntry>().ToList())
                {
                    if (resumed?.IsDone(round, candidate.Name) == true)
                    {
                        continue;
                    }

                    var turn = resumed?.Unfinished is { } first && first.Round == round && first.Candidate == candidate.Name
                        ? first.Turn
                        : new SearchTurn(run.Plan, run.Directory, question, candidate.Name, round, _found.Before(candidate.Name), told);
                    turn.Moved = run.Observer.BracketMoved;
                    begin(turn);
                    if (await SearchAsync(run, candidates, candidate, turn, round) is { } problem)
                    {
                        return problem;
                    }

                    await Task.Delay(TimeSpan.FromSeconds(run.Plan.Phases.PauseS), time, run.Stop.EndWindow);
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (run.Stop.EndWindow.IsCancellationRequested)
        {
            return Interrupted;
        }
    }

    private async Task<RunProblem?> SearchAsync(RunContext run, List<CandidateEntry> candidates, CandidateEntry candidate, SearchTurn turn, int round)
    {
        var trials = await new CandidateSession(run, candidate, round, attempt: 1).RunAsync(turn);
        _found.Add(candidate.Name, turn.Found());
        if (run.Stop.EndWindow.IsCancellationRequested)
        {
            return Interrupted;
        }

        if (trials.FirstOrDefault(trial => trial.State is TrialState.NotStarted or TrialState.NotReady) is { } failed)
        {
            if (!MayBeLeftOut(candidate, resumed: null))
            {
                return new RunProblem(RunProblemKind.CannotStart, $"Candidate '{candidate.Name}' could not be started: {failed.Reason}", failed.LogTail) { Candidate = candidate.Name };
            }

            candidates.Remove(candidate);
            _skipped.Add(CouldNotStart(failed));
            told($"{candidate.Name} is left out: {_skipped[^1].Reason}");
        }

        if (_found.ByCandidate.Count > 0)
        {
            Conclude(run.Directory, run.Plan, hasEnded: false);
        }

        return null;
    }

    internal static SkippedRecord CouldNotStart(TrialRecord failed) =>
        new(failed.Candidate, $"could not be started: {failed.Reason}", "It is optional, so the run went on without it.");
}

/// <summary>How a search for capacities ended.</summary>
/// <param name="Folder">The run directory; null when nothing was begun.</param>
/// <param name="Capacity">What was found; null when not one trial was whole.</param>
/// <param name="Problem">Why it could not be done as planned; null when it was.</param>
public sealed record CapacityOutcome(string? Folder, CapacityRecord? Capacity, RunProblem? Problem)
{
    /// <summary>The run that was to be resumed had ended: nothing was started.</summary>
    public bool NothingLeft { get; init; }
}
