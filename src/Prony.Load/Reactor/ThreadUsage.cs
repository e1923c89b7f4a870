namespace Prony.Load.Reactor;

/// <summary>What a generator used in the window: read at the window's ends by whoever runs it, by the coordinator when it has ended.</summary>
internal sealed class ThreadUsage
{
    private readonly bool _wholeProcess;
    private long _cpuAtStartNs;
    private long _allocatedAtStart;
    private bool _started;
    private bool _ended;

    private ThreadUsage(bool wholeProcess) => _wholeProcess = wholeProcess;

    /// <summary>CPU nanoseconds between the marks; 0 without both.</summary>
    public long CpuNs { get; private set; }

    /// <summary>Managed bytes allocated between the marks.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Threads that the work is spread over: 1, or as many as the pool of the process has CPUs.</summary>
    public int Threads => _wholeProcess ? Environment.ProcessorCount : 1;

    /// <summary>Of the calling thread alone: both marks come from it.</summary>
    public static ThreadUsage OfThread() => new(wholeProcess: false);

    /// <summary>Of the whole process, because the work is done by threads of its pool.</summary>
    public static ThreadUsage OfProcess() => new(wholeProcess: true);

    /// <summary>The window starts.</summary>
    public void MarkStart()
    {
        _allocatedAtStart = ReadAllocated();
        _cpuAtStartNs = ReadCpuNs();
        _started = true;
    }

    /// <summary>The window ended; only the first call after <see cref="MarkStart"/> counts.</summary>
    public void MarkEnd()
    {
        if (_started && !_ended)
        {
            _ended = true;
            CpuNs = ReadCpuNs() - _cpuAtStartNs;
            AllocatedBytes = ReadAllocated() - _allocatedAtStart;
        }
    }

    private long ReadCpuNs() => _wholeProcess ? CpuClock.ProcessNs : CpuClock.ThreadNs;

    private long ReadAllocated() => _wholeProcess ? GC.GetTotalAllocatedBytes() : GC.GetAllocatedBytesForCurrentThread();
}
