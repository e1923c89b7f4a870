using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Accounting;
using Prony.Stacks.Containment;
using Prony.Stacks.Readiness;

namespace Prony.Stacks.Keeping;

/// <summary>Reads what a service uses, process by process and socket by socket. About 1 ms of CPU per process.</summary>
internal static class StatsReader
{
    private const string Listening = "0A";
    private const string TimeWait = "06";

    internal static ServiceStats Read(string service, ServiceGroup group, IReadOnlyList<int> ports, bool isManaged)
    {
        var live = group.ReadLive();
        var connections = WorkerConnections.Read(service, group).Processes.ToDictionary(static process => process.Pid, static process => process.Accepted);
        var upNs = UptimeNs();
        var atNs = MonotonicClock.NowNs;
        return new ServiceStats(
            service,
            atNs,
            [
                .. live.Select(stat => new ProcessStats(
                    stat.Pid, stat.Name, stat.OwnCpuNs, MemoryFile.ReadIfAllowed(stat.Pid)?.PssBytes, stat.RssBytes,
                    MonotonicClock.ToTimeSpan(Math.Max(0, upNs - stat.StartNs)), stat.Threads, connections.GetValueOrDefault(stat.Pid))),
            ],
            [.. ports.Where(static port => port != 0).Select(port => ReadSocket(port, isManaged))]);
    }

    /// <summary>Clients of a port in lines of /proc/net/tcp: the other ends of its sockets, and the near ends of those that wait on this machine after the client closed first.</summary>
    internal static IEnumerable<string> PeersIn(IEnumerable<string> table, int port)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        foreach (var line in table)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 4 || fields[3] == Listening)
            {
                continue;
            }

            if (fields[1].EndsWith(suffix, StringComparison.Ordinal))
            {
                yield return fields[2];
            }
            else if (fields[3] == TimeWait && fields[2].EndsWith(suffix, StringComparison.Ordinal))
            {
                yield return fields[1];
            }
        }
    }

    private static SocketStats ReadSocket(int port, bool isManaged)
    {
        var queue = ListenQueues.Find(port);
        string[] tables = ["/proc/net/tcp", "/proc/net/tcp6"];
        var peers = tables.Where(File.Exists).SelectMany(table => PeersIn(File.ReadLines(table), port)).ToHashSet(StringComparer.Ordinal);
        return new SocketStats(port, isManaged, queue?.Waiting, queue?.Length, peers);
    }

    private static long UptimeNs()
    {
        var text = File.ReadAllText("/proc/uptime");
        return (long)(double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) * 1e9);
    }
}
