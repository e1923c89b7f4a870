using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Prony.Testing;

/// <summary>The server's end of one connection of a <see cref="ScriptedServer"/>.</summary>
public sealed class ScriptedConnection
{
    private static readonly TimeSpan OneMs = TimeSpan.FromMilliseconds(1);

    private readonly Socket _socket;
    private readonly CancellationToken _stop;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private string _received = "";

    internal ScriptedConnection(Socket socket, int number, CancellationToken stop)
    {
        _socket = socket;
        _stop = stop;
        Number = number;
    }

    /// <summary>Number of the connection, from 1 in the order of accepting.</summary>
    public int Number { get; }

    /// <summary>The next request with its body (as told by Content-Length), Latin-1; null when the client has closed.</summary>
    public async Task<string?> ReadRequestAsync()
    {
        while (true)
        {
            var headEnd = _received.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (headEnd >= 0)
            {
                var length = headEnd + 4 + BodyLength(_received[..headEnd]);
                if (_received.Length >= length)
                {
                    var request = _received[..length];
                    _received = _received[length..];
                    return request;
                }
            }

            var count = await _socket.ReceiveAsync(_buffer, SocketFlags.None, _stop).ConfigureAwait(false);
            if (count == 0)
            {
                return null;
            }

            _received += Encoding.Latin1.GetString(_buffer, 0, count);
        }
    }

    /// <summary>Sends text as Latin-1 bytes.</summary>
    public async Task SendAsync(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, _stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sends text one byte at a time, each in a packet of its own.</summary>
    public async Task DribbleAsync(string text, TimeSpan gap)
    {
        foreach (var character in text)
        {
            await SendAsync(character.ToString()).ConfigureAwait(false);
            await Task.Delay(gap, _stop).ConfigureAwait(false);
        }
    }

    /// <summary>Waits, never shorter than <paramref name="delay"/> (a timer alone may be some milliseconds early).</summary>
    public async Task DelayAsync(TimeSpan delay)
    {
        var start = Stopwatch.GetTimestamp();
        TimeSpan left;
        while ((left = delay - Stopwatch.GetElapsedTime(start)) > TimeSpan.Zero)
        {
            await Task.Delay(left < OneMs ? OneMs : left, _stop).ConfigureAwait(false);
        }
    }

    /// <summary>Says nothing until the server stops.</summary>
    public Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, _stop);

    /// <summary>Closes in order (FIN) for sending; the client's bytes can still be read.</summary>
    public void Finish() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    private static int BodyLength(string head)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
