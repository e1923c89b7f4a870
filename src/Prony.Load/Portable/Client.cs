using System.Net;
using System.Net.Security;
using Prony.Load.Plans;
using Prony.Load.Recording;

namespace Prony.Load.Portable;

/// <summary>The library's client and the connections that it has opened, set up to add nothing by itself: no cookies, no redirects, no proxy of the system, no decompression.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Client : IDisposable
{
    private const int BytesPerKiB = 1024;

    private readonly HttpMessageInvoker _invoker;
    private readonly Connector _connector;
    private readonly IClientEvents _events;

    /// <summary>A client without connections.</summary>
    /// <param name="plan">How it connects.</param>
    /// <param name="connector">Opens its sockets.</param>
    /// <param name="identity">Shown to servers that ask for a certificate; null for nothing.</param>
    /// <param name="mostConnections">To one host.</param>
    /// <param name="events">Told of connections.</param>
    public Client(LoadPlan plan, Connector connector, SslStreamCertificateContext? identity, int mostConnections, IClientEvents events)
    {
        _connector = connector;
        _events = events;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = plan.Proxy is not null,
            Proxy = ProxyOf(plan.Proxy),
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = plan.KeepAlive ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = Timeout.InfiniteTimeSpan,   // the request's own timeout decides
            MaxConnectionsPerServer = mostConnections,
            MaxResponseHeadersLength = (plan.HeadLimit + BytesPerKiB - 1) / BytesPerKiB,
            EnableMultipleHttp2Connections = true,
            SslOptions = ServerCertificates.Options(plan.Tls, identity, failure => Refused = failure, () => LacksCertificate = true),
            ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = Filter,
        });
    }

    /// <summary>The sockets of its connections.</summary>
    public OpenSockets Sockets { get; } = new();

    /// <summary>Why it refused the server's certificate last; null when it never did.</summary>
    public TlsFailure? Refused { get; private set; }

    /// <summary>The server asked for a client certificate and there was none to show.</summary>
    public bool LacksCertificate { get; private set; }

    /// <summary>Sends a message; returns when the head of the response is there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancel) => _invoker.SendAsync(message, cancel);

    /// <summary>Closes every connection, whatever goes over it.</summary>
    public void Dispose()
    {
        Sockets.CloseAll();
        _invoker.Dispose();
    }

    private static WebProxy? ProxyOf(LoadProxy? proxy)
    {
        if (proxy is null)
        {
            return null;
        }

        var user = proxy.Url.UserInfo.Split(':', 2);
        return new WebProxy(proxy.Url)
        {
            BypassProxyOnLocal = false,
            Credentials = proxy.Url.UserInfo.Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? "")),
        };
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        _events.Connecting(context.InitialRequestMessage);
        var socket = await _connector.ConnectAsync(context.DnsEndPoint, Sockets, cancel).ConfigureAwait(false);
        return new SocketStream(socket, Sockets);
    }

    /// <summary>The connection is ready, TLS included, for requests or (a tunnel through a proxy) for what comes next.</summary>
    private ValueTask<Stream> Filter(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancel)
    {
        if (context.InitialRequestMessage.Method == HttpMethod.Connect)
        {
            return ValueTask.FromResult(context.PlaintextStream);
        }

        var sink = _events.Connected(context.InitialRequestMessage);
        return ValueTask.FromResult<Stream>(new WireTap(context.PlaintextStream, sink));
    }
}

/// <summary>Is told of the connections of a <see cref="Client"/>. Any thread.</summary>
internal interface IClientEvents
{
    /// <summary>A connection is asked for, because of this message.</summary>
    void Connecting(HttpRequestMessage message);

    /// <summary>It is open.</summary>
    /// <returns>Who wants to know of its bytes.</returns>
    ITapSink Connected(HttpRequestMessage message);
}
