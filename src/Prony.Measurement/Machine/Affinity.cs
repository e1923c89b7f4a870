using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>The CPUs that this process may run on.</summary>
public static class Affinity
{
    private const string AllowedHead = "Cpus_allowed_list:";

    /// <summary>How many they are, at least 1. A cgroup's quota is not a CPU less and is not counted off.</summary>
    public static int UsableCpus() => UsableCpuNumbers().Count;

    /// <summary>Their numbers, ascending; never empty. Where the kernel does not tell: 0 to what .NET counts.</summary>
    public static IReadOnlyList<int> UsableCpuNumbers()
    {
        var allowed = KernelText.Read("/proc/self/status") is { } status ? ParseAllowed(status) : [];
        return allowed.Count > 0 ? allowed : [.. Enumerable.Range(0, Environment.ProcessorCount)];
    }

    /// <summary>The line <c>Cpus_allowed_list</c> of a status file; empty when it has none.</summary>
    internal static IReadOnlyList<int> ParseAllowed(string status)
    {
        var line = status.Split('\n').FirstOrDefault(l => l.StartsWith(AllowedHead, StringComparison.Ordinal));
        return line is null ? [] : ParseList(line[AllowedHead.Length..]);
    }

    /// <summary>The kernel's list format: <c>0-3,8,10-11</c>.</summary>
    internal static IReadOnlyList<int> ParseList(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(ParseRange)];

    private static IEnumerable<int> ParseRange(string range)
    {
        var ends = range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
