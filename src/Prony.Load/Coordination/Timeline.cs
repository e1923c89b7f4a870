using Prony.Measurement.Clocks;

namespace Prony.Load.Coordination;

/// <summary>The instants that coordinator and generator threads agree on.</summary>
/// <remarks>Thread: the coordinator writes, everybody reads. <see cref="Begin"/> is called once, before the generator threads start.</remarks>
internal sealed class Timeline
{
    /// <summary>An instant that is not known yet.</summary>
    public const long Open = long.MaxValue;

    private long _windowStartNs = Open;
    private long _windowEndNs = Open;
    private long _drainEndNs = Open;
    private bool _stop;

    /// <summary>First instant of the load.</summary>
    public long StartNs { get; private set; }

    /// <summary>First instant of the window. <see cref="Open"/> while a warm-up whose end is decided as it goes lasts: then nothing that is due belongs to the window.</summary>
    public long WindowStartNs => Volatile.Read(ref _windowStartNs);

    /// <summary>First instant after the window: nothing is due from here on. <see cref="Open"/> while a count of requests decides.</summary>
    public long WindowEndNs
    {
        get => Volatile.Read(ref _windowEndNs);
        set => Volatile.Write(ref _windowEndNs, value);
    }

    /// <summary>Instant at which unanswered requests are given up; <see cref="Open"/> until the window ended.</summary>
    public long DrainEndNs
    {
        get => Volatile.Read(ref _drainEndNs);
        set => Volatile.Write(ref _drainEndNs, value);
    }

    /// <summary>Generator threads leave as soon as they see it.</summary>
    public bool Stop
    {
        get => Volatile.Read(ref _stop);
        set => Volatile.Write(ref _stop, value);
    }

    /// <summary>Fixes when the load begins and when its window is; everything that takes time to prepare is ready.</summary>
    /// <param name="startNs">First instant of the load.</param>
    /// <param name="windowStartNs"><see cref="Open"/> when <see cref="BeginWindow"/> will say.</param>
    /// <param name="windowEndNs"><see cref="Open"/> when a count of requests or <see cref="BeginWindow"/> decides.</param>
    public void Begin(long startNs, long windowStartNs, long windowEndNs)
    {
        StartNs = startNs;
        BeginWindow(windowStartNs, windowEndNs);
    }

    /// <summary>Fixes the window while the load goes on. Its start has to lie ahead: a request that became due before must not turn into one of the window.</summary>
    public void BeginWindow(long startNs, long endNs)
    {
        WindowEndNs = endNs;
        Volatile.Write(ref _windowStartNs, startNs);
    }

    /// <summary>First instant after the slice that begins at <paramref name="sliceStartNs"/>: a second later, cut at the window's ends.</summary>
    public long SliceEndNs(long sliceStartNs)
    {
        var end = sliceStartNs + MonotonicClock.NanosecondsPerSecond;
        end = CutAt(sliceStartNs, end, WindowStartNs);
        return CutAt(sliceStartNs, end, WindowEndNs);
    }

    private static long CutAt(long start, long end, long instant) => instant > start && instant < end ? instant : end;
}
