using Prony.Measurement.Clocks;

namespace Prony.Load.Reactor;

/// <summary>CPU time in nanoseconds, user and system together.</summary>
internal static unsafe class CpuClock
{
    private const int ProcessClock = 2;
    private const int ThreadClock = 3;

    /// <summary>CPU used by all threads of this process so far.</summary>
    public static long ProcessNs => OperatingSystem.IsLinux() ? Read(ProcessClock) : MonotonicClock.ToNs(Environment.CpuUsage.TotalTime);

    /// <summary>CPU used by the calling thread so far. Linux only.</summary>
    public static long ThreadNs => Read(ThreadClock);

    private static long Read(int clock)
    {
        NativeEpoll.Timespec time;
        _ = NativeEpoll.clock_gettime(clock, &time);   // cannot fail for these two clocks
        return (time.Seconds * MonotonicClock.NanosecondsPerSecond) + time.Nanoseconds;
    }
}
