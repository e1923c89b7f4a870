namespace Prony.Load.Plans;

/// <summary>What carries the requests.</summary>
public enum LoadEngine
{
    /// <summary>Raw where it can (Linux, http, HTTP/1.1, no proxy, no redirects), else portable.</summary>
    Auto,

    /// <summary>Prony's own, on epoll.</summary>
    Raw,

    /// <summary>On <see cref="System.Net.Http.SocketsHttpHandler"/>.</summary>
    Portable,
}

/// <summary>Versions of HTTP that a load can speak.</summary>
public enum HttpProtocol
{
    /// <summary>HTTP/1.1: a connection carries one request at a time.</summary>
    Http11,

    /// <summary>HTTP/2: by ALPN over TLS, with prior knowledge without (h2c).</summary>
    Http2,
}
