using Prony.Load;
using Prony.Measurement.Histograms;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Reporting.Progress;

namespace Prony.Cli.Verbs;

/// <summary>Stands beside a single load: passes slices on to the recording and the display, and reads what the whole machine used.</summary>
internal sealed class LoadWatch(LoadRecording? recording, ProgressSink progress) : ILoadObserver
{
    private double _startS;

    /// <summary>CPU seconds of the whole machine in the window; null before its end.</summary>
    public double? MachineCpuS { get; private set; }

    public void WarmupEnding()
    {
    }

    public void WindowStarted(long startNs) => _startS = CpuTimes.ReadMachine().BusyS;

    public void WindowEnded(long endNs) => MachineCpuS = CpuTimes.ReadMachine().BusyS - _startS;

    public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times)
    {
        recording?.Write(slice, times);
        progress.Show(new SliceSeen(slice, null));
    }
}
