using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>What the kernel counted of TCP in this process's network namespace since it was made: everybody's connections in it, not only Prony's.</summary>
/// <remarks>/proc/net/snmp and /proc/net/netstat (RFC 4022; Documentation/networking/snmp_counter.rst of Linux).</remarks>
/// <param name="OutSegments">Segments sent.</param>
/// <param name="Retransmitted">Segments sent again, SYN included.</param>
/// <param name="SynRetransmitted">SYN and SYN-ACK sent again.</param>
/// <param name="ListenOverflows">Connection attempts that found the queue of a listening socket full.</param>
/// <param name="ListenDrops">Connection attempts that a listening socket dropped for any reason, overflows included.</param>
public readonly record struct TcpCounters(long OutSegments, long Retransmitted, long SynRetransmitted, long ListenOverflows, long ListenDrops)
{
    /// <summary>Segments that were sent again although they had arrived, as their receivers said (duplicate SACK, RFC 2883): of them no answer came later. 0 where the kernel does not count them.</summary>
    /// <remarks>Loss probes (RFC 8985) are such: on busy CPUs an acknowledgement of loopback is late enough for them.</remarks>
    public long NeedlesslyRetransmitted { get; init; }

    /// <summary>Now: for subtracting two readings; null where the kernel does not tell.</summary>
    public static TcpCounters? Read() =>
        KernelText.Read("/proc/self/net/snmp") is { } snmp && KernelText.Read("/proc/self/net/netstat") is { } netstat ? Parse(snmp, netstat) : null;

    /// <summary>What came since an earlier reading.</summary>
    public TcpCounters Since(TcpCounters earlier) => new(
        OutSegments - earlier.OutSegments,
        Retransmitted - earlier.Retransmitted,
        SynRetransmitted - earlier.SynRetransmitted,
        ListenOverflows - earlier.ListenOverflows,
        ListenDrops - earlier.ListenDrops)
    {
        NeedlesslyRetransmitted = NeedlesslyRetransmitted - earlier.NeedlesslyRetransmitted,
    };

    /// <summary>Both files hold pairs of lines: names, then figures, each behind the name of its group.</summary>
    /// <returns>Null when a figure is missing, as in a kernel that is built without it.</returns>
    internal static TcpCounters? Parse(string snmp, string netstat)
    {
        var (tcp, extended) = (Group(snmp, "Tcp:"), Group(netstat, "TcpExt:"));
        return tcp.TryGetValue("OutSegs", out var sent)
            && tcp.TryGetValue("RetransSegs", out var again)
            && extended.TryGetValue("TCPSynRetrans", out var syn)
            && extended.TryGetValue("ListenOverflows", out var overflows)
            && extended.TryGetValue("ListenDrops", out var drops)
            ? new TcpCounters(sent, again, syn, overflows, drops) { NeedlesslyRetransmitted = extended.GetValueOrDefault("TCPDSACKRecvSegs") }
            : null;
    }

    private static Dictionary<string, long> Group(string text, string head)
    {
        var lines = text.Split('\n').Where(line => line.StartsWith(head, StringComparison.Ordinal)).Take(2)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)).ToArray();
        return lines.Length < 2
            ? []
            : lines[0].Zip(lines[1]).ToDictionary(pair => pair.First, pair => long.Parse(pair.Second, CultureInfo.InvariantCulture));
    }
}
