using System.Globalization;
using Prony.Measurement.Machine;

namespace Prony.Cli.Personalities.Hey;

/// <summary>hey's help and flags (hey 0.1.4).</summary>
internal static class HeyText
{
    /// <summary>The help as hey prints it to standard error.</summary>
    public static string Usage { get; } = $"""
        Usage: hey [options...] <url>

        Options:
          -n  Number of requests to run. Default is 200.
          -c  Number of workers to run concurrently. Total number of requests cannot
              be smaller than the concurrency level. Default is 50.
          -q  Rate limit, in queries per second (QPS) per worker. Default is no rate limit.
          -z  Duration of application to send requests. When duration is reached,
              application stops and exits. If duration is specified, n is ignored.
              Examples: -z 10s -z 3m.
          -o  Output type. If none provided, a summary is printed.
              "csv" is the only supported alternative. Dumps the response
              metrics in comma-separated values format.

          -m  HTTP method, one of GET, POST, PUT, DELETE, HEAD, OPTIONS.
          -H  Custom HTTP header. You can specify as many as needed by repeating the flag.
              For example, -H "Accept: text/html" -H "Content-Type: application/xml" .
          -t  Timeout for each request in seconds. Default is 20, use 0 for infinite.
          -A  HTTP Accept header.
          -d  HTTP request body.
          -D  HTTP request body from file. For example, /home/user/file.txt or ./file.txt.
          -T  Content-type, defaults to "text/html".
          -a  Basic authentication, username:password.
          -x  HTTP Proxy address as host:port.
          -h2 Enable HTTP/2.

          -host{'\t'}HTTP Host header.

          -disable-compression  Disable compression.
          -disable-keepalive    Disable keep-alive, prevents re-use of TCP
                                connections between different HTTP requests.
          -disable-redirects    Disable following of HTTP redirects
          -cpus                 Number of used cpu cores.
                                (default for current machine is {Affinity.UsableCpus().ToString(CultureInfo.InvariantCulture)} cores)

        """;

    /// <summary>How Go's flag package reads each, -U of the versions after 0.1.4 among them.</summary>
    public static IReadOnlyDictionary<string, GoKind> Kinds { get; } = new Dictionary<string, GoKind>
    {
        ["m"] = GoKind.Text,
        ["h"] = GoKind.Text,
        ["d"] = GoKind.Text,
        ["D"] = GoKind.Text,
        ["A"] = GoKind.Text,
        ["T"] = GoKind.Text,
        ["U"] = GoKind.Text,
        ["a"] = GoKind.Text,
        ["host"] = GoKind.Text,
        ["o"] = GoKind.Text,
        ["x"] = GoKind.Text,
        ["H"] = GoKind.Many,
        ["c"] = GoKind.Whole,
        ["n"] = GoKind.Whole,
        ["t"] = GoKind.Whole,
        ["cpus"] = GoKind.Whole,
        ["q"] = GoKind.Number,
        ["z"] = GoKind.Duration,
        ["h2"] = GoKind.Switch,
        ["disable-compression"] = GoKind.Switch,
        ["disable-keepalive"] = GoKind.Switch,
        ["disable-redirects"] = GoKind.Switch,
    };

    /// <summary>The table.</summary>
    public static IReadOnlyList<ToolFlag> Flags { get; } =
    [
        Yes("-n", "N", "Requests in all, rounded down to a multiple of -c", "200"),
        Yes("-c", "N", "Workers: connections that each wait for their answer", "50"),
        Yes("-q", "N", "Requests a second of each worker; Prony keeps the whole rate, -q times -c, whatever the server does", "no limit"),
        Yes("-z", "DURATION", "Sends for this long, and waits for what is under way; -n does not count then", ""),
        Yes("-o", "csv", "Prints a line for each answer; a template of Go in its place is refused: use prony load --json -", "a summary"),
        Yes("-m", "METHOD", "Method", "GET"),
        Yes("-H", "NAME: VALUE", "A header; repeatable, the last of a name counts", ""),
        Yes("-t", "SECONDS", "Longest wait for an answer; 0 is for ever, with Prony an hour", "20"),
        Yes("-A", "TYPE", "Header Accept", ""),
        Yes("-d", "TEXT", "Body", ""),
        Yes("-D", "FILE", "Body from a file", ""),
        Yes("-T", "TYPE", "Header Content-Type", "text/html"),
        Yes("-U", "TEXT", "Header User-Agent, with hey's own behind it", "hey/0.0.1") with { Version = "hey after 0.1.4" },
        Yes("-a", "USER:PASSWORD", "Basic authentication", ""),
        Yes("-x", "HOST:PORT", "HTTP proxy", ""),
        Yes("-h2", "", "HTTP/2 where the address is https", ""),
        Yes("-host", "NAME", "Header Host", "of the address"),
        Yes("-disable-compression", "", "Does not ask for gzip", ""),
        Yes("-disable-keepalive", "", "A connection for each request", ""),
        Yes("-disable-redirects", "", "A redirect is an answer like any other; without it Prony follows up to 10, as hey does", ""),
        Yes("-cpus", "N", "Threads that make the load", "all CPUs"),
    ];

    private static ToolFlag Yes(string name, string value, string meaning, string otherwise) => new([name], value, meaning, otherwise, FlagState.Supported, "");
}
