using System.Net;
using System.Net.Sockets;
using Prony.Cli.Parsing;
using Prony.Experiments.Running;
using Prony.Experiments.Targets;
using Prony.Load.Plans;
using Prony.Measurement.Machine;

namespace Prony.Cli.Personalities.Oha;

/// <summary>From a command line of oha to a plan.</summary>
internal static class OhaPlan
{
    private const int FieldsOfConnectTo = 4;

    /// <exception cref="OhaFailure">What oha would find only now: a bad address, a file that is not there, a name that is unknown.</exception>
    /// <exception cref="UsageException">Something that cannot be done here.</exception>
    public static LoadPlan Of(OhaOptions options)
    {
        var urls = OhaRequests.AddressesOf(options);
        var timeout = options.Timeout ?? ToolRequest.LongestTimeout;
        var plan = new LoadPlan
        {
            Target = TargetOf(options, urls[0]),
            Requests = OhaRequests.Of(options, urls),
            Model = options.Rate is { } rate ? new OpenModel(ToolRequest.Rate("oha", "-q", rate), ArrivalKind.Uniform, options.Connections) : new ClosedModel(options.Connections),
            RequestLimit = options.Duration is null ? options.Requests : null,
            Timeout = timeout,
            Drain = options.Waits ? timeout : null,
            KeepAlive = !options.Line.Has("--disable-keepalive"),
            Threads = GeneratorDefaults.Threads(Affinity.UsableCpus(), sharedWithServer: true),
            HttpVersion = options.Http2 ? HttpProtocol.Http2 : HttpProtocol.Http11,
            Tls = TlsOf(options.Line, urls[0].Scheme == "https" || options.Redirects > 0),
            Proxy = ProxyOf(options.Line),
            Redirects = options.Redirects,
            MayConnect = static (host, address) => TargetPermission.IsAllowed(host, address, yes: false),
            RowLimit = ToolRequest.AllRows,
        };
        return options.Duration is { } length ? plan with { Measure = length } : plan;
    }

    private static LoadTarget TargetOf(OhaOptions options, Uri url)
    {
        var shown = url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        if (options.Line.Value("--unix-socket") is { } path)
        {
            return File.Exists(path)
                ? new LoadTarget(new UnixDomainSocketEndPoint(path), TargetAddress.HostHeaderOf(url), $"{shown} (over {path})") { IsSecure = url.Scheme == "https" }
                : throw new OhaFailure($"{path}: there is no such socket");
        }

        var elsewhere = options.Line.Values("--connect-to").Select(text => ReadConnectTo(options.Line, text)).FirstOrDefault(entry => entry.IsFor(url));
        var host = elsewhere?.Host ?? TargetAddress.HostOf(url);
        var to = new DnsEndPoint(AddressOf(options.Line, host), elsewhere?.Port ?? url.Port);
        try
        {
            return TargetPermission.Resolve(url, elsewhere is null ? shown : $"{shown} (over {to.Host}:{to.Port})", to) with { ConnectHost = host };
        }
        catch (UsageException unknown)
        {
            throw new OhaFailure(unknown.Message);
        }
    }

    /// <summary>The host itself, or its first address of the family that was asked for.</summary>
    private static string AddressOf(ClapLine line, string host)
    {
        if (line.Has("--ipv4") == line.Has("--ipv6") || IPAddress.TryParse(host, out _))
        {
            return host;
        }

        var family = line.Has("--ipv4") ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        try
        {
            return Dns.GetHostAddresses(host, family) is [var first, ..] ? first.ToString() : throw new OhaFailure($"{host}: no record of this kind");
        }
        catch (SocketException failure)
        {
            throw new OhaFailure($"{host}: {failure.Message}");
        }
    }

    private static ConnectTo ReadConnectTo(ClapLine line, string text)
    {
        const string Expected = "syntax for --connect-to is host:port:target_host:target_port";
        try
        {
            var read = ConnectTo.Parse(text);
            return text.Count(c => c == ':') >= FieldsOfConnectTo - 1 ? read : throw line.Invalid("--connect-to", text, Expected);
        }
        catch (UsageException)
        {
            throw line.Invalid("--connect-to", text, Expected);
        }
    }

    private static TlsSettings TlsOf(ClapLine line, bool used)
    {
        if (!used)
        {
            return new TlsSettings();
        }

        try
        {
            return CertificateFiles.Read(line.Has("--insecure"), line.Value("--cacert"), line.Value("--cert"), line.Value("--key"));
        }
        catch (InvalidDataException unusable)
        {
            throw new OhaFailure(unusable.Message);
        }
    }

    private static LoadProxy? ProxyOf(ClapLine line)
    {
        if (line.Value("-x") is not { } text)
        {
            return null;
        }

        return ProxyAddress.TryRead(text, out var url, out var error)
            ? new LoadProxy(url, TargetPermission.Resolve(url, url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)).EndPoint)
            : throw line.Invalid("-x", ToolRequest.Shown(text), error.Replace(text, ToolRequest.Shown(text), StringComparison.Ordinal));
    }
}
