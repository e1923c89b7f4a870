using Prony.Load.Reactor;

namespace Prony.Load.Portable;

/// <summary>Waits until an instant as exactly as the system can, or until woken.</summary>
/// <remarks>Thread: one waits, any may wake; nobody may after <see cref="Dispose"/>.</remarks>
internal abstract class Alarm : IDisposable
{
    /// <summary>The most exact one of this system.</summary>
    public static Alarm Create() => OperatingSystem.IsLinux() && Environment.Is64BitProcess ? new PollerAlarm() : new EventAlarm();

    /// <summary>Waits.</summary>
    /// <param name="ns">How long; 0 or less returns at once.</param>
    public abstract void Wait(long ns);

    /// <summary>Ends the current wait, or the next one.</summary>
    public abstract void Wake();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>epoll_pwait2: late by some tens of microseconds.</summary>
    private sealed class PollerAlarm : Alarm
    {
        private readonly Poller _poller = new();

        public PollerAlarm() => _ = _poller.Wait(0);   // the first event says only that the poller is there

        public override void Wait(long ns) => _ = _poller.Wait(ns);

        public override void Wake() => _poller.Wake();

        public override void Dispose() => _poller.Dispose();
    }
}
