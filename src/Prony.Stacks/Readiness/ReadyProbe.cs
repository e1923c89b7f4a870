using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Net;
using System.Text;
using Prony.Measurement.Clocks;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Readiness;

/// <summary>What one probe saw.</summary>
/// <param name="Answered">Somebody accepted, or answered the request.</param>
/// <param name="IsExpected">The answer is the expected one.</param>
/// <param name="Text">"answered 500, expected 200", "refused the connection".</param>
internal readonly record struct ProbeResult(bool Answered, bool IsExpected, string Text);

/// <summary>Asks a service once whether it serves: a new connection each time, no redirects, no proxy.</summary>
internal static class ReadyProbe
{
    // A server that loads its application at the first request may need a while for it; the wait as a whole is bounded by the caller.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AcceptWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AcceptPoll = TimeSpan.FromMilliseconds(10);
    private const int BodyBytesMax = 1024 * 1024;
    private const int ShownCharacters = 80;

    private static readonly HttpClient Client = CreateClient();

    /// <summary>Sends GET and compares the status, and the body where one is expected; at most 1 MiB of it is looked at.</summary>
    internal static async Task<ProbeResult> HttpAsync(Uri address, int expectedStatus, TextPattern? expectedBody, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(AnswerWithin);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.ParseAdd("prony");
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            var body = await ReadBodyAsync(response, limit.Token).ConfigureAwait(false);
            var status = (int)response.StatusCode;
            return status == expectedStatus && expectedBody?.IsIn(body) == false
                ? new ProbeResult(true, false, string.Create(
                    CultureInfo.InvariantCulture, $"GET {address.PathAndQuery} answered {status}, but its body does not hold {expectedBody}: {Shown(body)}"))
                : new ProbeResult(true, status == expectedStatus, Text(address, status, expectedStatus));
        }
        catch (HttpRequestException e)
        {
            return Describe(address, e);
        }
        catch (IOException e)
        {
            return new ProbeResult(true, false, $"GET {address.PathAndQuery} was answered only in part ({e.Message})");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ProbeResult(true, false, string.Create(
                CultureInfo.InvariantCulture, $"GET {address.PathAndQuery} got no answer within {AnswerWithin.TotalSeconds:0} s"));
        }
    }

    /// <summary>Connects and waits until the connection was taken from the listener's queue: the kernel alone completes a connect.</summary>
    internal static async Task<ProbeResult> TcpAsync(Uri address, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, ct).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            return new ProbeResult(false, false, $"port {address.Port.ToString(CultureInfo.InvariantCulture)}: {e.Message}");
        }

        var deadlineNs = MonotonicClock.NowNs + MonotonicClock.ToNs(AcceptWithin);
        while (ListenerTable.Find(address.Port).Sum(static listener => listener.Waiting) > 0)
        {
            if (MonotonicClock.NowNs > deadlineNs)
            {
                return new ProbeResult(true, false, "the connection was not accepted by any process");
            }

            await Task.Delay(AcceptPoll, ct).ConfigureAwait(false);
        }

        return new ProbeResult(true, true, "accepted the connection");
    }

    private static string Text(Uri address, int status, int expected) => status == expected
        ? string.Create(CultureInfo.InvariantCulture, $"GET {address.PathAndQuery} answered {status}")
        : string.Create(CultureInfo.InvariantCulture, $"GET {address.PathAndQuery} answered {status}, expected {expected}");

    private static ProbeResult Describe(Uri address, HttpRequestException e) =>
        e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? new ProbeResult(false, false, string.Create(CultureInfo.InvariantCulture, $"nobody listens on port {address.Port} (connection refused)"))
            : new ProbeResult(
                e.HttpRequestError is not HttpRequestError.ConnectionError, false, $"GET {address.PathAndQuery} failed: {e.InnerException?.Message ?? e.Message}");

    /// <summary>To its end: closing in the middle of a body would show up in the server's log as an error.</summary>
    private static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var kept = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int count; kept.Length < BodyBytesMax && (count = await body.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0;)
            {
                kept.Write(buffer, 0, count);
            }

            return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
        }
    }

    private static string Shown(string body)
    {
        var line = string.Concat(body.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length == 0 ? "it is empty" : line.Length <= ShownCharacters ? $"it is '{line}'" : $"it begins with '{line[..ShownCharacters]}'";
    }

    [SuppressMessage("Security", "CA5359", Justification = "The question is whether a server that Prony started on this machine answers; whether its certificate is good the load decides.")]
    private static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { ConnectionClose = true },
    };
}
