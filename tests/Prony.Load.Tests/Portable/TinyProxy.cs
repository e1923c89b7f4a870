using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Prony.Load.Tests.Portable;

/// <summary>A proxy for tests: passes plain requests on as they are, and opens tunnels; notes what it was asked.</summary>
internal sealed class TinyProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly EndPoint _server;
    private readonly bool _refuses;

    /// <summary>Starts one.</summary>
    /// <param name="server">Where everything goes.</param>
    /// <param name="refuses">It answers 403 to whoever asks for a tunnel.</param>
    public TinyProxy(EndPoint server, bool refuses = false)
    {
        _server = server;
        _refuses = refuses;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>As the plan names it.</summary>
    public Plans.LoadProxy Proxy => new(new Uri($"http://{_listener.LocalEndpoint}"), _listener.LocalEndpoint);

    /// <summary>First lines of what each connection asked first.</summary>
    public List<string> Asked { get; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var toServer = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[65536];
            var count = await stream.ReadAsync(buffer, _stop.Token);
            var first = Encoding.Latin1.GetString(buffer, 0, count).Split("\r\n")[0];
            lock (Asked)
            {
                Asked.Add(first);
            }

            var isTunnel = first.StartsWith("CONNECT ", StringComparison.Ordinal);
            if (isTunnel && _refuses)
            {
                await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
                return;
            }

            await toServer.ConnectAsync(_server);
            using var server = new NetworkStream(toServer);
            if (isTunnel)
            {
                await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
            }
            else
            {
                await server.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }

            await Task.WhenAny(stream.CopyToAsync(server, _stop.Token), server.CopyToAsync(stream, _stop.Token));
        }
    }
}
