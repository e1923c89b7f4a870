using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Prony.Cli.Exporting;

/// <summary>Answers <c>GET /metrics</c>, and nothing else, on one address.</summary>
/// <remarks>One answer per connection, at most <see cref="MostConnections"/> at a time, each with a time limit: a client that does nothing right costs nothing.</remarks>
internal sealed class PrometheusEndpoint : IDisposable
{
    private const int MostConnections = 8;
    private const int MostRequestBytes = 8 << 10;
    private const string Path = "/metrics";

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly Func<string> _write;
    private readonly Lock _writing = new();
    private readonly SemaphoreSlim _free = new(MostConnections);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private PrometheusEndpoint(TcpListener listener, Func<string> write)
    {
        (_listener, _write) = (listener, write);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Where it can be asked.</summary>
    public string Url => $"http://{EndPoint}{Path}";

    /// <summary>Begins to listen.</summary>
    /// <param name="at">Address and port; port 0: any that is free.</param>
    /// <param name="write">The metrics; called by one thread at a time.</param>
    /// <exception cref="UsageException">Somebody else has the port, or it may not be taken.</exception>
    public static PrometheusEndpoint Start(IPEndPoint at, Func<string> write)
    {
        var listener = new TcpListener(at);
        try
        {
            listener.Start(MostConnections);
            return new PrometheusEndpoint(listener, write);
        }
        catch (SocketException e)
        {
            listener.Dispose();
            var free = string.Create(CultureInfo.InvariantCulture, $"--export prometheus:{(at.Port == ExportTarget.DefaultPort ? ExportTarget.DefaultPort + 1 : ExportTarget.DefaultPort)}");
            throw new UsageException(e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"--export: {at} is in use by another program. Nothing was started. Take another port, such as {free}, or 0 for any that is free.",
                SocketError.AccessDenied => $"--export: {at} may not be taken by you. Nothing was started. Take a port from 1024 on, such as {free}.",
                SocketError.AddressNotAvailable => $"--export: {at.Address} is no address of this machine. Nothing was started. Without an address it is 127.0.0.1: {free}.",
                _ => $"--export: {at} cannot be listened on: {e.Message}. Nothing was started.",
            });
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _accepting.Wait(Patience);
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _free.WaitAsync(_stop.Token);
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = AnswerAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // This client went away before it was taken; or no file can be opened for it now, which lasts: without a pause this would be a busy loop beside a measurement.
                _free.Release();
                await Task.Delay(AfterFault, CancellationToken.None);
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
            {
                limit.CancelAfter(Patience);
                var stream = client.GetStream();
                if (await ReadHeadAsync(stream, limit.Token) is { } head)
                {
                    await stream.WriteAsync(Answer(head), limit.Token);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A reader that went away or took too long comes again by itself.
        }
        finally
        {
            _free.Release();
        }
    }

    /// <returns>Null when it ended early or is too long.</returns>
    private static async Task<string?> ReadHeadAsync(NetworkStream stream, CancellationToken limit)
    {
        var head = new byte[MostRequestBytes];
        var length = 0;
        while (length < head.Length)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), limit);
            if (read == 0)
            {
                return null;
            }

            length += read;
            if (head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
            {
                return Encoding.ASCII.GetString(head, 0, length);
            }
        }

        return null;
    }

    private byte[] Answer(string head)
    {
        var words = head[..head.IndexOf('\r', StringComparison.Ordinal)].Split(' ');
        var (method, path) = words is [var first, var second, _] ? (first, second.Split('?')[0]) : ("", "");
        if (method is not ("GET" or "HEAD"))
        {
            return Whole("405 Method Not Allowed", "text/plain", "GET " + Path + "\n", withBody: true);
        }

        if (path != Path)
        {
            return Whole("404 Not Found", "text/plain", "The metrics are at " + Path + "\n", method == "GET");
        }

        lock (_writing)
        {
            return Whole("200 OK", PrometheusText.ContentType, _write(), method == "GET");
        }
    }

    private static byte[] Whole(string status, string type, string body, bool withBody)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n\r\n");
        return Encoding.UTF8.GetBytes(withBody ? head + body : head);
    }
}
