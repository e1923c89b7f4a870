using Prony.Measurement.Clocks;

namespace Prony.Load.Portable;

/// <summary>The alarm of systems without epoll: waits whole milliseconds for an event and gives its CPU away for the rest of the last one.</summary>
internal sealed class EventAlarm : Alarm
{
    private const long MsNs = 1_000_000;

    private readonly AutoResetEvent _event = new(false);

    /// <inheritdoc/>
    public override void Wait(long ns)
    {
        var end = MonotonicClock.NowNs + Math.Clamp(ns, 0, MonotonicClock.NanosecondsPerSecond);
        if (_event.WaitOne((int)Math.Max(0, (end - MonotonicClock.NowNs) / MsNs)))
        {
            return;
        }

        while (MonotonicClock.NowNs < end && !_event.WaitOne(0))
        {
            Thread.Yield();
        }
    }

    /// <inheritdoc/>
    public override void Wake() => _event.Set();

    /// <inheritdoc/>
    public override void Dispose() => _event.Dispose();
}
