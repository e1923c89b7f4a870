using System.Globalization;

namespace Prony.Stacks.Readiness;

/// <summary>Connections that were accepted on a port of this machine, from /proc/net/tcp and tcp6 (proc(5)).</summary>
internal static class EstablishedSockets
{
    private const string Established = "01";

    /// <summary>Inodes of the established sockets whose local port it is; one that waits to be accepted has none.</summary>
    internal static HashSet<long> On(int port) => [.. Read("/proc/net/tcp", port), .. Read("/proc/net/tcp6", port)];

    private static IEnumerable<long> Read(string table, int port)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        foreach (var line in File.Exists(table) ? File.ReadAllLines(table) : [])
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 9 && fields[3] == Established && fields[1].EndsWith(suffix, StringComparison.Ordinal)
                && long.TryParse(fields[9], CultureInfo.InvariantCulture, out var inode) && inode != 0)
            {
                yield return inode;
            }
        }
    }
}
