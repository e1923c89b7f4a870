using System.Runtime.InteropServices;

namespace Prony.Measurement.Machine;

/// <summary>What only the C library tells.</summary>
internal static class NativeSystem
{
    // _SC_CLK_TCK of glibc and musl on Linux.
    private const int ClockTicks = 2;
    private const long UsualTicksPerSecond = 100;

    /// <summary>Ticks of /proc in a second; 100 on every Linux that .NET runs on.</summary>
    public static long TicksPerSecond()
    {
        var ticks = sysconf(ClockTicks);
        return ticks > 0 ? ticks : UsualTicksPerSecond;
    }

    [DllImport("libc", ExactSpelling = true)]
    private static extern nint sysconf(int name);
}
