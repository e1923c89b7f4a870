using System.Globalization;
using Prony.Stacks.Accounting;
using Prony.Stacks.Native;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Containment;

/// <summary>A service in a control group of its own: no process of it can leave, and the kernel counts the CPU of the dead ones too.</summary>
/// <remarks>
/// Version 2 counts CPU in every group, whether or not the cpu controller is enabled (Linux commit d41bf8c9); version 1 in the cpuacct hierarchy.
/// </remarks>
internal sealed class CgroupGroup : ServiceGroup
{
    private readonly string _folder;
    private readonly bool _isV2;
    private long _lastCpuNs;

    internal CgroupGroup(string folder, bool isV2)
    {
        _folder = folder;
        _isV2 = isV2;
        Directory.CreateDirectory(folder);
    }

    /// <summary>A group with limits, which are set when it is there.</summary>
    internal static CgroupGroup Make(string folder, bool isV2, Func<ResourceLimits> bound)
    {
        Directory.CreateDirectory(folder);
        return new CgroupGroup(folder, isV2) { Limits = bound() };
    }

    private protected override IReadOnlyList<string> OwnJoinFiles => [Path.Combine(_folder, "cgroup.procs")];

    internal override IReadOnlyList<ProcessStat> ReadLive()
    {
        var live = new List<ProcessStat>();
        foreach (var pid in ListPids())
        {
            if (ProcessStat.TryRead(pid, out var stat) && stat.IsAlive)
            {
                live.Add(stat);
            }
        }

        return live;
    }

    internal override long ReadCpuNs(IReadOnlyList<ProcessStat> live)
    {
        if (ReadCpuCounter() is { } cpuNs)
        {
            Interlocked.Exchange(ref _lastCpuNs, cpuNs);
        }

        // After the group was removed its last value stands.
        return Interlocked.Read(ref _lastCpuNs);
    }

    private protected override ThrottleReading? ReadOwnThrottle() => ThrottleFiles.Read(_folder, _isV2);

    /// <remarks>Needs the memory controller; memory.peak also Linux 5.19.</remarks>
    internal override long? ReadMemoryPeak() =>
        Cgroups.ReadLines(Path.Combine(_folder, _isV2 ? "memory.peak" : "memory.max_usage_in_bytes")) is [var bytes, ..]
            ? long.Parse(bytes, CultureInfo.InvariantCulture)
            : null;

    internal override void Kill()
    {
        var killFile = Path.Combine(_folder, "cgroup.kill");
        if (File.Exists(killFile))
        {
            Cgroups.TryWrite(killFile, "1");
            return;
        }

        // Linux before 5.14 and version 1: one by one; the caller repeats until the group is empty, so a process that forks meanwhile is met again.
        foreach (var pid in ListPids())
        {
            _ = NativeLibc.kill(pid, Signals.Kill);
        }
    }

    internal override void Remove()
    {
        Cgroups.RemoveWhenEmpty(_folder);
    }

    /// <summary>A server may have made groups of its own below.</summary>
    private List<int> ListPids()
    {
        var pids = new List<int>();
        foreach (var folder in Cgroups.ListTree(_folder))
        {
            foreach (var line in Cgroups.ReadLines(Path.Combine(folder, "cgroup.procs")))
            {
                // A process outside of Prony's pid namespace shows as 0, and a signal to 0 would reach Prony itself.
                if (int.Parse(line, CultureInfo.InvariantCulture) is > 0 and var pid)
                {
                    pids.Add(pid);
                }
            }
        }

        // One that moves between groups while they are read is listed twice (cgroups(7)).
        return [.. pids.Distinct()];
    }

    private long? ReadCpuCounter()
    {
        const long nanosecondsPerMicrosecond = 1000;
        if (!_isV2)
        {
            var lines = Cgroups.ReadLines(Path.Combine(_folder, "cpuacct.usage"));
            return lines.Length == 0 ? null : long.Parse(lines[0], CultureInfo.InvariantCulture);
        }

        const string usage = "usage_usec ";
        var line = Cgroups.ReadLines(Path.Combine(_folder, "cpu.stat")).FirstOrDefault(static line => line.StartsWith(usage, StringComparison.Ordinal));
        return line is null ? null : long.Parse(line.AsSpan(usage.Length), CultureInfo.InvariantCulture) * nanosecondsPerMicrosecond;
    }
}
