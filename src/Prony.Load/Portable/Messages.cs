using System.Collections.Concurrent;
using Prony.Load.Plans;
using Prony.Load.Requests;
using Prony.Measurement.Runs;

namespace Prony.Load.Portable;

/// <summary>Makes the messages of a load for the client library: the same method, address, fields and body as the raw engine sends.</summary>
/// <remarks>Thread-safe. A message serves one request, because the library keeps state in it.</remarks>
internal sealed class Messages
{
    private readonly RequestSource _source;
    private readonly RequestParts? _only;
    private readonly bool _keepAlive;
    private readonly Version _version;

    /// <summary>The library keeps fields about the content apart and refuses them elsewhere: which those are it alone knows, so it is asked, once for each name.</summary>
    private readonly ConcurrentDictionary<string, bool> _isOfContent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Messages of a plan.</summary>
    /// <exception cref="ArgumentException">A request cannot be sent.</exception>
    public Messages(LoadPlan plan)
    {
        _source = new RequestSource(plan);
        _keepAlive = plan.KeepAlive;
        _version = plan.HttpVersion == HttpProtocol.Http2 ? System.Net.HttpVersion.Version20 : System.Net.HttpVersion.Version11;
        Origin = new Uri($"{(plan.Target.IsSecure ? "https" : "http")}://{plan.Target.HostHeader}");
        _only = _source.Only is null ? null : Prepare(_source.Of(0));
    }

    /// <summary>Scheme, host and port of the target.</summary>
    public Uri Origin { get; }

    /// <summary>A request by its number in the load.</summary>
    public RequestParts Of(long index) => _only ?? Prepare(_source.Of(index));

    /// <summary>A message for a request, or for a redirect that it follows.</summary>
    public HttpRequestMessage Create(RequestParts request, Hop hop)
    {
        var message = new HttpRequestMessage(hop.Method, hop.Address) { Version = _version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in request.Fields)
        {
            if (hop.SameOrigin || !IsCredential(name))
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.Host is not null && hop.SameOrigin)
        {
            message.Headers.Host = request.Host;
        }

        if (!_keepAlive)
        {
            message.Headers.ConnectionClose = true;
        }

        if (request.HasContent && hop.WithBody)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            foreach (var (name, value) in request.ContentFields)
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static bool IsHost(string name) => name.Equals("Host", StringComparison.OrdinalIgnoreCase);

    /// <summary>What was meant for one server is not shown to another.</summary>
    private static bool IsCredential(string name) => SecretHeader.IsSecret(name);

    private static bool BelongsToContent(string name)
    {
        using var probe = new HttpRequestMessage { Content = new ByteArrayContent([]) };
        return !probe.Headers.TryAddWithoutValidation(name, "x") && probe.Content.Headers.TryAddWithoutValidation(name, "x");
    }

    private RequestParts Prepare(RenderedRequest request)
    {
        List<KeyValuePair<string, string>> fields = [];
        List<KeyValuePair<string, string>> contentFields = [];
        string? host = null;
        if (!request.Headers.Any(h => h.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)))
        {
            fields.Add(new("User-Agent", $"prony/{ToolRecord.Current.Version}"));
        }

        foreach (var field in request.Headers)
        {
            if (IsHost(field.Key))
            {
                host ??= field.Value;
            }
            else
            {
                (_isOfContent.GetOrAdd(field.Key, BelongsToContent) ? contentFields : fields).Add(field);
            }
        }

        var address = new Uri(
            Origin.GetLeftPart(UriPartial.Authority) + request.PathAndQuery,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });   // sent as it was written
        var hasContent = request.Body.Length > 0 || contentFields.Count > 0 || request.Method is "POST" or "PUT" or "PATCH";
        return new RequestParts(new Hop(address, new HttpMethod(request.Method), WithBody: true, SameOrigin: true), host, fields, contentFields, hasContent, request.Body);
    }
}

/// <summary>A request in the parts that the library wants.</summary>
/// <param name="First">How and where to, before any redirect.</param>
/// <param name="Host">Of a Host field of its own; null for the address's.</param>
/// <param name="Fields">All but that and those about the content.</param>
/// <param name="ContentFields">Those about the content.</param>
/// <param name="HasContent">It has a body, be it of length 0.</param>
/// <param name="Body">Empty for none.</param>
internal sealed record RequestParts(
    Hop First,
    string? Host,
    IReadOnlyList<KeyValuePair<string, string>> Fields,
    IReadOnlyList<KeyValuePair<string, string>> ContentFields,
    bool HasContent,
    ReadOnlyMemory<byte> Body);

/// <summary>One message on the way of a request.</summary>
/// <param name="Address">Where to.</param>
/// <param name="Method">How.</param>
/// <param name="WithBody">The body goes along.</param>
/// <param name="SameOrigin">Scheme, host and port are the target's, so that it may see what is secret.</param>
internal sealed record Hop(Uri Address, HttpMethod Method, bool WithBody, bool SameOrigin);
