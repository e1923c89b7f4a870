using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Layers;
using Prony.Experiments.Planning;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>One candidate's turn in a round: started fresh, loaded at every point, stopped, verified gone. Every trial is on disk when the next one begins, and how it was stopped when the turn is over.</summary>
/// <remarks>Not thread-safe: turns follow one another, which is what keeps candidates from contending for the cores that are compared.</remarks>
internal sealed class CandidateSession(RunContext run, CandidateEntry candidate, int round, int attempt)
{
    private const int LogTailLines = 20;

    private const string InterruptedBefore = "The run was interrupted before the load began.";

    private readonly List<TrialRecord> _trials = [];
    private readonly Dictionary<string, IReadOnlyList<AnswerRecord>> _answers = [];
    private IReadOnlyList<IdentityRecord> _identity = [];

    /// <summary>Runs the whole turn.</summary>
    /// <returns>Its trials; failures are trials too.</returns>
    /// <exception cref="OperationCanceledException">Stopped at once by the user; what was begun has been stopped.</exception>
    public Task<IReadOnlyList<TrialRecord>> RunAsync() => RunAsync(new PlannedTrials(RoundPlan.Points(run.Plan, round)
        .Select(p => new TrialName(round, attempt, candidate.Name, p.Scenario, p.Point))));

    /// <summary>The same with trials that are not known beforehand.</summary>
    /// <param name="trials">Asked for one trial after the other.</param>
    public async Task<IReadOnlyList<TrialRecord>> RunAsync(ITurnTrials trials)
    {
        while (trials.HasNext && !run.Stop.EndWindow.IsCancellationRequested)
        {
            // Each pass is one life of the candidate: a point that kills it, or leaves it with work that nobody waits for, ends the pass, and the next point gets a fresh start.
            if (!await LiveOnceAsync(trials))
            {
                break;
            }
        }

        return _trials;
    }

    /// <returns>False when it could not be started: trying the other points would fail alike.</returns>
    private async Task<bool> LiveOnceAsync(ITurnTrials trials)
    {
        if (candidate.Stack is not null)
        {
            // An address lives on, and what it said before its first load is what it said.
            _answers.Clear();
        }

        var first = trials.Take();
        var phases = new TrialPhases(run.Time);
        using var firstWriter = WriterOf(first);
        IRunningStack stack;
        try
        {
            Enter(phases, first, PhaseName.Start, TimeSpan.Zero);
            stack = await StartAsync(FolderOf(first).Path);
        }
        catch (StackStartException failure)
        {
            phases.End();
            Complete(firstWriter, NotStarted(first, failure, phases));
            return false;
        }
        catch (OperationCanceledException) when (run.Stop.EndWindow.IsCancellationRequested)
        {
            // Nothing was measured in this life, so there is nothing to wait for.
            phases.End();
            Complete(firstWriter, Begin(first, TrialState.Interrupted, InterruptedBefore, [], phases));
            return false;
        }

        phases.End();
        await using (stack)
        {
            TellStart(stack, phases, firstWriter);
            run.Settings.Steered(stack);
            try
            {
                _identity = stack.Identify();
                run.FirstIdentity.TryAdd(candidate.Name, _identity);
                var idleCores = await ReadIdleAsync(stack, first, phases);
                var loaded = new List<LoadedTrial> { await LoadAsync(first, stack, idleCores, firstWriter, phases) };
                trials.Ended(loaded[^1].Record);
                while (trials.HasNext && (!trials.WantsFreshStart || candidate.Stack is null) && loaded[^1].Record is { State: TrialState.Completed, Recoveries: [] })
                {
                    // Written again when the candidate has stopped; a run that is killed before has what is known by now.
                    Write(loaded[^1]);
                    var next = trials.Take();
                    loaded.Add(await LoadAsync(next, stack, idleCores, WriterOf(next), new TrialPhases(run.Time)));
                    trials.Ended(loaded[^1].Record);
                }

                await StopAsync(stack, loaded);
                return loaded[^1].Record.State != TrialState.NotStarted;
            }
            finally
            {
                // Also where a trial fails for a reason of its own: a stack that is being stopped is steered by nobody.
                run.Settings.Steered(null);
            }
        }
    }

    private Task<IRunningStack> StartAsync(string logFolder) => candidate.Stack is { } definition
        ? run.Supervisor.StartAsync(run.Bind(definition), logFolder, run.Stop.EndWindow)
        : Task.FromResult<IRunningStack>(new RemoteStack(candidate.Url!, candidate.Pid));

