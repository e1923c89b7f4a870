using Prony.Measurement.Histograms;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;

namespace Prony.Load;

/// <summary>What a load tells while it runs.</summary>
/// <remarks>Thread: all calls come from the coordinating thread, one at a time, never from a generator thread. An implementation may take milliseconds; a slow one delays slices, not requests.</remarks>
public interface ILoadObserver
{
    /// <summary>Everything is prepared and the load starts: second 0 of its slices.</summary>
    /// <param name="startNs">Its first instant, <see cref="Prony.Measurement.Clocks.MonotonicClock"/> nanoseconds; up to a few milliseconds ahead.</param>
    void LoadStarted(long startNs)
    {
    }

    /// <summary>Another fifth of a second of the warm-up is over; asked only when <see cref="Plans.LoadPlan.ShortestWarmup"/> leaves its end to the observer.</summary>
    /// <param name="mean">What ended in it.</param>
    /// <returns>True to let the window begin, about 0.2 s later; before the shortest warm-up the answer does not count.</returns>
    bool WarmupMayEnd(WarmupMean mean) => false;

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

/// <summary>A fifth of a second of a warm-up.</summary>
/// <param name="AtS">Its end, seconds from the start of the load.</param>
/// <param name="Ended">Requests that ended in it, however they did.</param>
/// <param name="ResponseNs">Mean time from due to end of those, nanoseconds; 0 when there are none.</param>
public readonly record struct WarmupMean(double AtS, long Ended, double ResponseNs);
