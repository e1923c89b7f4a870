using System.Globalization;
using Prony.Stacks.Containment;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Accounting;

/// <summary>The live processes of a service at an instant.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Live">Zombies are dead.</param>
/// <param name="Respawns">The stack says that its workers end and come back by design.</param>
public sealed record ServiceProcesses(string Service, IReadOnlyList<LiveProcess> Live, bool Respawns)
{
    internal static ServiceProcesses Read(string service, ServiceGroup group, bool respawns)
    {
        var live = group.ReadLive();
        var upNs = ReadUptimeNs();
        return new ServiceProcesses(
            service, [.. live.Select(stat => new LiveProcess(stat.Pid, stat.StartTicks, stat.Name, stat.OwnCpuNs, Math.Max(0, upNs - stat.StartNs)))], respawns);
    }

    /// <summary>Time since boot (proc(5)), the clock that start times are counted by.</summary>
    private static long ReadUptimeNs() => (long)(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture) * 1e9);
}

/// <summary>One live process.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="StartTicks">When it started, in ticks since boot: with the id it names a process for good.</param>
/// <param name="Name">As ps shows it, at most 15 characters.</param>
/// <param name="CpuNs">CPU of its own threads since its start.</param>
/// <param name="AgeNs">How long it has lived, to 10 ms.</param>
public sealed record LiveProcess(int Pid, long StartTicks, string Name, long CpuNs, long AgeNs);
