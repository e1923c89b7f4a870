using System.Globalization;
using System.Runtime.InteropServices;

namespace Prony.Testing;

/// <summary>Puts this process before everything else on the machine, as far as the user may: other programs are noise to a measurement.</summary>
/// <remarks>
/// The lowest real-time priority (SCHED_RR) for every thread that exists now. (Threads of .NET do not inherit it.)
/// Without the right to it (CAP_SYS_NICE) nothing changes. The threads must sleep most of the time.
/// </remarks>
public static unsafe partial class Precedence
{
    private const int Ordinary = 0;     // SCHED_OTHER
    private const int RoundRobin = 2;   // SCHED_RR

    /// <summary>From now on, until <see cref="Release"/>.</summary>
    public static void Claim() => Schedule(RoundRobin, priority: 1);

    /// <summary>As before.</summary>
    public static void Release() => Schedule(Ordinary, priority: 0);

    private static void Schedule(int policy, int priority)
    {
        foreach (var path in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var thread = int.Parse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture);
            _ = sched_setscheduler(thread, policy, &priority);
        }
    }

    [LibraryImport("libc")]
    private static partial int sched_setscheduler(int thread, int policy, int* priority);
}
