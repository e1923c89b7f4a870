using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Prony.EndToEnd.Tests.Stacks;

/// <summary>A client that is connected to PostgreSQL and idle, as a pool keeps them (protocol 3.0, no password).</summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private readonly TcpClient _client = new();

    private PostgresSession()
    {
    }

    /// <summary>Returns when the server is ready for a query.</summary>
    public static async Task<PostgresSession> OpenAsync(int port, string user, string database)
    {
        var session = new PostgresSession();
        await session._client.ConnectAsync("127.0.0.1", port);
        var stream = session._client.GetStream();
        var settings = Encoding.ASCII.GetBytes($"user\0{user}\0database\0{database}\0\0");
        var startup = new byte[8 + settings.Length];
        BinaryPrimitives.WriteInt32BigEndian(startup, startup.Length);
        BinaryPrimitives.WriteInt32BigEndian(startup.AsSpan(4), 3 << 16);
        settings.CopyTo(startup, 8);
        await stream.WriteAsync(startup);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        for (var kind = (byte)0; kind != (byte)'Z';)
        {
            var head = new byte[5];
            await stream.ReadExactlyAsync(head, limit.Token);
            kind = head[0];
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await stream.ReadExactlyAsync(body, limit.Token);
            if (kind == (byte)'E')
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(body).Replace('\0', ' '));
            }
        }

        return session;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
