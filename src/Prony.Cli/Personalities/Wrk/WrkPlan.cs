using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Prony.Load.Plans;
using Prony.Measurement.Machine;

namespace Prony.Cli.Personalities.Wrk;

/// <summary>From a command line of wrk or wrk2 to a plan.</summary>
internal static class WrkPlan
{
    private const int MostConnections = 1_000_000;

    /// <exception cref="UsageException">Something that cannot be done, or a name that cannot be resolved.</exception>
    public static LoadPlan Of(WrkOptions options)
    {
        var tool = options.Rate == 0 ? "wrk" : "wrk2";
        if (options.Connections > MostConnections)
        {
            throw ToolRefusal.OfValue(tool, "-c", options.Connections.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"at most {MostConnections}."));
        }

        var script = options.Script is { } file ? WrkScript.Read(tool, file) : null;
        var url = new Uri(options.Url);
        ToolRequest.RefuseCredentials(tool, url, "Say -H 'Authorization: Basic …' with both in base64.");
        var connections = (int)options.Connections;
        return new LoadPlan
        {
            Target = TargetPermission.Resolve(url, url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)),
            Requests =
            [
                ToolRequest.Literal(tool, new RequestDefinition(
                    script?.Method ?? "GET", script?.Path ?? url.PathAndQuery, HeadersOf(tool, options.Headers, script), Encoding.UTF8.GetBytes(script?.Body ?? ""))),
            ],
            Model = options.Rate == 0 ? new ClosedModel(connections) : new OpenModel(ToolRequest.Rate(tool, "-R", options.Rate), ArrivalKind.Uniform, connections),
            Measure = TimeSpan.FromSeconds(options.DurationS),
            Timeout = ToolRequest.LongestTimeout,   // wrk gives none up, it only counts those that took longer than its own
            Threads = (int)Math.Min(options.Threads, Affinity.UsableCpus()),
            Tls = new TlsSettings { Insecure = true },   // wrk looks at no certificate
            RowLimit = ToolRequest.AllRows,
        };
    }

    /// <summary>Why nobody can be reached there, in the system's words; null when somebody can.</summary>
    /// <remarks>wrk tries it before it begins, and ends when it fails.</remarks>
    public static string? FindProblem(LoadTarget target)
    {
        try
        {
            using var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(target.EndPoint);
            return null;
        }
        catch (SocketException failure)
        {
            return new SocketException(failure.ErrorCode).Message;   // without the address
        }
    }

    /// <summary>wrk keeps headers in a table: the last of a name counts, and a script has the last word. The length of the body is Prony's to say, as it is wrk's.</summary>
    private static List<KeyValuePair<string, string>> HeadersOf(string tool, IReadOnlyList<string> texts, WrkScript? script)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var text in texts)
        {
            var colon = text.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 1 || text.AsSpan().ContainsAny('\r', '\n'))
            {
                throw ToolRefusal.OfValue(tool, "-H", $"'{text}'", "expected 'Name: value' with a space behind the colon; wrk leaves anything else out without a word.");
            }

            Set(new(text[..colon], text[(colon + 2)..]));
        }

        foreach (var header in script?.Headers ?? [])
        {
            Set(header);
        }

        headers.RemoveAll(header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase));
        return headers;

        void Set(KeyValuePair<string, string> header)
        {
            headers.RemoveAll(other => other.Key == header.Key);
            headers.Add(header);
        }
    }
}
