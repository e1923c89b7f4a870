using System.Runtime.CompilerServices;
using Prony.Measurement.Clocks;

namespace Prony.Reference;

/// <summary>Ways to use a CPU.</summary>
public static class Busy
{
    private static ulong _sink;

    /// <summary>A fixed amount of arithmetic: 30 % more steps take 30 % more CPU, whatever the CPU. A step costs about a nanosecond.</summary>
    /// <param name="steps">0 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Work(long steps)
    {
        // Marsaglia's xorshift (2003): each step needs the one before it, so nothing can be left out or done at once.
        var state = 0x9E3779B97F4A7C15UL;
        for (long i = 0; i < steps; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        Volatile.Write(ref _sink, state);   // or the compiler would see that nobody needs it
    }

    /// <summary>Keeps the calling thread busy for so long by the clock, whether it gets a CPU or not.</summary>
    public static void For(TimeSpan time)
    {
        for (var until = MonotonicClock.NowNs + MonotonicClock.ToNs(time); MonotonicClock.NowNs < until;)
        {
            Work(10_000);
        }
    }

    /// <summary>Keeps the calling thread busy until this process has used so much CPU, its start included; ends after a minute whatever happened.</summary>
    public static void UntilUsed(TimeSpan cpu)
    {
        var latest = MonotonicClock.NowNs + (60 * MonotonicClock.NanosecondsPerSecond);
        while (Environment.CpuUsage.TotalTime < cpu && MonotonicClock.NowNs < latest)
        {
            Work(100_000);
        }
    }
}
