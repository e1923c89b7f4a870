using Prony.Stacks.Containment;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Accounting;

/// <summary>Which process of a service holds how many of the connections that it accepted: inodes of open sockets, matched with /proc/PID/net/tcp and tcp6 (proc(5)).</summary>
/// <remarks>
/// Accepted is what has the port of a socket on which a process of the same service listens; connections that a service made itself (to its database) do not count. About 3 µs per open file and
/// per line of the table: after a window, never inside it. A connection that several processes have open counts for each.
/// </remarks>
internal static class WorkerConnections
{
    /// <summary>More processes are not looked into: each open file of each is a link to be read.</summary>
    private const int MostProcesses = 256;

    internal static ServiceConnections Read(string service, ServiceGroup group)
    {
        var open = group.ReadLive().Take(MostProcesses).ToDictionary(static stat => stat.Pid, static stat => ProcFiles.OpenSockets(stat.Pid));
        var any = open.Keys.FirstOrDefault();
        return any == 0 ? new ServiceConnections(service, []) : Match(service, open, TcpTable.ReadOf(any));
    }

    /// <summary>The same from the sockets of each process and the lines of both tables.</summary>
    internal static ServiceConnections Match(string service, IReadOnlyDictionary<int, HashSet<long>?> open, IEnumerable<string> table) => Match(service, open, TcpTable.Parse(table));

    private static ServiceConnections Match(string service, IReadOnlyDictionary<int, HashSet<long>?> open, IEnumerable<TcpSocket> table)
    {
        var listeners = new Dictionary<long, int>();
        var established = new List<(long Inode, int Port)>();
        foreach (var socket in table)
        {
            if (socket.State == TcpTable.Listening)
            {
                listeners[socket.Inode] = socket.NearPort;
            }
            else if (socket.State == TcpTable.Established)
            {
                established.Add((socket.Inode, socket.NearPort));
            }
        }

        var own = open.Values.OfType<HashSet<long>>().SelectMany(static inodes => inodes).Where(listeners.ContainsKey).ToHashSet();
        var ports = own.Select(inode => listeners[inode]).ToHashSet();
        var accepted = established.Where(socket => ports.Contains(socket.Port)).Select(static socket => socket.Inode).ToHashSet();
        return new ServiceConnections(
            service,
            [.. open.Select(process => new ProcessConnections(process.Key, process.Value?.Count(accepted.Contains), [.. own.Where(inode => process.Value?.Contains(inode) == true)]))]);
    }
}

/// <summary>Connections of a service, process by process.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Processes">Its live processes.</param>
public sealed record ServiceConnections(string Service, IReadOnlyList<ProcessConnections> Processes);

/// <summary>Connections of one process.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="Accepted">Established connections that its service accepted and that it has open; null when it may not be looked into.</param>
/// <param name="Listeners">Inodes of the listening sockets that it has open: processes with a common one share a socket.</param>
public sealed record ProcessConnections(int Pid, int? Accepted, IReadOnlyList<long> Listeners);
