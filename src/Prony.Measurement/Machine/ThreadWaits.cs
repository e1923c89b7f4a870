using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>How long threads of this process were ready to run and had no CPU.</summary>
public static class ThreadWaits
{
    /// <summary>Waits since the start of each thread whose name begins so, nanoseconds by thread id. Empty where the kernel does not tell.</summary>
    /// <param name="namePrefix">At most 15 characters: the kernel keeps no more of a name.</param>
    public static IReadOnlyDictionary<string, long> Read(string namePrefix)
    {
        var waits = new Dictionary<string, long>();
        if (!Directory.Exists("/proc/self/task"))
        {
            return waits;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc/self/task"))
        {
            // A thread that ended while the folder is read has no files any more.
            if (KernelText.Read(folder + "/comm")?.StartsWith(namePrefix, StringComparison.Ordinal) == true
                && ParseWaitNs(KernelText.Read(folder + "/schedstat")) is { } waitNs)
            {
                waits.Add(Path.GetFileName(folder), waitNs);
            }
        }

        return waits;
    }

    /// <summary>schedstat: time on a CPU, time waiting for one, turns (Documentation/scheduler/sched-stats.rst). Null without it, or where the kernel does not count: zeros.</summary>
    internal static long? ParseWaitNs(string? schedstat) =>
        schedstat?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var ran, var waited, ..] && ran != "0"
            ? long.Parse(waited, CultureInfo.InvariantCulture)
            : null;
}
