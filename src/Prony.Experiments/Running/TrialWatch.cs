using System.Globalization;
using Prony.Experiments.Layers;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>Stands beside one load: writes its slices and what the candidate used in each, notices that it died or stopped answering.</summary>
/// <remarks>Thread: <see cref="ILoadObserver"/> calls come from the load's coordinating thread; a thread of its own looks for death until <see cref="Dispose"/>.</remarks>
internal sealed class TrialWatch : ILoadObserver, IDisposable
{
    /// <summary>How often it is looked whether the candidate lives.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it is looked which of its processes live: every so many beats.</summary>
    private const int BeatsPerWorkerReading = 10;

    /// <summary>Processes that are described: a pool of fifty workers that hang looks alike.</summary>
    private const int MostProcesses = 8;

    private const string ServiceTimes = "service";
    private const double UnloadedPercentile = 10;

    private readonly TrialName _trial;
    private readonly IRunningStack _stack;
    private readonly ResourceTracker _resources;
    private readonly TrialWriter _writer;
    private readonly IRunObserver _observer;
    private readonly TrialPhases _phases;
    private readonly PhaseLengths _lengths;
    private readonly SilenceDetector _silence = new();
    private readonly PauseDetector _pauses = new();
    private readonly WorkerWatch _workers;
    private readonly Lock _workersLock = new();
    private readonly CancellationTokenSource _hopeless = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _lookout;
    private long _startNs = MonotonicClock.NowNs;
    private bool _workersDone;
    private IOException? _failure;
    private string _hungState = "";

    public TrialWatch(
        TrialName trial,
        IRunningStack stack,
        ResourceTracker resources,
        TrialWriter writer,
        IRunObserver observer,
        TrialPhases phases,
        PhaseLengths lengths,
        LoadPlan plan,
        TimeProvider time)
    {
        Around = new SurroundingsWatch(plan);
        Warmup = new WarmupJudge(plan);
        (_trial, _stack, _resources, _writer, _observer, _phases, _lengths) = (trial, stack, resources, writer, observer, phases, lengths);
        _writer.BeginLoad(time.GetUtcNow());
        _resources.Begin();
        _workers = new WorkerWatch(stack.ReadProcesses());
        _lookout = new Thread(LookForDeath) { Name = "prony lookout", IsBackground = true };
        _lookout.Start();
        Enter(PhaseName.Warmup, plan.ShortestWarmup is null ? plan.Warmup.TotalSeconds : 0);
    }

    /// <summary>Cancelled when a service has died, or when the candidate stopped answering and only answers would end the window.</summary>
    public CancellationToken Hopeless => _hopeless.Token;

    /// <summary>The service that died; null while all live.</summary>
    public DeadService? Dead { get; private set; }

    /// <summary>Why the candidate counts as having stopped answering; null when it answered to the end.</summary>
    public string? Silence => _silence.Finding is { } finding ? finding + _hungState : null;

    /// <summary>Whether Prony itself stood still in the window; null when it did not.</summary>
    public (GateRecord Gate, DoubtRecord Doubt)? JudgePauses() => _pauses.Judge();

    /// <summary>What the machine does around the window.</summary>
    public SurroundingsWatch Around { get; }

    /// <summary>Reads what services tell of themselves; told of the window's ends. Null: nothing does.</summary>
    public LayerWatch? Layers { get; init; }

    /// <summary>Does what the scenario's events say; told of the window's ends. Null: there are none.</summary>
    public Timeline? Timeline { get; init; }

    /// <summary>When the load began, <see cref="MonotonicClock"/>.</summary>
    public long StartNs => Interlocked.Read(ref _startNs);

    /// <summary>Seconds since the start of the load, now.</summary>
    public double NowS => SecondsAt(MonotonicClock.NowNs);

    /// <summary>An instant on the axis of the slices: seconds since the load began, negative before it.</summary>
    public double SecondsAt(long instantNs) => MonotonicClock.ToSeconds(instantNs - StartNs);

    /// <summary>Workers that went and processes that came until the window's end, and those of the warm-up alone.</summary>
    public (IReadOnlyList<WorkerCount> All, IReadOnlyList<WorkerCount> BeforeWindow) Workers => (_workers.Counts, _workers.BeforeWindow);

    /// <summary>How the warm-up went.</summary>
    public WarmupJudge Warmup { get; }

    /// <summary>The seconds of the window so far.</summary>
    public WindowSeconds Seconds { get; } = new();

    /// <summary>What a response takes when nothing waits, as far as the load shows it so far, ns; null before the first success (see <see cref="TrialRecord.UnloadedNs"/>).</summary>
    public long? UnloadedNs { get; private set; }

    public void LoadStarted(long startNs) => Interlocked.Exchange(ref _startNs, startNs);

    public bool WarmupMayEnd(WarmupMean mean) => Warmup.MayEnd(mean, _resources.ReadCpuNs());

