using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>Asks a candidate each request of a scenario once before its window, to see whether all candidates give the same bytes. Counted nowhere.</summary>
/// <remarks>A plain client on purpose: what it sees does not depend on the engine that makes the load.</remarks>
internal static class CanonicalAnswers
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>The answers, in the order of the requests. What could not be had is an answer with a problem.</summary>
    /// <param name="plan">Where to and what.</param>
    /// <param name="cancel">Ends the asking.</param>
    public static async Task<IReadOnlyList<AnswerRecord>> FetchAsync(LoadPlan plan, CancellationToken cancel)
    {
        using var client = CreateClient(plan);
        var answers = new List<AnswerRecord>();
        foreach (var request in RequestPreview.FirstOfEach(plan))
        {
            answers.Add(await FetchAsync(client, plan, request, answers.Count, cancel).ConfigureAwait(false));
        }

        return answers;
    }

    /// <summary>Takes an earlier answer where there is none now: after a load that it could not bear a server may still be at work for users who have left, and that is no other answer.</summary>
    /// <param name="now">In the order of the requests.</param>
    /// <param name="earlier">The same before an earlier load of the same process; may be empty.</param>
    public static IReadOnlyList<AnswerRecord> OrEarlier(IReadOnlyList<AnswerRecord> now, IReadOnlyList<AnswerRecord> earlier) =>
        [.. now.Select(answer => answer.Problem is null ? answer : earlier.FirstOrDefault(e => e.Request == answer.Request) ?? answer)];

    private static async Task<AnswerRecord> FetchAsync(HttpClient client, LoadPlan plan, RequestDefinition request, int number, CancellationToken cancel)
    {
        try
        {
            using var message = CreateMessage(plan, request);
            using var response = await client.SendAsync(message, cancel).ConfigureAwait(false);
            var content = await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
            var coding = string.Join(", ", response.Content.Headers.ContentEncoding);
            return new AnswerRecord(number, (int)response.StatusCode, content.Length, coding.Length == 0 ? "identity" : coding, Convert.ToHexStringLower(SHA256.HashData(content)));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or TaskCanceledException or FormatException)
        {
            return new AnswerRecord(number, 0, 0, "identity", "", plan.Secrets.Mask(failure.Message));
        }
    }

    private static HttpRequestMessage CreateMessage(LoadPlan plan, RequestDefinition request)
    {
        var origin = $"{(plan.Target.IsSecure ? "https" : "http")}://{plan.Target.HostHeader}";
        var address = new Uri(origin + request.PathAndQuery, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var message = new HttpRequestMessage(new HttpMethod(request.Method), address)
        {
            Version = plan.HttpVersion == HttpProtocol.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = request.Body.Length > 0 ? new ReadOnlyMemoryContent(request.Body) : null,
        };
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content ??= new ByteArrayContent([]);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        message.Headers.ConnectionClose = plan.HttpVersion != HttpProtocol.Http2;   // so that nothing of it is left when the load begins
        return message;
    }

    [SuppressMessage("Security", "CA5359", Justification = "The load itself checks the certificate; here only bytes are compared, and nothing secret is believed.")]
    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes its handler.")]
    private static HttpClient CreateClient(LoadPlan plan)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = plan.Redirects > 0,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = plan.Proxy is not null,
            Proxy = plan.Proxy is { } proxy ? new WebProxy(proxy.Url) : null,
        };
        if (plan.Redirects > 0)
        {
            handler.MaxAutomaticRedirections = plan.Redirects;
        }

        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        if (plan.Proxy is null)
        {
            handler.ConnectCallback = (_, cancel) => ConnectAsync(plan.Target.EndPoint, cancel);
        }

        return new HttpClient(handler) { Timeout = plan.Timeout < LongestWait ? plan.Timeout : LongestWait };
    }

    /// <summary>To the address that the load goes to: permission was asked for that one.</summary>
    private static async ValueTask<Stream> ConnectAsync(EndPoint address, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, address is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