    /// <summary>CPU that the candidate uses when nobody asks it anything, in cores: what its requests do not cost.</summary>
    private async Task<double> ReadIdleAsync(IRunningStack stack, TrialName trial, TrialPhases phases)
    {
        var idle = TimeSpan.FromSeconds(run.Plan.Phases.IdleS);
        Enter(phases, trial, PhaseName.Idle, idle);
        var before = stack.Read();
        await Task.Delay(idle, run.Time, run.Stop.EndWindow).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var after = stack.Read();
        phases.End();
        if (before.Count == 0 || after.Count == 0)
        {
            return 0;
        }

        var elapsedNs = after[0].AtNs - before[0].AtNs;
        return elapsedNs <= 0 ? 0 : Math.Max(0, after.Sum(r => r.CpuNs) - before.Sum(r => r.CpuNs)) / (double)elapsedNs;
    }

    /// <summary>What a start shows that no other file keeps: how long until quiet, and what the kernel made of the backlog.</summary>
    private static void TellStart(IRunningStack stack, TrialPhases phases, TrialWriter writer)
    {
        phases.SplitLast(PhaseName.Settle, stack.Times.Ready);
        if (!stack.Times.SettledInTime)
        {
            writer.WriteEvent(new EventRecord(0, EventKind.NotSettled, null, "It did not become quiet in time (settled.within): idle CPU and the first seconds of load may be those of a start."));
        }

        foreach (var note in stack.LimitsNotSet)
        {
            writer.WriteEvent(new EventRecord(0, EventKind.LimitNotSet, note.Service, note.Text));
        }

        foreach (var socket in stack.Sockets.Where(s => s.EffectiveBacklog < s.Backlog))
        {
            writer.WriteEvent(new EventRecord(
                0,
                EventKind.ShortBacklog,
                socket.Service,
                string.Create(CultureInfo.InvariantCulture, $"The kernel limits the backlog of {socket.Backlog} to {socket.EffectiveBacklog} (net.core.somaxconn).")));
        }
    }

    private async Task<LoadedTrial> LoadAsync(TrialName trial, IRunningStack stack, double idleCores, TrialWriter writer, TrialPhases phases)
    {
        var hooks = new TrialHooks(run, stack, FolderOf(trial).Path, phases);
        var isBegun = !run.Stop.EndWindow.IsCancellationRequested;
        var unready = isBegun ? await hooks.BeforeAsync(trial) : null;
        if (isBegun && (unready is not null || run.Stop.EndWindow.IsCancellationRequested))
        {
            // What those before the one that failed changed is undone all the same.
            await hooks.AfterAsync(trial, writer, atS: 0);
        }

        if (run.Stop.EndWindow.IsCancellationRequested)
        {
            return new LoadedTrial(writer, phases, Begin(trial, TrialState.Interrupted, InterruptedBefore, [], phases));
        }

        if (unready is not null)
        {
            return new LoadedTrial(writer, phases, Begin(trial, TrialState.NotStarted, run.Secrets.Mask(unready.Message), Mask(unready.LogTail), phases));
        }

        var plan = new LoadPlanner(run, candidate.Name, round).Plan(trial, stack.Target);
        var scenario = run.Definition.Scenarios.Single(s => s.Name == trial.Scenario);
        var answers = await AskAsync(plan, scenario);
        var resources = new ResourceTracker(stack, idleCores, run.Shared);
        using var layers = new LayerWatch([.. run.Shared?.Layers ?? [], .. stack.Layers], writer) { Secrets = run.Secrets };
        TrialWatch? told = null;
        using var timeline = scenario.Events.Count == 0 ? null
            : new Timeline(scenario.Events, stack.Control, (kind, service, text) => writer.WriteEvent(new EventRecord(told!.NowS, kind, service, run.Secrets.Mask(text))));
        using var watch = told = new TrialWatch(trial, stack, resources, writer, run.Observer, phases, run.LengthsOf(trial), plan, run.Time) { Layers = layers, Timeline = timeline };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(run.Stop.EndWindow, watch.Hopeless);
        layers.Begin();
        using var steered = SteeringEvents.Record(stack, writer, watch.SecondsAt, run.Secrets);
        var result = LoadRunner.Run(plan, watch, end.Token, run.Stop.StopNow);
        watch.End();
        await (timeline?.EndAsync() ?? Task.CompletedTask);
        var layerFigures = layers.End();
        watch.Around.LoadEnded();
        if (run.FindSharedDead() is { } gone)
        {
            writer.WriteEvent(new EventRecord(watch.NowS, EventKind.SharedDied, gone.Service, SharedServices.Sentence(gone)));
        }

        phases.End();
        await hooks.AfterAsync(trial, writer, watch.NowS);
        writer.WriteWindow(result.Response, result.Service);

        var (state, reason, tail) = StateOf(watch, stack);
        var over = new FinishedLoad(plan, result, watch, resources) { Answers = answers, Layers = layerFigures };
        return new LoadedTrial(writer, phases, new TrialFindings(run, _identity).AddTo(Begin(trial, state, reason, tail, phases), over)) { LoadBeganNs = watch.StartNs };
    }

