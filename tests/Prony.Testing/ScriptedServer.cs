using System.Net;
using System.Net.Sockets;

namespace Prony.Testing;

/// <summary>A server whose behaviour is a script: a function that is run for each accepted connection, on real sockets.</summary>
public sealed class ScriptedServer : IDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _accepted = [];
    private readonly Lock _lock = new();
    private readonly Task _accepting;

    private ScriptedServer(EndPoint address, Func<ScriptedConnection, Task> script)
    {
        var protocol = address is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, protocol);
        _listener.Bind(address);
        _listener.Listen(4096);
        EndPoint = _listener.LocalEndPoint!;
        _accepting = Task.Run(() => AcceptAsync(script));
    }

    /// <summary>Where it listens.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>Connections accepted so far.</summary>
    public int Accepted
    {
        get
        {
            lock (_lock)
            {
                return _accepted.Count;
            }
        }
    }

    /// <summary>A small response to every request.</summary>
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";

    /// <summary>Starts a server on a free port of 127.0.0.1, or on an address of the caller's.</summary>
    /// <param name="script">Runs once per connection; the connection is closed when it ends.</param>
    /// <param name="address">Null for the default.</param>
    public static ScriptedServer Start(Func<ScriptedConnection, Task> script, EndPoint? address = null) =>
        new(address ?? new IPEndPoint(IPAddress.Loopback, 0), script);

    /// <summary>Starts a server that answers every request with <paramref name="response"/>, after <paramref name="delay"/>.</summary>
    public static ScriptedServer Answering(string response = Ok, TimeSpan delay = default, EndPoint? address = null) => Start(
        async connection =>
        {
            while (await connection.ReadRequestAsync().ConfigureAwait(false) is not null)
            {
                if (delay > TimeSpan.Zero)
                {
                    await connection.DelayAsync(delay).ConfigureAwait(false);
                }

                await connection.SendAsync(response).ConfigureAwait(false);
            }
        },
        address);

    /// <summary>An address of 127.0.0.1 on which nobody listens.</summary>
    public static IPEndPoint UnusedAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        try
        {
            _accepting.Wait(TimeSpan.FromSeconds(5));
        }
        catch (AggregateException)
        {
            // Accepting ends with an exception when its listener closes.
        }

        lock (_lock)
        {
            _accepted.ForEach(s => s.Dispose());
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<ScriptedConnection, Task> script)
    {
        while (true)
        {
            var socket = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            if (socket.LocalEndPoint is IPEndPoint)
            {
                socket.NoDelay = true;
            }

            int number;
            lock (_lock)
            {
                _accepted.Add(socket);
                number = _accepted.Count;
            }

            var token = _stop.Token;
            _ = Task.Run(() => ServeAsync(socket, new ScriptedConnection(socket, number, token), script));
        }
    }

    private static async Task ServeAsync(Socket socket, ScriptedConnection connection, Func<ScriptedConnection, Task> script)
    {
        try
        {
            await script(connection).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away or the test is over: the script ends here.
        }
        finally
        {
            socket.Dispose();
        }
    }
}
