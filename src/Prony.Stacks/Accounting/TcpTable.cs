using System.Globalization;

namespace Prony.Stacks.Accounting;

/// <summary>TCP sockets from /proc/net/tcp and tcp6 (proc(5)).</summary>
/// <remarks>About 3 µs per line.</remarks>
internal static class TcpTable
{
    // States of include/net/tcp_states.h.
    internal const string Established = "01";
    internal const string HalfOpen = "03";
    internal const string TimeWait = "06";
    internal const string CloseWait = "08";
    internal const string Listening = "0A";

    private static readonly string[] Names = ["tcp", "tcp6"];

    /// <summary>Those of the network namespace of Prony.</summary>
    internal static IEnumerable<TcpSocket> Read() => Parse(Names.SelectMany(static name => Lines($"/proc/net/{name}")));

    /// <summary>Those that a process sees: it may be in a network namespace of its own.</summary>
    internal static IEnumerable<TcpSocket> ReadOf(int pid) => Parse(Names.SelectMany(name => Lines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/net/{name}"))));

    /// <summary>The same from lines of a table; its header and what is cut are passed over.</summary>
    internal static IEnumerable<TcpSocket> Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            // "0: 0100007F:1F90 00000000:0000 0A tx:rx tr:when retrnsmt uid timeout inode ..."
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is [_, var near, var far, var state, var queues, _, _, _, _, var inode, ..] && near.Contains(':', StringComparison.Ordinal)
                && long.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return new TcpSocket(near, far, state, queues, number);
            }
        }
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process is gone, or a kernel without IPv6.
            return [];
        }
    }
}

/// <summary>A line of the table.</summary>
/// <param name="Near">Address and port of this end, hexadecimal in words of the machine's byte order.</param>
/// <param name="Far">Of the other end.</param>
/// <param name="State">One of the states of <see cref="TcpTable"/>, or another.</param>
/// <param name="Queues">Sent and received bytes that wait, "tx:rx", hexadecimal; of a listening socket the second counts connections.</param>
/// <param name="Inode">By which it is found among the open files of a process; 0 for one that waits to be accepted.</param>
internal readonly record struct TcpSocket(string Near, string Far, string State, string Queues, long Inode)
{
    internal int NearPort => PortOf(Near);

    internal int FarPort => PortOf(Far);

    internal string NearAddress => AddressOf(Near);

    internal string FarAddress => AddressOf(Far);

    /// <summary>Of a listening socket: connections that nobody has accepted.</summary>
    internal int Waiting => PortOf(Queues);

    private static string AddressOf(string end) => end[..end.IndexOf(':', StringComparison.Ordinal)];

    private static int PortOf(string end) => int.Parse(end.AsSpan(end.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
