using Prony.Measurement.Clocks;

namespace Prony.Stacks.Containment;

/// <summary>Control groups as files: where they are mounted, which may be used, and the few operations on them.</summary>
internal static class Cgroups
{
    private static readonly TimeSpan RemoveWithin = TimeSpan.FromSeconds(2);

    /// <summary>Folders in which Prony might make groups, the best first. That one exists does not mean that it is writable: try.</summary>
    /// <remarks>
    /// Prony's own group comes before the root of the hierarchy: a service manager or container delegates the former. Version 2 is mounted at
    /// /sys/fs/cgroup on an ordinary machine and at /sys/fs/cgroup/unified beside version 1 (hybrid).
    /// </remarks>
    internal static IEnumerable<(string Folder, bool IsV2)> FindBases() =>
        FindBases(ReadLines("/proc/self/mountinfo"), ReadLines("/proc/self/cgroup"));

    /// <summary>The same from the texts of /proc/self/mountinfo (proc(5)) and /proc/self/cgroup (cgroups(7)).</summary>
    internal static IEnumerable<(string Folder, bool IsV2)> FindBases(IReadOnlyList<string> mounts, IReadOnlyList<string> ownGroups)
    {
        foreach (var isV2 in new[] { true, false })
        {
            foreach (var mount in mounts.Select(Mount.Parse).OfType<Mount>().Where(mount => isV2 ? mount.IsV2 : mount.CountsCpuV1))
            {
                if (OwnFolder(mount, ownGroups, "cpuacct") is { } own && own != mount.Folder)
                {
                    yield return (own, isV2);
                }

                yield return (mount.Folder, isV2);
            }
        }
    }

    /// <summary>Folders of a controller's version 1 hierarchy in which Prony might make groups, the best first, as <see cref="FindBases()"/> has them.</summary>
    internal static IEnumerable<string> FindV1(string controller) => FindV1(controller, ReadLines("/proc/self/mountinfo"), ReadLines("/proc/self/cgroup"));

    /// <summary>The same from the texts of /proc/self/mountinfo and /proc/self/cgroup.</summary>
    internal static IEnumerable<string> FindV1(string controller, IReadOnlyList<string> mounts, IReadOnlyList<string> ownGroups)
    {
        foreach (var mount in mounts.Select(Mount.Parse).OfType<Mount>().Where(mount => mount.Controllers.Contains(controller)))
        {
            if (OwnFolder(mount, ownGroups, controller) is { } own && own != mount.Folder)
            {
                yield return own;
            }

            yield return mount.Folder;
        }
    }

    /// <summary>Sees that a controller is there in a group of version 2 two levels below one where Prony may make groups; false when it cannot be.</summary>
    /// <remarks>A controller is passed on level by level (cgroups(7)): the run's group gets it from the one above, the service's from the run's.</remarks>
    internal static bool TryEnable(string folder, string controller)
    {
        var run = Path.GetDirectoryName(folder)!;
        foreach (var above in new[] { Path.GetDirectoryName(run)!, run })
        {
            var passed = ReadLines(Path.Combine(above, "cgroup.subtree_control")).SelectMany(static line => line.Split(' '));
            if (!passed.Contains(controller) && !TryWrite(Path.Combine(above, "cgroup.subtree_control"), "+" + controller))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Removes a group and those below it, waiting a moment for processes that have just ended and hold it.</summary>
    internal static void RemoveWhenEmpty(string folder)
    {
        var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(RemoveWithin);
        while (!TryRemoveTree(folder) && MonotonicClock.NowNs < deadlineNs)
        {
            Thread.Sleep(5);
        }
    }

    /// <summary>The group and all below it, deepest last; empty when it does not exist.</summary>
    internal static IEnumerable<string> ListTree(string folder)
    {
        try
        {
            return [folder, .. Directory.GetDirectories(folder, "*", SearchOption.AllDirectories)];
        }
        catch (IOException)
        {
            // Removed meanwhile.
            return [];
        }
    }

    /// <summary>Removes a group and those below it; false while processes are left in one.</summary>
    internal static bool TryRemoveTree(string folder)
    {
        foreach (var group in ListTree(folder).OrderByDescending(static path => path.Length))
        {
            try
            {
                Directory.Delete(group);
            }
            catch (DirectoryNotFoundException)
            {
                // Already gone.
            }
            catch (IOException)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes a value; false when the kernel refuses or the group has gone.</summary>
    internal static bool TryWrite(string file, string value)
    {
        try
        {
            File.WriteAllText(file, value);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Lines of a file of the kernel; none when it has gone.</summary>
    internal static string[] ReadLines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? OwnFolder(Mount mount, IReadOnlyList<string> ownGroups, string controller)
    {
        // Lines are "0::/path" for version 2 and "7:cpu,cpuacct:/path" for version 1.
        var line = ownGroups.Select(static line => line.Split(':', 3)).FirstOrDefault(parts => parts.Length == 3
            && (mount.IsV2 ? parts[1].Length == 0 && parts[0] == "0" : parts[1].Split(',').Contains(controller)));
        if (line is null || !line[2].StartsWith(mount.Root, StringComparison.Ordinal))
        {
            return null;
        }

        // A container sees only the part of the hierarchy below its mount's root.
        var below = line[2][mount.Root.Length..].Trim('/');
        return below.Length == 0 ? mount.Folder : Path.Combine(mount.Folder, below);
    }

    /// <param name="Root">What of the hierarchy is mounted.</param>
    /// <param name="Folder">Where.</param>
    /// <param name="IsV2">Version 2.</param>
    /// <param name="Controllers">Of version 1.</param>
    private sealed record Mount(string Root, string Folder, bool IsV2, IReadOnlyList<string> Controllers)
    {
        internal bool CountsCpuV1 => Controllers.Contains("cpuacct");

        internal static Mount? Parse(string line)
        {
            // "36 35 98:0 /part /folder options... - type source super-options"
            var fields = line.Split(' ');
            var separator = Array.IndexOf(fields, "-");
            if (separator < 5 || fields.Length < separator + 4)
            {
                return null;
            }

            var isV2 = fields[separator + 1] == "cgroup2";
            return isV2 || fields[separator + 1] == "cgroup" ? new Mount(fields[3], fields[4], isV2, isV2 ? [] : fields[separator + 3].Split(',')) : null;
        }
    }
}
