using Prony.Load.Http;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Load.Portable;

/// <summary>Makes the messages of a load for the client library: the same method, address, fields and body as the raw engine sends.</summary>
/// <remarks>Immutable and thread-safe; a message serves one request, because the library keeps state in it.</remarks>
internal sealed class Messages
{
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private readonly List<KeyValuePair<string, string>> _contentFields = [];
    private readonly ReadOnlyMemory<byte> _body;
    private readonly bool _hasContent;
    private readonly bool _keepAlive;
    private readonly string? _host;
    private readonly Version _version;

    /// <summary>Messages of a plan.</summary>
    /// <exception cref="ArgumentException">Its request cannot be sent, or not by this engine.</exception>
    public Messages(LoadPlan plan)
    {
        var request = plan.Requests[0];
        _ = RequestBytes.Render(request, plan.Target.HostHeader, plan.KeepAlive);   // refuses what is no HTTP
        _body = request.Body;
        _keepAlive = plan.KeepAlive;
        _version = plan.HttpVersion == HttpProtocol.Http2 ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11;
        Target = AddressOf(plan.Target, request.PathAndQuery);
        First = new Hop(Target, new HttpMethod(request.Method), WithBody: true, SameOrigin: true);
        foreach (var field in request.Headers)
        {
            Sort(field);
        }

        _host = request.Headers.Where(IsHost).Select(h => h.Value).FirstOrDefault();
        if (!request.Headers.Any(h => h.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)))
        {
            _fields.Insert(0, new("User-Agent", $"prony/{ToolRecord.Current.Version}"));
        }

        _hasContent = _body.Length > 0 || _contentFields.Count > 0 || request.Method is "POST" or "PUT" or "PATCH";
    }

    /// <summary>The whole address of the request.</summary>
    public Uri Target { get; }

    /// <summary>The request before any redirect.</summary>
    public Hop First { get; }

    /// <summary>A message for one request, or for a redirect that it follows.</summary>
    public HttpRequestMessage Create(Hop hop)
    {
        var message = new HttpRequestMessage(hop.Method, hop.Address) { Version = _version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in _fields)
        {
            if (hop.SameOrigin || !IsCredential(name))
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (_host is not null && hop.SameOrigin)
        {
            message.Headers.Host = _host;
        }

        if (!_keepAlive)
        {
            message.Headers.ConnectionClose = true;
        }

        if (_hasContent && hop.WithBody)
        {
            message.Content = new ReadOnlyMemoryContent(_body);
            foreach (var (name, value) in _contentFields)
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static bool IsHost(KeyValuePair<string, string> field) => field.Key.Equals("Host", StringComparison.OrdinalIgnoreCase);

    /// <summary>What was meant for one server is not shown to another.</summary>
    private static bool IsCredential(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    private static Uri AddressOf(LoadTarget target, string pathAndQuery) => new(
        $"{(target.IsSecure ? "https" : "http")}://{target.HostHeader}{pathAndQuery}",
        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });   // sent as it was written

    private void Sort(KeyValuePair<string, string> field)
    {
        if (IsHost(field))
        {
            return;
        }

        (IsOfContent(field.Key) ? _contentFields : _fields).Add(field);
    }

    /// <summary>The library keeps fields about the content apart and refuses them elsewhere.</summary>
    private static bool IsOfContent(string name)
    {
        using var probe = new HttpRequestMessage();
        return !probe.Headers.TryAddWithoutValidation(name, "x") && IsKnownToContent(probe, name);
    }

    private static bool IsKnownToContent(HttpRequestMessage probe, string name)
    {
        probe.Content = new ByteArrayContent([]);
        return probe.Content.Headers.TryAddWithoutValidation(name, "x");
    }
}

/// <summary>One message on the way of a request.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Method">How.</param>
/// <param name="WithBody">The body goes along.</param>
/// <param name="SameOrigin">Scheme, host and port are the target's, so that it may see what is secret.</param>
internal sealed record Hop(Uri Address, HttpMethod Method, bool WithBody, bool SameOrigin);
