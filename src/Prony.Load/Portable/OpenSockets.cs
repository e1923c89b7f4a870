using System.Net.Sockets;

namespace Prony.Load.Portable;

/// <summary>The sockets behind a client, so that they can be looked at and closed without asking it.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OpenSockets
{
    private readonly List<Socket> _sockets = [];
    private bool _closed;

    /// <summary>How many there are, those that are being connected included.</summary>
    public int Count
    {
        get
        {
            lock (_sockets)
            {
                return _sockets.Count;
            }
        }
    }

    /// <summary>A socket is about to be connected.</summary>
    /// <exception cref="OperationCanceledException">All were closed already: nothing may be opened any more.</exception>
    public void Add(Socket socket)
    {
        lock (_sockets)
        {
            if (_closed)
            {
                socket.Dispose();
                throw new OperationCanceledException();
            }

            _sockets.Add(socket);
        }
    }

    /// <summary>A connection was closed.</summary>
    public void Remove(Socket socket)
    {
        lock (_sockets)
        {
            _sockets.Remove(socket);
        }
    }

    /// <summary>Whether one of them has something to read: while no request is under way that is the end of the stream, or what nobody asked for.</summary>
    public bool AnyReadable()
    {
        lock (_sockets)
        {
            return _sockets.Exists(IsReadable);
        }
    }

    /// <summary>Closes all, and every one that is added later.</summary>
    public void CloseAll()
    {
        lock (_sockets)
        {
            _closed = true;
            _sockets.ForEach(socket => socket.Dispose());
            _sockets.Clear();
        }
    }

    private static bool IsReadable(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return true;   // as good as closed
        }
    }
}
