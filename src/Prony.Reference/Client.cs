using System.Net.Sockets;

namespace Prony.Reference;

/// <summary>The server's end of one connection of a <see cref="ReferenceServer"/>.</summary>
internal sealed class Client(Socket socket)
{
    private int _matched;

    public int Descriptor { get; } = (int)socket.Handle;

    /// <summary>The connection is over.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Bytes read; 0 when the client has closed, −1 when there is nothing yet.</summary>
    public int Receive(byte[] buffer)
    {
        var count = socket.Receive(buffer, 0, buffer.Length, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => count,
            SocketError.WouldBlock or SocketError.Interrupted => -1,
            _ => 0,
        };
    }

    /// <summary>How many requests end in these bytes: each at an empty line.</summary>
    public int CountRequests(ReadOnlySpan<byte> bytes)
    {
        var ends = 0;
        foreach (var value in bytes)
        {
            var expected = (_matched & 1) == 0 ? (byte)'\r' : (byte)'\n';
            _matched = value == expected ? _matched + 1 : value == '\r' ? 1 : 0;
            if (_matched == 4)
            {
                ends++;
                _matched = 0;
            }
        }

        return ends;
    }

    /// <summary>Sends an answer, which fits the socket's buffer; false when the client is gone.</summary>
    public bool Send(byte[] answer)
    {
        if (IsClosed)
        {
            return false;
        }

        return socket.Send(answer, 0, answer.Length, SocketFlags.None, out var error) == answer.Length && error == SocketError.Success;
    }

    public void Close()
    {
        IsClosed = true;
        socket.Dispose();
    }
}
