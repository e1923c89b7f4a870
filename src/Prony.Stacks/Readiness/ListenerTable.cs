using Prony.Stacks.Accounting;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Readiness;

/// <summary>Who listens on a TCP port of this machine.</summary>
internal static class ListenerTable
{
    /// <summary>The sockets that listen on a port of a loopback address or of every address.</summary>
    internal static IReadOnlyList<Listener> Find(int port) => [.. On(port, TcpTable.Read())];

    /// <summary>The same from the text of /proc/net/tcp or tcp6 (proc(5)).</summary>
    internal static IEnumerable<Listener> Parse(IEnumerable<string> table, int port) => On(port, TcpTable.Parse(table));

    private static IEnumerable<Listener> On(int port, IEnumerable<TcpSocket> table) => table
        .Where(socket => socket.State == TcpTable.Listening && socket.NearPort == port && IsLocal(socket.NearAddress))
        .Select(static socket => new Listener(socket.Inode, socket.Waiting));

    /// <summary>Compares the listeners of a port with a process tree.</summary>
    internal static ListenerOwner FindOwner(int port, IReadOnlyList<ProcessStat> tree)
    {
        var inodes = Find(port).Select(static listener => listener.Inode).ToList();
        if (inodes.Count == 0)
        {
            return ListenerOwner.Nobody;
        }

        var sockets = tree.Select(static stat => ProcFiles.OpenSockets(stat.Pid)).ToList();
        if (sockets.Any(open => open?.Overlaps(inodes) == true))
        {
            return ListenerOwner.Tree;
        }

        var own = tree.Select(static stat => stat.Pid).Append(Environment.ProcessId).ToHashSet();
        var other = ProcFiles.ListPids().Where(pid => !own.Contains(pid))
            .FirstOrDefault(pid => ProcFiles.OpenSockets(pid)?.Overlaps(inodes) == true);
        if (other != 0 && ProcessStat.TryRead(other, out var stat))
        {
            return new ListenerOwner(ListenerOwnerKind.Other, stat.Label);
        }

        // Prony's own copy of a managed socket that nobody has taken yet is nobody's; a tree that may not be looked into gets the benefit of the doubt.
        if (ProcFiles.OpenSockets(Environment.ProcessId)?.Overlaps(inodes) == true)
        {
            return ListenerOwner.Nobody;
        }

        return sockets.Contains(null) ? ListenerOwner.Tree : new ListenerOwner(ListenerOwnerKind.Other, "a process that Prony may not look into");
    }

    private static bool IsLocal(string address) => address switch
    {
        // 127.0.0.1, 0.0.0.0, ::, ::1 and ::ffff:127.0.0.1 in words of the machine's byte order.
        "0100007F" or "00000000" => true,
        "00000000000000000000000000000000" or "00000000000000000000000001000000" or "0000000000000000FFFF00000100007F" => true,
        _ => false,
    };
}

/// <summary>A listening socket.</summary>
/// <param name="Inode">Its inode, by which it is found among the open files of a process.</param>
/// <param name="Waiting">Connections that wait to be accepted.</param>
internal readonly record struct Listener(long Inode, int Waiting);

/// <summary>Whose socket listens on a port.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Other">"1234 nginx" for another process.</param>
internal sealed record ListenerOwner(ListenerOwnerKind Kind, string? Other)
{
    internal static readonly ListenerOwner Nobody = new(ListenerOwnerKind.Nobody, null);
    internal static readonly ListenerOwner Tree = new(ListenerOwnerKind.Tree, null);
}

/// <summary>Whose socket listens on a port.</summary>
internal enum ListenerOwnerKind
{
    Nobody,
    Tree,
    Other,
}
