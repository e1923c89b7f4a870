using System.Net.Http.Headers;
using System.Net.Sockets;
using Prony.Load.Plans;

namespace Prony.Cli.Personalities;

/// <summary>What one request, sent before the load, says about the target: some layouts name the server, and some tools follow redirects.</summary>
/// <param name="Status">Status code; 0 without an answer.</param>
/// <param name="Server">Header Server; empty without one.</param>
/// <param name="Problem">Why there was no connection; null when there was one.</param>
internal sealed record FirstAnswer(int Status, string Server, SocketException? Problem)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Nothing is known: no request was sent, or it got no answer.</summary>
    private static readonly FirstAnswer Unknown = new(0, "", null);

    /// <summary>Whether the answer leads elsewhere (RFC 9110 section 15.4).</summary>
    public bool IsRedirect => Status is 301 or 302 or 303 or 307 or 308;

    /// <summary>Asks once, where that changes nothing at the server: GET, HEAD and OPTIONS without a body, over http without a proxy.</summary>
    public static FirstAnswer Ask(LoadPlan plan)
    {
        var request = plan.Requests[0];
        if (plan.Target.IsSecure || plan.Proxy is not null || request.Body.Length > 0 || request.Method is not ("GET" or "HEAD" or "OPTIONS"))
        {
            return Unknown;
        }

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = (_, stop) => ConnectAsync(plan, stop) };
        using var client = new HttpClient(handler) { Timeout = plan.Timeout < Patience ? plan.Timeout : Patience };
        try
        {
            using var message = Message(plan, request);
            using var answer = client.Send(message, HttpCompletionOption.ResponseHeadersRead);
            return new FirstAnswer((int)answer.StatusCode, Text(answer.Headers.Server), null);
        }
        catch (HttpRequestException failure)
        {
            return failure.InnerException is SocketException problem ? Unknown with { Problem = problem } : Unknown;
        }
        catch (TaskCanceledException)
        {
            return Unknown;   // a server that does not answer in time: the load will show it
        }
    }

    private static HttpRequestMessage Message(LoadPlan plan, RequestDefinition request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), $"http://{plan.Target.HostHeader}{request.PathAndQuery}");
        foreach (var (name, value) in request.Headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value);   // one that belongs to a body stays out: there is none
        }

        message.Headers.Connection.Add("close");
        return message;
    }

    private static async ValueTask<Stream> ConnectAsync(LoadPlan plan, CancellationToken stop)
    {
        var socket = new Socket(plan.Target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(plan.Target.EndPoint, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Text(HttpHeaderValueCollection<ProductInfoHeaderValue> server) => server.FirstOrDefault()?.ToString() ?? "";
}
