namespace Prony.Load.Reactor;

/// <summary>What a generator thread used in the window: read by the thread itself at the window's ends, by the coordinator when the thread has ended.</summary>
internal sealed class ThreadUsage
{
    private long _cpuAtStartNs;
    private long _allocatedAtStart;
    private bool _started;
    private bool _ended;

    /// <summary>CPU nanoseconds between the marks; 0 without both.</summary>
    public long CpuNs { get; private set; }

    /// <summary>Managed bytes allocated between the marks.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>The window starts.</summary>
    public void MarkStart()
    {
        _allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
        _cpuAtStartNs = CpuClock.ThreadNs;
        _started = true;
    }

    /// <summary>The window ended; only the first call after <see cref="MarkStart"/> counts.</summary>
    public void MarkEnd()
    {
        if (_started && !_ended)
        {
            _ended = true;
            CpuNs = CpuClock.ThreadNs - _cpuAtStartNs;
            AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _allocatedAtStart;
        }
    }
}
