using Prony.Load.Reactor;

namespace Prony.Load.Coordination;

/// <summary>What this process used while the window lasted: read by the coordinator at the window's ends.</summary>
internal sealed class GeneratorUsage
{
    private long _cpuAtStartNs;
    private TimeSpan _pauseAtStart;

    /// <summary>CPU of the whole process in the window, nanoseconds.</summary>
    public long ProcessCpuNs { get; private set; }

    /// <summary>Garbage collection pauses in the window.</summary>
    public TimeSpan GcPause { get; private set; }

    /// <summary>The window starts.</summary>
    public void MarkStart()
    {
        _pauseAtStart = GC.GetTotalPauseDuration();
        _cpuAtStartNs = CpuClock.ProcessNs;
    }

    /// <summary>The window ended.</summary>
    public void MarkEnd()
    {
        ProcessCpuNs = CpuClock.ProcessNs - _cpuAtStartNs;
        GcPause = GC.GetTotalPauseDuration() - _pauseAtStart;
    }
}
