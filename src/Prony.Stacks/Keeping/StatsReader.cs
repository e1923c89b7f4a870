using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Stacks.Accounting;
using Prony.Stacks.Containment;
using Prony.Stacks.Readiness;

namespace Prony.Stacks.Keeping;

/// <summary>Reads what a service uses, process by process and socket by socket. About 1 ms of CPU per process.</summary>
internal static class StatsReader
{
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

    /// <summary>Clients of a port in lines of /proc/net/tcp: the other ends of its accepted sockets, and the near ends of those that wait on this machine after the client closed first.</summary>
    /// <remarks>
    /// One that waits to be accepted has no inode yet. A near end to that port counts only when both ends have one address: else the port may be another machine's.
    /// </remarks>
    internal static IEnumerable<string> PeersIn(IEnumerable<string> table, int port) => PeersIn(TcpTable.Parse(table), port);

    private static IEnumerable<string> PeersIn(IEnumerable<TcpSocket> table, int port)
    {
        foreach (var socket in table)
        {
            if (socket.NearPort == port)
            {
                if (socket.State is not (TcpTable.Listening or TcpTable.HalfOpen) && !(socket is { State: TcpTable.Established or TcpTable.CloseWait, Inode: 0 }))
                {
                    yield return socket.Far;
                }
            }
            else if (socket.State == TcpTable.TimeWait && socket.FarPort == port && socket.NearAddress == socket.FarAddress)
            {
                yield return socket.Near;
            }
        }
    }

    private static SocketStats ReadSocket(int port, bool isManaged)
    {
        var queue = ListenQueues.Find(port);
        var peers = PeersIn(TcpTable.Read(), port).ToHashSet(StringComparer.Ordinal);
        return new SocketStats(port, isManaged, queue?.Waiting, queue?.Length, peers);
    }

    private static long UptimeNs()
    {
        var text = File.ReadAllText("/proc/uptime");
        return (long)(double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) * 1e9);
    }
}
