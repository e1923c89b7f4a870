namespace Prony.Load.Plans;

/// <summary>Which engine carries out a plan. Pure but for the system that it runs on.</summary>
public static class EngineChoice
{
    /// <summary>The engine that a load of this plan will use: raw or portable.</summary>
    /// <exception cref="ArgumentException">No engine can, or not the one that the plan asks for; the message says what stands against it.</exception>
    public static LoadEngine For(LoadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (WhyNotAtAll(plan) is { } impossible)
        {
            throw new ArgumentException(impossible);
        }

        var obstacle = plan.Engine == LoadEngine.Portable ? "" : WhyNotRaw(plan);
        if (obstacle is null)
        {
            return LoadEngine.Raw;
        }

        if (plan.Engine == LoadEngine.Raw)
        {
            throw new ArgumentException($"The raw engine cannot do {obstacle}. Use the portable engine, or auto, which chooses it.");
        }

        return WhyNotPortable(plan) is { } limit ? throw new ArgumentException(limit) : LoadEngine.Portable;
    }

    /// <summary>What of a plan the raw engine cannot do, as the rest of a sentence; null when it can do all.</summary>
    public static string? WhyNotRaw(LoadPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan switch
        {
            { Target.IsSecure: true } => "https",
            { HttpVersion: HttpProtocol.Http2 } => "HTTP/2",
            { Proxy: not null } => "proxies",
            { Redirects: > 0 } => "redirects",
            _ => OperatingSystem.IsLinux() && Environment.Is64BitProcess ? null : "without 64-bit Linux (epoll)",
        };
    }

    /// <summary>The library frames bodies itself and takes no orders about it.</summary>
    private static string? WhyNotPortable(LoadPlan plan) => plan.Requests.SelectMany(request => request.Headers)
        .Select(header => header.Key)
        .FirstOrDefault(name => name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) is { } name
        ? $"The portable engine frames bodies by itself: leave the header {name} out, or use the raw engine."
        : null;

    private static string? WhyNotAtAll(LoadPlan plan) => plan switch
    {
        { HttpVersion: HttpProtocol.Http2, KeepAlive: false } => "HTTP/2 keeps its connections open: a connection for each request needs HTTP/1.1.",
        { HttpVersion: HttpProtocol.Http2, Proxy: not null, Target.IsSecure: false } => "HTTP/2 without TLS cannot go through a proxy: use https, HTTP/1.1, or no proxy.",
        { Proxy: { Url.Scheme: var scheme } } when scheme != "http" => $"A proxy is spoken to over http, not {scheme}.",
        { Proxy: not null, Lookup: not null } => "A proxy looks names up by itself: leave the repeated lookup out, or the proxy.",
        { Proxy: not null, Target.EndPoint: System.Net.Sockets.UnixDomainSocketEndPoint } => "A Unix socket cannot be reached through a proxy.",
        _ => null,
    };
}
