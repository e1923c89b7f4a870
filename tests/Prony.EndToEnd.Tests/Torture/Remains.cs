namespace Prony.EndToEnd.Tests.Torture;

/// <summary>What a run left on the machine: processes (the guard too) and control groups that carry a test's own name.</summary>
internal static class Remains
{
    private const string Cgroups = "/sys/fs/cgroup";

    /// <summary>Looks for a name in command lines, environments and names of control groups; zombies are dead.</summary>
    public static IReadOnlyList<string> Of(string name) =>
    [
        .. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Where(folder => Carries(folder, name)),
        .. Directory.Exists(Cgroups) ? Directory.GetDirectories(Cgroups, $"*{name}*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }) : [],
    ];

    /// <summary>Waits until nothing is left.</summary>
    /// <returns>What is left at the end.</returns>
    public static IReadOnlyList<string> WaitForNone(string name, TimeSpan limit)
    {
        var until = DateTime.UtcNow + limit;
        while (Of(name) is { Count: > 0 } left)
        {
            if (DateTime.UtcNow > until)
            {
                return left;
            }

            Thread.Sleep(50);
        }

        return [];
    }

    private static bool Carries(string process, string name)
    {
        try
        {
            return !File.ReadAllText(Path.Combine(process, "status")).Contains("State:\tZ", StringComparison.Ordinal)
                && (File.ReadAllText(Path.Combine(process, "cmdline")) + File.ReadAllText(Path.Combine(process, "environ"))).Contains(name, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
