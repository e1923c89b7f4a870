using System.Runtime.InteropServices;

namespace Prony.Measurement.Machine;

/// <summary>What only the C library tells.</summary>
internal static class NativeSystem
{
    // _SC_CLK_TCK of glibc and musl on Linux.
    private const int ClockTicks = 2;
    private const long UsualTicksPerSecond = 100;

    // CLOCK_MONOTONIC_RAW of Linux.
    private const int MonotonicRaw = 4;

    /// <summary>Ticks of /proc in a second; 100 on every Linux that .NET runs on.</summary>
    public static long TicksPerSecond()
    {
        var ticks = sysconf(ClockTicks);
        return ticks > 0 ? ticks : UsualTicksPerSecond;
    }

    /// <summary>The raw monotonic clock; null where there is none.</summary>
    public static long? RawClockNs() =>
        OperatingSystem.IsLinux() && clock_gettime(MonotonicRaw, out var time) == 0 ? (time.Seconds * 1_000_000_000L) + time.Nanoseconds : null;

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint sysconf(int name);

    [DllImport("libc", ExactSpelling = true)]
    private static extern int clock_gettime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
