using System.Globalization;
using System.Text;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Load.Http;

/// <summary>Renders a request to the bytes that every connection sends (RFC 9112 section 3). Called once per load.</summary>
internal static class RequestBytes
{
    /// <summary>The request with Host, User-Agent, Content-Length and Connection added where the definition does not have them.</summary>
    /// <exception cref="ArgumentException">A part holds a line break or another byte that would end it early.</exception>
    public static byte[] Render(RequestDefinition request, string hostHeader, bool keepAlive)
    {
        CheckToken(request.Method, "method");
        CheckText(request.PathAndQuery, "path", allowSpace: false);
        var head = new StringBuilder();
        head.Append(request.Method).Append(' ').Append(request.PathAndQuery).Append(" HTTP/1.1\r\n");
        AddUnlessSet(head, request, "Host", hostHeader);
        AddUnlessSet(head, request, "User-Agent", $"prony/{ToolRecord.Current.Version}");
        foreach (var (name, value) in request.Headers)
        {
            Add(head, name, value);
        }

        if (NeedsLength(request))
        {
            AddUnlessSet(head, request, "Content-Length", request.Body.Length.ToString(CultureInfo.InvariantCulture));
        }

        if (!keepAlive)
        {
            AddUnlessSet(head, request, "Connection", "close");
        }

        head.Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. request.Body.Span];
    }

    private static bool NeedsLength(RequestDefinition request) =>
        !Has(request, "Transfer-Encoding") && (request.Body.Length > 0 || request.Method is "POST" or "PUT" or "PATCH");

    private static bool Has(RequestDefinition request, string name) =>
        request.Headers.Any(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static void AddUnlessSet(StringBuilder head, RequestDefinition request, string name, string value)
    {
        if (!Has(request, name))
        {
            Add(head, name, value);
        }
    }

    private static void Add(StringBuilder head, string name, string value)
    {
        CheckToken(name, "header name");
        CheckText(value, $"value of the header {name}", allowSpace: true);
        head.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    private static void CheckToken(string text, string what)
    {
        if (text.Length == 0 || text.Any(c => c <= ' ' || c >= 127 || "\"(),/:;<=>?@[\\]{}".Contains(c, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"The {what} '{text}' is no HTTP token: use letters, digits and - only.");
        }
    }

    private static void CheckText(string text, string what, bool allowSpace)
    {
        if (text.Any(c => (c < ' ' && c != '\t') || c == 127 || (c == ' ' && !allowSpace)))
        {
            throw new ArgumentException($"The {what} holds a line break, a control character or a space where none may be; encode it first.");
        }
    }
}
