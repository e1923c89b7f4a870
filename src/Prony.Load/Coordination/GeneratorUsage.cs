using Prony.Load.Reactor;

namespace Prony.Load.Coordination;

/// <summary>What this process used while the window lasted: read by the coordinator at the window's ends.</summary>
internal sealed class GeneratorUsage
{
    private long _cpuAtStartNs;
    private TimeSpan _pauseAtStart;
    private TimeSpan? _pauseBefore;

    /// <summary>CPU of the whole process in the window, nanoseconds.</summary>
    public long ProcessCpuNs { get; private set; }

    /// <summary>Garbage collection pauses in the window.</summary>
    public TimeSpan GcPause { get; private set; }

    /// <summary>The window began while the collector was at work, so that its pause belongs to the window.</summary>
    /// <param name="pause">All pauses before it.</param>
    public void CountPausesFrom(TimeSpan pause) => _pauseBefore = pause;

    /// <summary>The window starts.</summary>
    public void MarkStart()
    {
        _pauseAtStart = _pauseBefore ?? GC.GetTotalPauseDuration();
        _cpuAtStartNs = CpuClock.ProcessNs;
    }

    /// <summary>The window ended.</summary>
    public void MarkEnd()
    {
        ProcessCpuNs = CpuClock.ProcessNs - _cpuAtStartNs;
        GcPause = GC.GetTotalPauseDuration() - _pauseAtStart;
    }
}
