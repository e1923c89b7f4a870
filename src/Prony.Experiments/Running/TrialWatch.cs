using System.Globalization;
using Prony.Load;
using Prony.Measurement.Clocks;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>Stands beside one load: writes its slices, samples the candidate every second, notices that it died or stopped answering.</summary>
/// <remarks>Thread: <see cref="ILoadObserver"/> calls come from the load's coordinating thread; sampling runs on a thread of its own until <see cref="Dispose"/>.</remarks>
internal sealed class TrialWatch : ILoadObserver, IDisposable
{
    /// <summary>How often the sampler looks whether the candidate lives.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly TrialName _trial;
    private readonly IRunningStack _stack;
    private readonly ResourceTracker _resources;
    private readonly TrialWriter _writer;
    private readonly IRunObserver _observer;
    private readonly TrialPhases _phases;
    private readonly PhaseLengths _lengths;
    private readonly SilenceDetector _silence = new();
    private readonly CancellationTokenSource _died = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _sampler;
    private readonly long _startNs = MonotonicClock.NowNs;
    private Exception? _samplerFailure;

    public TrialWatch(
        TrialName trial,
        IRunningStack stack,
        ResourceTracker resources,
        TrialWriter writer,
        IRunObserver observer,
        TrialPhases phases,
        PhaseLengths lengths,
        TimeProvider time)
    {
        (_trial, _stack, _resources, _writer, _observer, _phases, _lengths) = (trial, stack, resources, writer, observer, phases, lengths);
        _writer.BeginLoad(time.GetUtcNow());
        _resources.Begin();
        _sampler = new Thread(Sample) { Name = "prony sampler", IsBackground = true };
        _sampler.Start();
        Enter("warmup", lengths.WarmupS);
    }

    /// <summary>Cancelled when a service's process tree is empty: nothing is left to be measured.</summary>
    public CancellationToken Died => _died.Token;

    /// <summary>The service that died; null while all live.</summary>
    public DeadService? Dead { get; private set; }

    /// <summary>Why the candidate counts as having stopped answering; null when it answered to the end.</summary>
    public string? Silence => _silence.Finding;

    public void WarmupEnding() => _resources.MarkWarmupEnding();

    public void WindowStarted(long startNs)
    {
        Enter("window", _lengths.MeasureS);
        _resources.MarkWindowStart();
    }

    public void WindowEnded(long endNs)
    {
        _silence.WindowEnded();
        _resources.MarkWindowEnd();
        Enter("drain", 0);
    }

    public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times)
    {
        _writer.WriteSlice(slice, times);
        if (_silence.Add(slice) is { } finding)
        {
            _writer.WriteEvent(new EventRecord(slice.TS, "stopped-answering", null, finding));
        }

        _observer.SliceCompleted(_trial, slice, _resources.LatestCores);
    }

    /// <summary>Stops sampling.</summary>
    /// <exception cref="IOException">Samples could not be written (disk full, folder removed).</exception>
    public void End()
    {
        Dispose();
        if (_samplerFailure is not null)
        {
            throw new IOException("The resources of the candidate could not be recorded: " + _samplerFailure.Message, _samplerFailure);
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _sampler.Join();
    }

    private void Enter(string phase, double expectedS)
    {
        _phases.Enter(phase);
        _observer.PhaseStarted(_trial, phase, TimeSpan.FromSeconds(expectedS));
    }

    private void Sample()
    {
        try
        {
            var nextNs = _startNs + MonotonicClock.NanosecondsPerSecond;
            while (!_stop.Wait(Beat))
            {
                LookForDeath();
                if (MonotonicClock.NowNs >= nextNs)
                {
                    nextNs += MonotonicClock.NanosecondsPerSecond;
                    foreach (var record in _resources.Sample(_startNs))
                    {
                        _writer.WriteResource(record);
                    }
                }
            }
        }
        catch (IOException failure)
        {
            // A thread's exception would end the process and leave servers to the guard: it is kept and thrown by End.
            _samplerFailure = failure;
            _died.Cancel();
        }
    }

    private void LookForDeath()
    {
        if (Dead is null && _stack.FindDead() is { } dead)
        {
            Dead = dead;
            var atS = MonotonicClock.ToSeconds(MonotonicClock.NowNs - _startNs);
            _writer.WriteEvent(new EventRecord(
                atS, "died", dead.Service, string.Create(CultureInfo.InvariantCulture, $"{dead.Service} died {atS:0.0} s after the load began ({dead.How}).")));
            _died.Cancel();
        }
    }
}
