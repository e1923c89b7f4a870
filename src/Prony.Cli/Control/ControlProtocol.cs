using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Prony.Cli.Control;

/// <summary>Lines of JSON over a Unix socket: one request, then answers until the connection ends.</summary>
internal static class ControlProtocol
{
    public const int Version = 1;

    /// <summary>Longest request; more is no request.</summary>
    public const int LongestRequest = 4096;

    /// <summary>Longest answer: the statistics of some thousands of processes.</summary>
    public const int LongestAnswer = 4 << 20;

    public const string WrongUse = "wrong-use";
    public const string Failed = "failed";
    public const string NotReady = "not-ready";
    public const string Unreadable = "unreadable";

    public static readonly IReadOnlyList<string> Commands = ["status", "start", "stop", "restart", "incr", "decr", "signal", "stats", "events", "quit"];

    /// <summary>Reads one line of UTF-8.</summary>
    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">It is longer than that, or the stream ends within it.</exception>
    public static async Task<string?> ReadLineAsync(Stream stream, int longest, CancellationToken stop)
    {
        var bytes = new byte[Math.Min(longest, 512)];
        var count = 0;
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString(bytes, 0, count);
            }

            if (count == longest)
            {
                throw new InvalidDataException($"a line is longer than {longest} bytes");
            }

            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(longest, bytes.Length * 2));
            }

            bytes[count++] = one[0];
        }

        return count == 0 ? null : throw new InvalidDataException("the last line has no end");
    }

    /// <summary>Writes one line.</summary>
    public static async Task WriteAsync<T>(Stream stream, T record, JsonTypeInfo<T> shape, CancellationToken stop)
    {
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(record, shape), (byte)'\n'], stop);
        await stream.FlushAsync(stop);
    }

    /// <summary>The user at the other end of a Unix socket (SO_PEERCRED, unix(7)).</summary>
    public static uint PeerOf(Socket socket)
    {
        const int levelSocket = 1;
        const int peerCredentials = 17;
        var credentials = new byte[12];   // struct ucred: pid, uid, gid
        socket.GetRawSocketOption(levelSocket, peerCredentials, credentials);
        return BitConverter.ToUInt32(credentials, 4);
    }

    /// <summary>The user that this process acts as.</summary>
    public static uint Self => GetEffectiveUser();

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUser();
}
