using System.Globalization;
using System.Text;
using Prony.Experiments.Data;
using Prony.Experiments.Targets;
using Prony.Load;
using Prony.Load.Plans;

namespace Prony.Cli.Personalities;

/// <summary>Parts of a plan that the command lines of several tools have in common.</summary>
internal static class ToolRequest
{
    private const string AuthorizationName = "Authorization";

    /// <summary>No tool's load needs more rows than this at once; all requests are looked at.</summary>
    public const long AllRows = long.MaxValue;

    /// <summary>Longest that Prony waits for an answer: what "for ever" becomes.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>Seconds as a timeout; 0 is for ever.</summary>
    /// <param name="tool">Whose flag.</param>
    /// <param name="flag">Its name.</param>
    /// <param name="seconds">Its value.</param>
    /// <exception cref="UsageException">Longer than Prony waits: a shorter one would be another load.</exception>
    public static TimeSpan Timeout(string tool, string flag, double seconds) => seconds <= 0 ? LongestTimeout
        : seconds <= LongestTimeout.TotalSeconds ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{tool} {flag}: {seconds} s is longer than Prony waits for an answer: at most {LongestTimeout.TotalSeconds} s."));

    /// <summary>A rate, requests per second.</summary>
    /// <exception cref="UsageException">Higher than Prony's engine can be asked for.</exception>
    public static double Rate(string tool, string flag, double perS) => perS <= LoadRunner.HighestRatePerS
        ? perS
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{tool} {flag}: {perS} requests a second in all are more than Prony can be asked for: at most {LoadRunner.HighestRatePerS}."));

    /// <summary>The address of a plan; resolved, so that a name that does not exist is said at once.</summary>
    /// <exception cref="UsageException">It is none, or its name cannot be resolved.</exception>
    public static (Uri Url, LoadTarget Target) Address(string tool, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new UsageException($"{tool} {Shown(text)}: this is no address that Prony can load. Expected something like http://127.0.0.1:8080/.");
        }

        return (url, TargetPermission.Resolve(url, url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)));
    }

    /// <summary>A proxy.</summary>
    /// <exception cref="UsageException">It is none that can be used.</exception>
    public static LoadProxy Proxy(string tool, string flag, string text) => ProxyAddress.TryRead(text, out var url, out var error)
        ? new LoadProxy(url, TargetPermission.Resolve(url, url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)).EndPoint)
        : throw new UsageException($"{tool} {flag}: {error.Replace(text, Shown(text), StringComparison.Ordinal)}");

    /// <summary>An address as it may be shown: "***" stands for a password in it, as Go's net/http writes it.</summary>
    public static string Shown(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var rest = address.AsSpan(start);
        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        var (colon, at) = (authority.IndexOf(':'), authority.LastIndexOf('@'));
        return colon >= 0 && colon < at ? string.Concat(address.AsSpan(0, start + colon + 1), "***", address.AsSpan(start + at)) : address;
    }

    /// <summary>The headers with the user name and password of the address, unless they have others (net/http of Go and node:http do so).</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> WithCredentials(IReadOnlyList<KeyValuePair<string, string>> headers, Uri url)
    {
        if (url.UserInfo.Length == 0 || headers.Any(h => h.Key.Equals(AuthorizationName, StringComparison.OrdinalIgnoreCase)))
        {
            return headers;
        }

        var credentials = Uri.UnescapeDataString(url.UserInfo);
        return [.. headers, Basic(AuthorizationName, credentials.Contains(':', StringComparison.Ordinal) ? credentials : credentials + ":")];
    }

    /// <summary>The original does not send what stands before the '@' of an address: that is said, not left out.</summary>
    /// <exception cref="UsageException">The address has a user name.</exception>
    public static void RefuseCredentials(string tool, Uri url, string instead)
    {
        if (url.UserInfo.Length > 0)
        {
            throw new UsageException($"{tool} {Shown(url.OriginalString)}: a user name and password in the address would not be sent. {instead}");
        }
    }

    /// <summary>The header that HTTP's basic scheme sends.</summary>
    public static KeyValuePair<string, string> Basic(string name, string credentials) => new(name, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    /// <summary>A request whose path, header values and body hold no text that Prony would fill in.</summary>
    /// <exception cref="UsageException">One does.</exception>
    public static RequestDefinition Literal(string tool, RequestDefinition request)
    {
        var texts = request.Headers.Select(h => h.Value).Append(request.PathAndQuery).Append(Encoding.UTF8.GetString(request.Body.Span));
        return texts.SelectMany(RequestVariable.Find).Any()
            ? throw new UsageException($"{tool}: the path, a header or the body holds {{index}}, {{random}} or {{data.…}}, which Prony's loads fill in. Use prony load if that is meant; it cannot be sent as it stands.")
            : request;
    }

    /// <summary>A file's bytes.</summary>
    /// <param name="path">Which.</param>
    /// <param name="complain">What to throw about a file that cannot be read; told why.</param>
    public static ReadOnlyMemory<byte> Body(string path, Func<string, Exception> complain) =>
        BodyFile.TryRead(() => File.OpenRead(path), out var body, out var error) ? body : throw complain(error);
}
