using System.Globalization;
using Prony.Stacks.Accounting;
using Prony.Stacks.Definitions;
using Prony.Stacks.Native;

namespace Prony.Stacks.Containment;

/// <summary>CPU and memory limits of one service: in its own control group of version 2 where that has the controllers, else in groups of version 1 beside it.</summary>
/// <remarks>
/// Memory is never bounded by RLIMIT_AS: that counts addresses of each process, not memory of the service. What cannot be set is in
/// <see cref="NotSet"/>, and the service runs without it.
/// </remarks>
internal sealed class ResourceLimits
{
    // The kernel's default period (Documentation/scheduler/sched-bwc.rst); 1 ms is the smallest quota.
    private const long PeriodUs = 100_000;
    private const long SmallestQuotaUs = 1000;

    private readonly List<string> _notSet = [];
    private readonly List<string> _folders = [];
    private string? _cpuFolder;

    private ResourceLimits()
    {
    }

    /// <summary>Nothing is bounded.</summary>
    internal static ResourceLimits None { get; } = new();

    /// <summary>What could not be set, and why: sentences without the service's name.</summary>
    internal IReadOnlyList<string> NotSet => _notSet;

    /// <summary>Files of groups that a process has to join besides the service's own.</summary>
    internal IEnumerable<string> JoinFiles => _folders.Select(static folder => Path.Combine(folder, "cgroup.procs"));

    /// <summary>Open files of each process; null: as Prony's.</summary>
    internal int? Descriptors { get; private set; }

    /// <summary>Sets what can be set.</summary>
    /// <param name="limits">What is asked for.</param>
    /// <param name="ownFolder">The service's group of version 2; null when it has none.</param>
    /// <param name="name">Of groups that are made: the run's and the service's, with a slash.</param>
    /// <param name="guard">Told of them before they are made.</param>
    internal static ResourceLimits Set(ServiceLimits? limits, string? ownFolder, string name, Guard guard)
    {
        if (limits is null)
        {
            return None;
        }

        var set = new ResourceLimits();
        if (limits.Cpus is { } cpus)
        {
            var quota = Math.Max(SmallestQuotaUs, (long)Math.Round(cpus * PeriodUs)).ToString(CultureInfo.InvariantCulture);
            var period = PeriodUs.ToString(CultureInfo.InvariantCulture);
            set.SetInGroup("cpu", ownFolder, [("cpu.max", $"{quota} {period}")], name, [("cpu.cfs_period_us", period), ("cpu.cfs_quota_us", quota)], guard);
        }

        if (limits.MemoryBytes is { } memory)
        {
            var bytes = memory.ToString(CultureInfo.InvariantCulture);
            set.SetInGroup("memory", ownFolder, [("memory.max", bytes)], name, [("memory.limit_in_bytes", bytes)], guard);
        }

        set.SetDescriptors(limits.Descriptors);
        return set;
    }

    /// <summary>What the CPU limit did so far; null where it is not in a group beside the service's own.</summary>
    internal ThrottleReading? ReadThrottle() => _cpuFolder is null ? null : ThrottleFiles.Read(_cpuFolder, isV2: false);

    /// <summary>Gives back the groups, once the service has ended.</summary>
    internal void Remove()
    {
        foreach (var folder in _folders)
        {
            Cgroups.RemoveWhenEmpty(folder);
        }
    }

    private void SetInGroup(
        string controller, string? ownFolder, IReadOnlyList<(string File, string Value)> v2, string name, IReadOnlyList<(string File, string Value)> v1, Guard guard)
    {
        if (ownFolder is not null && Cgroups.TryEnable(ownFolder, controller) && TryWriteAll(ownFolder, v2))
        {
            return;
        }

        foreach (var place in Cgroups.FindV1(controller))
        {
            var run = Path.Combine(place, name.Split('/')[0]);
            guard.WatchLimits(run);
            var folder = Path.Combine(place, name);
            var isThere = Directory.Exists(folder);
            if (TryMake(folder) && TryWriteAll(folder, v1))
            {
                _folders.Add(folder);
                _cpuFolder = controller == "cpu" ? folder : _cpuFolder;
                return;
            }

            // Only what this made: the run's group may be the one that holds the service. The guard removes the rest.
            if (!isThere)
            {
                Cgroups.TryRemoveTree(folder);
            }
        }

        _notSet.Add($"limits.{(controller == "cpu" ? "cpus" : controller)} was not set: no control group with the {controller} controller can be made here. "
            + (NativeLibc.geteuid() == 0
                ? "A group of version 2 that holds processes of its own, as prony's does here, passes no controllers on (cgroups(7)): run prony from the root group, or bound the service by other means."
                : "Run prony as root, or where control groups are delegated to you."));
    }

    private void SetDescriptors(int? wanted)
    {
        if (wanted is not { } count || NativeLibc.geteuid() == 0 || HardLimit() is not { } most || count <= most)
        {
            Descriptors = wanted;
            return;
        }

        _notSet.Add(string.Create(
            CultureInfo.InvariantCulture, $"limits.descriptors of {count} was not set: this user may have {most} at most (ulimit -Hn). Raise that, or run prony as root."));
    }

    /// <summary>The line is "Max open files SOFT HARD files" (proc(5)); null for unlimited or unknown.</summary>
    private static long? HardLimit()
    {
        var line = Cgroups.ReadLines("/proc/self/limits").FirstOrDefault(static line => line.StartsWith("Max open files", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var hard, _] && long.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
    }

    private static bool TryMake(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryWriteAll(string folder, IEnumerable<(string File, string Value)> values) =>
        values.All(value => File.Exists(Path.Combine(folder, value.File)) && Cgroups.TryWrite(Path.Combine(folder, value.File), value.Value));
}
