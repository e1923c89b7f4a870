using System.Net.Sockets;
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
        if (options.Script is { } script)
        {
            throw new UsageException($"-s {script}: {WrkFlags.Wrk.Single(flag => flag.Names.Contains("-s")).Instead}.");
        }

        if (options.Connections > MostConnections)
        {
            throw new UsageException($"-c {options.Connections}: at most {MostConnections}.");
        }

        var url = new Uri(options.Url);
        var tool = options.Rate == 0 ? "wrk" : "wrk2";
        ToolRequest.RefuseCredentials(tool, url, "Say -H 'Authorization: Basic …' with both in base64.");
        var connections = (int)options.Connections;
        return new LoadPlan
        {
            Target = TargetPermission.Resolve(url, url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)),
            Requests = [ToolRequest.Literal(tool, new RequestDefinition("GET", url.PathAndQuery, HeadersOf(options.Headers), ReadOnlyMemory<byte>.Empty))],
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

    /// <summary>wrk keeps headers in a table: the last of a name counts.</summary>
    private static List<KeyValuePair<string, string>> HeadersOf(IReadOnlyList<string> texts)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var text in texts)
        {
            var colon = text.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 1 || text.AsSpan().ContainsAny('\r', '\n'))
            {
                throw new UsageException($"-H '{text}': expected 'Name: value' with a space behind the colon; wrk leaves anything else out without a word.");
            }

            headers.RemoveAll(header => header.Key == text[..colon]);
            headers.Add(new(text[..colon], text[(colon + 2)..]));
        }

        return headers;
    }
}