    /// <summary>What the candidate answers to each request of the scenario, where the experiment asks for the same bytes; of a request that it does not answer now, what it said before an earlier load of this life.</summary>
    private async Task<IReadOnlyList<AnswerRecord>> AskAsync(LoadPlan plan, ScenarioDefinition scenario)
    {
        if (scenario.Same.Body != SameBodyName.Exact)
        {
            return [];
        }

        var answers = CanonicalAnswers.OrEarlier(await CanonicalAnswers.FetchAsync(plan, run.Stop.EndWindow), _answers.GetValueOrDefault(scenario.Name, []));
        _answers[scenario.Name] = answers;
        return answers;
    }

    private (string State, string? Reason, IReadOnlyList<string> LogTail) StateOf(TrialWatch watch, IRunningStack stack)
    {
        // A candidate whose database died is not to blame for what it did then.
        var isSharedDead = run.FindSharedDead() is not null;
        if (watch.Dead is { } dead && !isSharedDead)
        {
            return (TrialState.Died, $"{dead.Service} died under load ({dead.How}).", Mask(dead.LogTail));
        }

        if (isSharedDead || run.Stop.EndWindow.IsCancellationRequested)
        {
            return (TrialState.Interrupted, run.Interruption, []);
        }

        return watch.Silence is { } silence
            ? (TrialState.StoppedAnswering, $"{candidate.Name} {silence}.", TailOfFront(stack))
            : (TrialState.Completed, null, []);
    }

    private List<string> TailOfFront(IRunningStack stack) =>
        stack.Services.Count == 0 ? [] : Mask(stack.LogTail(stack.Services[^1], LogTailLines));

    /// <summary>Stops the candidate; its end belongs to the last of its trials, how it ended to all.</summary>
    private async Task StopAsync(IRunningStack stack, List<LoadedTrial> loaded)
    {
        var last = loaded[^1];
        Enter(last.Phases, new TrialName(round, last.Record.Attempt, last.Record.Candidate, last.Record.Scenario, last.Record.Point), PhaseName.Stop, TimeSpan.Zero);
        run.Settings.Steered(null);
        var stops = (await stack.StopAsync()).Select(static stop => stop.ToRecord()).ToList();
        last.Phases.End();
        foreach (var leftover in stops.Where(s => s.Leftovers.Count > 0))
        {
            last.Writer.WriteEvent(new EventRecord(
                last.NowS, EventKind.Leftover, leftover.Service, $"Outlived {leftover.Service} and was killed: {string.Join(", ", leftover.Leftovers)}."));
        }

        foreach (var trial in loaded)
        {
            using (trial.Writer)
            {
                Complete(trial.Writer, trial.Record with { Stops = stops, Phases = trial.Phases.Records });
            }
        }
    }

    private static void Write(LoadedTrial trial) => trial.Writer.Complete(trial.Record with { Phases = trial.Phases.Records });

    private TrialRecord NotStarted(TrialName trial, StackStartException failure, TrialPhases phases) => Begin(
        trial,
        failure.Kind == StartFailureKind.NotReady ? TrialState.NotReady : TrialState.NotStarted,
        run.Secrets.Mask(failure.Message),
        Mask(failure.LogTail),
        phases);

    private TrialRecord Begin(TrialName trial, string state, string? reason, IReadOnlyList<string> logTail, TrialPhases phases) => new()
    {
        Round = round,
        Attempt = trial.Attempt,
        Candidate = trial.Candidate,
        Scenario = trial.Scenario,
        Point = trial.Point,
        State = state,
        Reason = reason,
        LogTail = logTail,
        Phases = phases.Records,
    };

    private void Complete(TrialWriter writer, TrialRecord record)
    {
        writer.Complete(record);
        _trials.Add(record);
        run.Observer.TrialEnded(record);
    }

    private void Enter(TrialPhases phases, TrialName trial, string phase, TimeSpan expected)
    {
        phases.Enter(phase);
        run.Observer.PhaseStarted(trial, phase, expected);
    }

    private TrialWriter WriterOf(TrialName trial) => new(FolderOf(trial)) { EventWritten = happened => run.Observer.EventHappened(trial, happened) };

    private TrialFolder FolderOf(TrialName trial) => run.Directory.Trial(
        round, trial.Attempt, trial.Candidate, trial.Scenario, run.Plan.HasSeveralPoints(trial.Scenario) ? trial.Point : null);

    private List<string> Mask(IEnumerable<string> lines) => [.. lines.Select(run.Secrets.Mask)];

    /// <summary>A trial whose load is over and whose candidate still runs.</summary>
    private sealed record LoadedTrial(TrialWriter Writer, TrialPhases Phases, TrialRecord Record)
    {
        /// <summary>Null where there was no load.</summary>
        public long? LoadBeganNs { get; init; }

        /// <summary>Now, on the axis of its slices.</summary>
        public double NowS => LoadBeganNs is { } began ? MonotonicClock.ToSeconds(MonotonicClock.NowNs - began) : 0;
    }
}
