using Prony.Stacks.Accounting;

namespace Prony.Stacks.Readiness;

/// <summary>Connections that were accepted on a port of this machine, from /proc/net/tcp and tcp6 (proc(5)).</summary>
internal static class EstablishedSockets
{
    /// <summary>Inodes of the established sockets whose local port it is; one that waits to be accepted has none.</summary>
    internal static HashSet<long> On(int port) =>
        [.. TcpTable.Read().Where(socket => socket.State == TcpTable.Established && socket.NearPort == port && socket.Inode != 0).Select(static socket => socket.Inode)];
}
