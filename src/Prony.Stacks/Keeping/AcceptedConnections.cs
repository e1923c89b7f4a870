using System.Globalization;

namespace Prony.Stacks.Keeping;

/// <summary>What the kernel counts of accepted connections.</summary>
public static class AcceptedConnections
{
    /// <summary>Connections that the kernel accepted on all listening sockets of this network namespace since it was made (PassiveOpens, RFC 4022); null when it does not tell.</summary>
    public static long? ReadTotal()
    {
        var lines = File.ReadLines("/proc/net/snmp").Where(static line => line.StartsWith("Tcp:", StringComparison.Ordinal)).Take(2).Select(static line => line.Split(' ')).ToList();
        var at = lines.Count == 2 ? Array.IndexOf(lines[0], "PassiveOpens") : -1;
        return at > 0 && at < lines[1].Length && long.TryParse(lines[1][at], CultureInfo.InvariantCulture, out var count) ? count : null;
    }
}