    public void WarmupEnding() => _resources.MarkWarmupEnding();

    public void WindowStarted(long startNs)
    {
        _pauses.WindowStarted(startNs);
        Enter(PhaseName.Window, _trial.Point.Requests is null ? _trial.Point.ExpectedWindowS(_lengths.MeasureS) : 0);
        _resources.MarkWindowStart();
        Layers?.WindowStarted();
        ReadWorkers(windowStarts: true);
        Around.WindowStarted();
        Timeline?.WindowStarted(startNs);
    }

    public void WindowEnded(long endNs)
    {
        _pauses.WindowEnded(endNs);
        Timeline?.WindowEnded();
        Around.WindowEnded();
        _resources.MarkWindowEnd();
        Layers?.WindowEnded();
        ReadWorkers(isLast: true);
        Enter(PhaseName.Drain, 0);
    }

    public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times)
    {
        _writer.WriteSlice(slice, times);
        var resources = _resources.Sample(slice);
        foreach (var record in resources)
        {
            _writer.WriteResource(record);
        }

        if (times.TryGetValue(ServiceTimes, out var service) && service.Count > 0)
        {
            // The first second of a load holds the requests that found nobody before them; a percentile, because one lucky answer is not what a request takes.
            UnloadedNs = Math.Min(UnloadedNs ?? long.MaxValue, service.ValueAtPercentile(UnloadedPercentile));
        }

        Seconds.Add(slice, _resources.LatestCores);
        Timeline?.SliceCompleted(slice);
        Around.SecondEnded();
        Warmup.SliceCompleted(slice);
        if (_silence.Add(slice) is { } finding)
        {
            _hungState = StateOfCandidate();
            _writer.WriteEvent(new EventRecord(slice.TS, EventKind.StoppedAnswering, null, finding + _hungState));
            if (_trial.Point.Requests is not null)
            {
                _hopeless.Cancel();
            }
        }

        _observer.SecondCompleted(_trial, slice, times, resources);
        _observer.SliceCompleted(_trial, slice, _resources.LatestCores);
    }

    /// <summary>Stops looking.</summary>
    /// <exception cref="IOException">An event could not be written (disk full, folder removed).</exception>
    public void End()
    {
        Dispose();
        if (_failure is not null)
        {
            throw new IOException("The end of the candidate could not be recorded: " + _failure.Message, _failure);
        }
    }

    public void Dispose()
    {
        if (_stop.IsSet)
        {
            return;
        }

        _stop.Set();
        _lookout.Join();
        _pauses.Dispose();
        _hopeless.Dispose();
    }

    /// <summary>What it did meanwhile: whether it computes or waits is the first question about a server that hangs.</summary>
    private string StateOfCandidate()
    {
        var processes = _stack.DescribeProcesses();
        var cores = _resources.LatestCores is { } used ? string.Create(CultureInfo.InvariantCulture, $", {used:0.00} cores in use") : "";
        return processes.Count == 0 ? cores : $"{cores}; {string.Join("; ", processes.Take(MostProcesses))}{(processes.Count > MostProcesses ? "; …" : "")}";
    }

    private void Enter(string phase, double expectedS)
    {
        _phases.Enter(phase);
        _observer.PhaseStarted(_trial, phase, TimeSpan.FromSeconds(expectedS));
    }

    /// <summary>Thread: the lookout's, and the coordinating one at the window's ends.</summary>
    private void ReadWorkers(bool windowStarts = false, bool isLast = false)
    {
        lock (_workersLock)
        {
            if (_workersDone)
            {
                return;
            }

            var atS = NowS;
            var events = _workers.Add(atS, _stack.ReadProcesses());
            _workersDone = isLast;
            foreach (var happened in isLast ? events.Concat(_workers.Rest(atS)) : events)
            {
                _writer.WriteEvent(happened);
            }

            if (windowStarts)
            {
                _workers.WindowStarted();
            }
        }
    }

    private void TryReadWorkers()
    {
        try
        {
            ReadWorkers();
        }
        catch (IOException failure)
        {
            // As below: kept, and thrown by End.
            _failure = failure;
        }
    }

    private void LookForDeath()
    {
        for (var beat = 1; !_stop.Wait(Beat); beat++)
        {
            if (beat % BeatsPerWorkerReading == 0)
            {
                TryReadWorkers();
            }

            if (_stack.FindDead(service => Timeline?.Excuses(service) == true) is not { } dead)
            {
                continue;
            }

            Dead = dead;
            try
            {
                var atS = NowS;
                _writer.WriteEvent(new EventRecord(
                    atS, EventKind.Died, dead.Service, string.Create(CultureInfo.InvariantCulture, $"{dead.Service} died {atS:0.0} s after the load began ({dead.How}).")));
            }
            catch (IOException failure)
            {
                // A thread's exception would end the process and leave servers to the guard: it is kept and thrown by End.
                _failure = failure;
            }

            _hopeless.Cancel();
            return;
        }
    }
}
