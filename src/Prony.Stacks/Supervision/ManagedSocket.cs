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

/// <summary>Prony's copy of a managed socket, until the service has its own, and again whenever an instance is started.</summary>
/// <remarks>Thread: one at a time.</remarks>
internal sealed class ManagedSocket : IDisposable
{
    private long _inode;
    private Socket? _socket;

    private ManagedSocket(Socket socket, SocketFact fact, ManagedSocketDefinition definition)
    {
        (_socket, Fact, Definition) = (socket, fact, definition);
        _inode = SocketCopy.InodeOf((int)socket.Handle);
    }

    internal SocketFact Fact { get; }

    internal ManagedSocketDefinition Definition { get; }

    /// <summary>Its descriptor in Prony.</summary>
    /// <exception cref="InvalidOperationException">It is closed: <see cref="TakeBack"/> comes first.</exception>
    internal int Descriptor => (int)(_socket ?? throw new InvalidOperationException($"The socket of '{Fact.Service}' is closed.")).Handle;

    /// <summary>Binds the port that is wanted, or a free one, and listens.</summary>
    /// <exception cref="StackStartException">It cannot be bound.</exception>
    internal static ManagedSocket Open(string service, ManagedSocketDefinition definition)
    {
        var socket = ListenFirst(service, definition);
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

    /// <summary>Has the socket open again: from a process that holds it (pidfd_getfd(2)), else as a new one on the same port.</summary>
    /// <param name="holders">Processes that may hold it.</param>
    /// <exception cref="SocketException">Another program has taken the port meanwhile.</exception>
    internal void TakeBack(IEnumerable<int> holders)
    {
        if (_socket is null)
        {
            _socket = holders.Select(pid => SocketCopy.From(pid, _inode)).FirstOrDefault(static copy => copy is not null) ?? Listen(Definition, Fact.Port);

            // A new one has another inode, and is what instances hold from now on.
            _inode = SocketCopy.InodeOf((int)_socket.Handle);
        }
    }

    /// <summary>Closes Prony's copy: where nobody else holds it, clients are refused.</summary>
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private static Socket ListenFirst(string service, ManagedSocketDefinition definition)
    {
        try
        {
            return Listen(definition, definition.Port);
        }
        catch (SocketException e)
        {
            var why = e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another program has it. Stop that (ss -ltnp shows it), or choose another port",
                SocketError.AccessDenied => "ports below net.ipv4.ip_unprivileged_port_start need root. Choose another port, or run prony as root",
                _ => e.Message,
            };
            throw new StackStartException(
                e.SocketErrorCode == SocketError.AddressAlreadyInUse ? StartFailureKind.PortTaken : StartFailureKind.Invalid, service, string.Create(CultureInfo.InvariantCulture, $"Service '{service}' cannot be started: its port {definition.Port} cannot be bound: {why}."), []);
        }
    }

    private static Socket Listen(ManagedSocketDefinition definition, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // .NET sets SO_REUSEADDR here on Unix, so connections of an earlier life that are not forgotten yet do not matter.
            socket.Bind(new IPEndPoint(definition.IsPublic ? IPAddress.Any : IPAddress.Loopback, port));
            socket.Listen(definition.Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static int Effective(int backlog)
    {
        var limit = int.Parse(File.ReadAllText("/proc/sys/net/core/somaxconn"), CultureInfo.InvariantCulture);
        return Math.Min(backlog, limit);
    }
}
