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
/// <param name="settings">Where it writes; never a run that is resumed.</param>
/// <param name="observer">Told about progress.</param>
/// <param name="told">Told what each trial says of its load.</param>
/// <param name="time">Wall clock of the records.</param>
/// <remarks>One run per instance. Not thread-safe.</remarks>
public sealed class CapacityRunner(
    ExperimentDefinition definition, CapacityQuestion question, RunSettings settings, IRunObserver observer, Action<string> told, TimeProvider time)
{
    private readonly List<SkippedRecord> _skipped = [];
    private readonly Dictionary<string, List<CapacitySearchRecord>> _searches = [];

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
        var name = RunDirectory.NameFor(time.GetUtcNow(), definition.Name);
        await using var scope = RunScope.Open(string.Create(CultureInfo.InvariantCulture, $"{name}-{Environment.ProcessId}"));
        await using var killing = stop.StopNow.Register(scope.KillAll);
        var supervisor = new StackSupervisor(scope, settings.CacheFolder);
        var (candidates, problem) = await GetReadyAsync(supervisor, stop.EndWindow);
        if (problem is not null)
        {
            return new CapacityOutcome(null, null, problem);
        }

        var directory = RunDirectory.Create(settings.OutputFolder, name);
        using var own = RunLock.TryTake(directory.Path);
        var plan = WritePlan(directory, candidates);
        supervisor.ServiceCpus = plan.Placement?.Services;
        observer.Planned(plan, directory.Path, Duration.Expected);
        problem = await RunSharedAsync(plan, directory, supervisor, stop, candidates);
        if (_searches.Count == 0)
        {
            return new CapacityOutcome(directory.Path, null, problem);
        }

        var whole = plan.Candidates.Min(candidate => _searches.GetValueOrDefault(candidate.Name)?.Count(search => search.End != SearchEndName.CutOff) ?? 0);
        var record = CapacityConclusion.Of(plan, Settings(), _searches, whole, _skipped);
        RunWriter.WriteCapacity(directory, record);
        return new CapacityOutcome(directory.Path, record, problem);
    }

    private async Task<(List<CandidateEntry> Candidates, RunProblem? Problem)> GetReadyAsync(StackSupervisor supervisor, CancellationToken stop)
    {
        var left = definition.Candidates.ToList();
        foreach (var candidate in definition.Candidates.Where(candidate => candidate.Stack is not null))
        {
            var missing = Requirements.FindMissing([candidate.Stack!.Stack])[0];
            if (missing.Count == 0)
            {
                continue;
            }

            var reason = "not installed: " + string.Join(", ", missing.Select(m => m.Name));
            var hint = string.Join(" ", missing.Select(m => m.Advice));
            if (!MayBeLeftOut(candidate))
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

                if (!MayBeLeftOut(candidate))
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

    private bool MayBeLeftOut(CandidateEntry candidate) => candidate.Optional && candidate.Name != definition.Baseline;

    private void LeaveOut(List<CandidateEntry> left, CandidateEntry candidate, string reason, string hint)
    {
        left.Remove(candidate);
        _skipped.Add(new SkippedRecord(candidate.Name, reason, hint));
    }

    private PlanRecord WritePlan(RunDirectory directory, List<CandidateEntry> candidates)
    {
        var scenario = definition.Scenarios[0];
        var start = question.PointOf(question.Start, scenario.Points[0]);
        var planned = definition with { Scenarios = [scenario with { Points = [start] }], Rounds = question.Rounds, UntilDecided = false, Primary = Metrics.Capacity };
        var plan = Planner.Plan(planned, directory.Name, [.. candidates.Select(candidate => candidate.Name)], _skipped, settings.Preview, time) with
        {
            ExpectedS = Duration.Expected.TotalSeconds,
        };
        RunWriter.WritePlan(directory, plan);
        return plan;
    }

    private CapacitySettings Settings() => new(
        question.Users ? "users" : "rate",
        ObjectiveTexts(),
        question.Start,
        question.Highest,
        question.Width,
        question.TrialS,
        CapacityQuestion.EnoughTrials * question.TrialS,
        question.Rules(null).Goal.BadShare,
        CapacityQuestion.EnoughTrials * question.TrialS,
        CapacityQuestion.MostTrials,
        CapacityQuestion.MostTrialsLater,
        Duration.Longest.TotalSeconds);

    private List<string> ObjectiveTexts()
    {
        var texts = question.Objectives.Select(objective => objective.Text).ToList();
        return question.Objectives.Any(objective => objective.Metric == Metrics.Failures) ? texts : [.. texts, "failures <= 0.1%"];
    }

    private async Task<RunProblem?> RunSharedAsync(PlanRecord plan, RunDirectory directory, StackSupervisor supervisor, RunStop stop, List<CandidateEntry> candidates)
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
            var problem = await RunRoundsAsync(run, candidates, begun => turn = begun);
            return problem is null || stop.EndWindow.IsCancellationRequested ? problem : shared.FindProblem(definition.Secrets) ?? problem;
        }
    }

    private async Task<RunProblem?> RunRoundsAsync(RunContext run, List<CandidateEntry> candidates, Action<SearchTurn> begin)
    {
        try
        {
            for (var round = 1; round <= run.Plan.Rounds; round++)
            {
                foreach (var candidate in run.Plan.Order[round - 1].Select(name => candidates.Find(c => c.Name == name)!))
                {
                    var turn = new SearchTurn(run, question, candidate.Name, round, Before(candidate.Name), told);
                    begin(turn);
                    var trials = await new CandidateSession(run, candidate, round, attempt: 1).RunAsync(turn);
                    if (turn.Found() is { Trials.Count: > 0 } found)
                    {
                        (_searches.TryGetValue(candidate.Name, out var mine) ? mine : _searches[candidate.Name] = []).Add(found);
                    }

                    if (run.Stop.EndWindow.IsCancellationRequested)
                    {
                        return Interrupted;
                    }

                    if (trials.FirstOrDefault(trial => trial.State is TrialState.NotStarted or TrialState.NotReady) is { } failed)
                    {
                        return new RunProblem(RunProblemKind.CannotStart, $"Candidate '{candidate.Name}' could not be started: {failed.Reason}", failed.LogTail);
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

    /// <summary>The lower end that is known best: of a search that ended narrow, else of one that at least has both ends.</summary>
    private double? Before(string candidate) => _searches.GetValueOrDefault(candidate) is { } mine
        ? (mine.FindLast(search => search.Measured is not null) ?? mine.FindLast(search => search.Middle is not null))?.Lower
        : null;
}

/// <summary>How a search for capacities ended.</summary>
/// <param name="Folder">The run directory; null when nothing was begun.</param>
/// <param name="Capacity">What was found; null when not one trial was whole.</param>
/// <param name="Problem">Why it could not be done as planned; null when it was.</param>
public sealed record CapacityOutcome(string? Folder, CapacityRecord? Capacity, RunProblem? Problem);
