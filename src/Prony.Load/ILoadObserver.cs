using Prony.Measurement.Histograms;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;

namespace Prony.Load;

/// <summary>What a load tells while it runs.</summary>
/// <remarks>Thread: all calls come from the coordinating thread, one at a time, never from a generator thread. An implementation may take milliseconds; a slow one delays slices, not requests.</remarks>
public interface ILoadObserver
{
    /// <summary>The warm-up is about to end (called about 150 ms before the window starts when there is a warm-up of at least 300 ms, else at its start): the moment to read PSS.</summary>
    void WarmupEnding();

    /// <summary>The window starts now.</summary>
    /// <param name="startNs">Its first instant, <see cref="Prony.Measurement.Clocks.MonotonicClock"/> nanoseconds.</param>
    void WindowStarted(long startNs);

    /// <summary>The window ended; the drain begins.</summary>
    /// <param name="endNs">First instant after the window.</param>
    void WindowEnded(long endNs);

    /// <summary>A second is complete.</summary>
    /// <param name="slice">Its figures.</param>
    /// <param name="times">Histograms of requests that ended in it, by metric: response, service, lag, first-byte, connect, failed. Valid during the call only.</param>
    void SliceCompleted(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times);

    /// <summary>Requests of the window ended; called only when <see cref="Plans.LoadPlan.RowLimit"/> asks for it.</summary>
    /// <param name="rows">One for each, in the order in which they ended on their thread. Valid during the call only.</param>
    /// <param name="windowStartNs">First instant of the window; rows may come before <see cref="WindowStarted"/>.</param>
    void RequestsEnded(ReadOnlySpan<RequestRow> rows, long windowStartNs)
    {
    }
}
