using Prony.Experiments.Running;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Histograms;
using Prony.Measurement.Machine;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Reporting.Progress;

namespace Prony.Cli.Verbs;

/// <summary>Stands beside a single load: passes slices and rows on to their files and the display, and reads what the machine did.</summary>
/// <param name="plan">The load.</param>
/// <param name="recording">Where slices are kept; null for nowhere.</param>
/// <param name="rows">Where requests are written one by one; null for nowhere.</param>
/// <param name="progress">The display.</param>
/// <param name="also">Told of the window, its seconds and its rows besides; null for nobody.</param>
internal sealed class LoadWatch(LoadPlan plan, LoadRecording? recording, RowFile? rows, ProgressSink progress, ILoadObserver? also = null) : ILoadObserver, IDisposable
{
    private readonly PauseDetector _pauses = new();
    private double _startS;

    /// <summary>CPU seconds of the whole machine in the window; null before its end.</summary>
    public double? MachineCpuS { get; private set; }

    /// <summary>Called when the window starts. Default: nothing.</summary>
    public Action? Starting { get; set; }

    /// <summary>What the machine does around the window.</summary>
    public SurroundingsWatch Around { get; } = new(plan);

    /// <summary>How the warm-up went.</summary>
    public WarmupJudge Warmup { get; } = new(plan);

    /// <summary>The seconds of the window so far.</summary>
    public WindowSeconds Seconds { get; } = new();

    public bool WarmupMayEnd(WarmupMean mean) => Warmup.MayEnd(mean, cpuNs: null);

    public void WarmupEnding()
    {
    }

    public void WindowStarted(long startNs)
    {
        _pauses.WindowStarted(startNs);
        Around.WindowStarted();
        _startS = CpuTimes.ReadMachine().BusyS;
        also?.WindowStarted(startNs);
        Starting?.Invoke();
    }

    public void WindowEnded(long endNs)
    {
        _pauses.WindowEnded(endNs);
        MachineCpuS = CpuTimes.ReadMachine().BusyS - _startS;
        Around.WindowEnded();
        also?.WindowEnded(endNs);
    }

    /// <summary>Whether Prony itself stood still in the window; null when it did not.</summary>
    public (GateRecord Gate, DoubtRecord Doubt)? JudgePauses() => _pauses.Judge();

    public void Dispose() => _pauses.Dispose();

    public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times)
    {
        recording?.Write(slice, times);
        Seconds.Add(slice, cores: null);
        Warmup.SliceCompleted(slice);
        Around.SecondEnded();
        progress.Show(new SliceSeen(slice, null));
        also?.SliceCompleted(slice, times);
    }

    public void RequestsEnded(ReadOnlySpan<RequestRow> ended, long windowStartNs)
    {
        rows?.Write(ended, windowStartNs);
        also?.RequestsEnded(ended, windowStartNs);
    }
}
