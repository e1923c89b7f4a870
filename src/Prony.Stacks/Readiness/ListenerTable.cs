using System.Globalization;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Readiness;

/// <summary>Who listens on a TCP port of this machine.</summary>
internal static class ListenerTable
{
    /// <summary>The sockets that listen on a port of a loopback address or of every address.</summary>
    internal static IReadOnlyList<Listener> Find(int port) =>
        [.. Parse(ReadTable("/proc/net/tcp"), port), .. Parse(ReadTable("/proc/net/tcp6"), port)];

    /// <summary>The same from the text of /proc/net/tcp or tcp6 (proc(5)).</summary>
    internal static IEnumerable<Listener> Parse(IEnumerable<string> table, int port)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        foreach (var line in table)
        {
            // "0: 0100007F:1F90 00000000:0000 0A tx:rx tr:when retrnsmt uid timeout inode ..."
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            const string listening = "0A";
            if (fields.Length > 9 && fields[3] == listening && fields[1].EndsWith(suffix, StringComparison.Ordinal) && IsLocal(fields[1][..^suffix.Length]))
            {
                // For a listening socket the receive queue is the number of connections that nobody has accepted.
                var waiting = int.Parse(fields[4].AsSpan(fields[4].IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                yield return new Listener(long.Parse(fields[9], CultureInfo.InvariantCulture), waiting);
            }
        }
    }

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

    private static string[] ReadTable(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
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
