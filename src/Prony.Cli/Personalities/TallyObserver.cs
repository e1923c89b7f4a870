using Prony.Load;
using Prony.Measurement.Histograms;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Reporting.Personalities;

namespace Prony.Cli.Personalities;

/// <summary>Hands the requests of a window on to a tally, as they end.</summary>
/// <param name="tally">What notes them.</param>
/// <param name="cuts">What ends after the window is late.</param>
internal sealed class TallyObserver(ToolTally tally, bool cuts = true) : ILoadObserver
{
    public void WarmupEnding()
    {
    }

    public void WindowStarted(long startNs)
    {
    }

    public void WindowEnded(long endNs)
    {
        if (cuts)
        {
            tally.EndAt(endNs);
        }
    }

    public void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times)
    {
    }

    public void RequestsEnded(ReadOnlySpan<RequestRow> rows, long windowStartNs) => tally.Add(rows, windowStartNs);
}
