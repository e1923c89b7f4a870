using System.Text;
using Prony.Experiments.Data;
using Prony.Experiments.Targets;
using Prony.Load.Plans;

namespace Prony.Cli.Personalities;

/// <summary>Parts of a plan that the command lines of several tools have in common.</summary>
internal static class ToolRequest
{
    /// <summary>No tool's load needs more rows than this at once; all requests are looked at.</summary>
    public const long AllRows = long.MaxValue;

    /// <summary>Longest that Prony waits for an answer: what "for ever" becomes.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>Seconds as a timeout; 0 is for ever.</summary>
    public static TimeSpan Timeout(double seconds) => seconds <= 0 || seconds > LongestTimeout.TotalSeconds ? LongestTimeout : TimeSpan.FromSeconds(seconds);

    /// <summary>The address of a plan; resolved, so that a name that does not exist is said at once.</summary>
    /// <exception cref="UsageException">It is none, or its name cannot be resolved.</exception>
    public static (Uri Url, LoadTarget Target) Address(string tool, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new UsageException($"{tool} {text}: this is no address that Prony can load. Expected something like http://127.0.0.1:8080/.");
        }

        return (url, TargetPermission.Resolve(url, url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)));
    }

    /// <summary>A proxy.</summary>
    /// <exception cref="UsageException">It is none that can be used.</exception>
    public static LoadProxy Proxy(string tool, string flag, string text) => ProxyAddress.TryRead(text, out var url, out var error)
        ? new LoadProxy(url, TargetPermission.Resolve(url, url.GetLeftPart(UriPartial.Authority)).EndPoint)
        : throw new UsageException($"{tool} {flag}: {error}");

    /// <summary>The header that HTTP's basic scheme sends.</summary>
    public static KeyValuePair<string, string> Basic(string name, string credentials) => new(name, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    /// <summary>A request whose header values and body hold no text that Prony would fill in.</summary>
    /// <exception cref="UsageException">One does.</exception>
    public static RequestDefinition Literal(string tool, RequestDefinition request)
    {
        var texts = request.Headers.Select(h => h.Value).Append(Encoding.UTF8.GetString(request.Body.Span));
        return texts.SelectMany(RequestVariable.Find).Any()
            ? throw new UsageException($"{tool}: a header or the body holds {{index}}, {{random}} or {{data.…}}, which Prony's loads fill in. Use prony load if that is meant; it cannot be sent as it stands.")
            : request;
    }

    /// <summary>A file's bytes.</summary>
    /// <param name="path">Which.</param>
    /// <param name="complain">What to throw about a file that cannot be read; told why.</param>
    public static ReadOnlyMemory<byte> Body(string path, Func<string, Exception> complain) =>
        BodyFile.TryRead(() => File.OpenRead(path), out var body, out var error) ? body : throw complain(error);
}
