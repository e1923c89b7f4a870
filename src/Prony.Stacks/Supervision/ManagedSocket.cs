using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>A listening socket that Prony bound for a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="Backlog">Length that was asked for.</param>
/// <param name="EffectiveBacklog">What the kernel gives: at most net.core.somaxconn (listen(2)).</param>
public sealed record SocketFact(string Service, int Port, int Backlog, int EffectiveBacklog);

/// <summary>Prony's copy of a managed socket, until the service has its own.</summary>
internal sealed class ManagedSocket : IDisposable
{
    private readonly Socket _socket;

    private ManagedSocket(Socket socket, SocketFact fact, ManagedSocketDefinition definition) =>
        (_socket, Fact, Definition) = (socket, fact, definition);

    internal SocketFact Fact { get; }

    internal ManagedSocketDefinition Definition { get; }

    /// <summary>Its descriptor in Prony.</summary>
    internal int Descriptor => (int)_socket.Handle;

    /// <summary>Binds a free port of 127.0.0.1 and listens.</summary>
    internal static ManagedSocket Open(string service, ManagedSocketDefinition definition)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(definition.Backlog);
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        return new ManagedSocket(socket, new SocketFact(service, port, definition.Backlog, Effective(definition.Backlog)), definition);
    }

    /// <summary>Ports of 127.0.0.1 that nobody has now, all different; who wants one binds it himself.</summary>
    internal static IReadOnlyList<int> FindFreePorts(int count)
    {
        var sockets = new List<Socket>(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                // Held until all are found: the kernel may give a port again as soon as it is free.
                sockets.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                sockets[^1].Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }

            return [.. sockets.Select(static socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        }
        finally
        {
            foreach (var socket in sockets)
            {
                socket.Dispose();
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int Effective(int backlog)
    {
        var limit = int.Parse(File.ReadAllText("/proc/sys/net/core/somaxconn"), CultureInfo.InvariantCulture);
        return Math.Min(backlog, limit);
    }
}
