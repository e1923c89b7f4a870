using System.Globalization;
using System.Text;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Load.Requests;

/// <summary>Lays out a request as it goes to the socket (RFC 9112 section 3). Called once per request of a plan.</summary>
internal static class RequestBytes
{
    /// <summary>The request with Host, User-Agent, Content-Length and Connection added where the definition does not have them.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="hostHeader">host[:port].</param>
    /// <param name="keepAlive">Whether the connection is to be used again.</param>
    /// <param name="data">The rows of its variables; null for none.</param>
    /// <exception cref="ArgumentException">A part holds a line break or another byte that would end it early, or a variable without a value.</exception>
    public static RequestTemplate Compile(RequestDefinition request, string hostHeader, bool keepAlive, DataTable? data)
    {
        CheckToken(request.Method, "method");
        var compiler = new SegmentCompiler(data);
        var path = compiler.Path(request.PathAndQuery);
        var headers = request.Headers.Select(h => KeyValuePair.Create(CheckToken(h.Key, "header name"), compiler.Header(h.Key, h.Value))).ToArray();
        var body = compiler.Body(request.Body.Span);

        List<Segment> wire = [Literal(request.Method + " "), .. path, Literal(" HTTP/1.1\r\n")];
        AddUnlessSet(wire, request, "Host", Literal(CheckText(hostHeader, "value of the header Host", allowSpace: true)));
        AddUnlessSet(wire, request, "User-Agent", Literal($"prony/{ToolRecord.Current.Version}"));
        foreach (var (name, value) in headers)
        {
            wire.AddRange([Literal(name + ": "), .. value, Literal("\r\n")]);
        }

        if (NeedsLength(request))
        {
            AddUnlessSet(wire, request, "Content-Length", LengthOf(body));
        }

        if (!keepAlive)
        {
            AddUnlessSet(wire, request, "Connection", Literal("close"));
        }

        return new RequestTemplate(request.Method, path, headers, body, Segment.Join([.. wire, Literal("\r\n"), .. body]), compiler.Numbers);
    }

    /// <returns>The text.</returns>
    /// <exception cref="ArgumentException">It holds what would end it early.</exception>
    public static string CheckText(string text, string what, bool allowSpace) =>
        text.Any(c => (c < ' ' && c != '\t') || c == 127 || (c == ' ' && !allowSpace))
            ? throw new ArgumentException($"The {what} holds a line break, a control character or a space where none may be; encode it first.")
            : text;

    private static bool NeedsLength(RequestDefinition request) =>
        !Has(request, "Transfer-Encoding") && (request.Body.Length > 0 || request.Method is "POST" or "PUT" or "PATCH");

    private static Segment LengthOf(Segment[] body) => body switch
    {
        [] => Literal("0"),
        [{ Literal: { } whole }] => Literal(whole.Length.ToString(CultureInfo.InvariantCulture)),
        _ => Segment.BodyLength,
    };

    private static bool Has(RequestDefinition request, string name) =>
        request.Headers.Any(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static void AddUnlessSet(List<Segment> wire, RequestDefinition request, string name, Segment value)
    {
        if (!Has(request, name))
        {
            wire.AddRange([Literal(name + ": "), value, Literal("\r\n")]);
        }
    }

    private static Segment Literal(string text) => Segment.Of(Encoding.UTF8.GetBytes(text));

    private static string CheckToken(string text, string what) =>
        text.Length == 0 || text.Any(c => c <= ' ' || c >= 127 || "\"(),/:;<=>?@[\\]{}".Contains(c, StringComparison.Ordinal))
            ? throw new ArgumentException($"The {what} '{text}' is no HTTP token: use letters, digits and - only.")
            : text;
}
