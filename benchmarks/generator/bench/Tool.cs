using System.Globalization;
using System.Text.RegularExpressions;

namespace Prony.GeneratorBench;

/// <summary>A load generator: how it is called, and where it says what it did.</summary>
/// <param name="Name">As in the tables.</param>
/// <param name="KeepAlive">Program and arguments for one keep-alive GET after the other on {c} connections for {s} seconds.</param>
/// <param name="Total">Finds the number of responses in its output; null when it says a rate only.</param>
/// <param name="PerSecond">Finds the requests per second in its output.</param>
/// <remarks>{port}, {c}, {s}, {r} (requests a second), {bench}, {prony} and {root} are replaced.</remarks>
internal sealed partial record Tool(string Name, string[] KeepAlive, Regex? Total, Regex PerSecond)
{
    private const string Url = "http://127.0.0.1:{port}/";
    private const string ManyRequests = "100000000";

    /// <summary>The same with a new connection for each request; null when it cannot do that.</summary>
    public string[]? Close { get; private init; }

    /// <summary>{r} requests a second on ten connections; null when it has no rate in total.</summary>
    public string[]? AtRate { get; private init; }

    /// <summary>Every tool that the tables can hold, in the order of running.</summary>
    public static IReadOnlyList<Tool> All { get; } =
    [
        Extended("prony engine", ["{bench}", "load", "{port}", "{c}", "{s}"], OwnTotal(), OwnRate(), ["close"]),
        Extended("prony load", ["{prony}", "load", Url, "-c", "{c}", "-d", "{s}s", "--threads", "1", "--json", "-", "--quiet"], JsonTotal(), JsonRate(), ["--no-keepalive"]),
        new("floor", ["{bench}", "floor", "{port}", "{c}", "{s}"], OwnTotal(), OwnRate()),
        Extended("wrk", ["wrk", "-t1", "-c{c}", "-d{s}s", "--latency", Url], WrkTotal(), WrkRate(), ["-H", "Connection: close"]),
        new("ab", ["ab", "-q", "-k", "-t", "{s}", "-n", ManyRequests, "-c", "{c}", Url], AbTotal(), AbRate())
        {
            Close = ["ab", "-q", "-t", "{s}", "-n", ManyRequests, "-c", "{c}", Url],
        },
        new("h2load", ["h2load", "--h1", "-t1", "-c{c}", "-D{s}", Url], H2LoadTotal(), H2LoadRate()),
        Extended("hey", ["hey", "-z", "{s}s", "-c", "{c}", Url], HeyTotal(), HeyRate(), ["-disable-keepalive"]),
        Extended("gcannon", ["gcannon", Url, "-t", "1", "-c", "{c}", "-d", "{s}s", "--json"], GcannonTotal(), GcannonRate(), ["-r", "1"]),
        Extended("oha", ["oha", "--no-tui", "-z", "{s}s", "-c", "{c}", Url], HeyTotal(), HeyRate(), ["--disable-keepalive"]) with
        {
            AtRate = ["oha", "--no-tui", "-z", "{s}s", "-c", "10", "-q", "{r}", Url],
        },
        Extended("wrk2", ["wrk2", "-t1", "-c{c}", "-d{s}s", "-R10000000", Url], WrkTotal(), WrkRate(), ["-H", "Connection: close"]) with
        {
            AtRate = ["wrk2", "-t1", "-c10", "-d{s}s", "-R{r}", Url],
        },
        Extended("bombardier", ["bombardier", "-c", "{c}", "-d", "{s}s", "--print", "result", "--format", "json", Url], BombardierTotal(), BombardierRate(), ["--disableKeepAlives"]) with
        {
            AtRate = ["bombardier", "-c", "10", "-d", "{s}s", "--rate", "{r}", "--print", "result", "--format", "json", Url],
        },
        Extended("k6", ["k6", "run", "--quiet", "--vus", "{c}", "--duration", "{s}s", "--env", "TARGET=" + Url, "{root}/benchmarks/generator/k6.js"], K6Total(), K6Rate(), ["--no-connection-reuse"]),
    ];

    /// <summary>Those of them that are here, and named in TOOLS if that is set.</summary>
    public static IReadOnlyList<Tool> Present(Settings settings)
    {
        var names = (Environment.GetEnvironmentVariable("TOOLS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. All.Where(tool => (names.Length == 0 || names.Contains(tool.Name)) && IsPresent(tool.KeepAlive[0], settings))];
    }

    /// <summary>A command with everything filled in.</summary>
    public static string[] Fill(string[] command, Settings settings, int connections, int perSecond = 0) =>
    [
        .. command.Select(word => word
            .Replace("{bench}", Settings.Bench, StringComparison.Ordinal)
            .Replace("{prony}", settings.Prony, StringComparison.Ordinal)
            .Replace("{root}", settings.Root, StringComparison.Ordinal)
            .Replace("{port}", Text(MinimalServer.Port), StringComparison.Ordinal)
            .Replace("{c}", Text(connections), StringComparison.Ordinal)
            .Replace("{r}", Text(perSecond), StringComparison.Ordinal)
            .Replace("{s}", Text(settings.Seconds), StringComparison.Ordinal)),
    ];

    /// <summary>Responses and requests per second that an output tells; null when it tells no rate.</summary>
    public (double Total, double PerSecond)? Read(string output, int seconds)
    {
        if (Find(PerSecond, output) is not { } perSecond)
        {
            return null;
        }

        var total = (Total is null ? null : Find(Total, output)) ?? perSecond * seconds;
        return total > 0 ? (total, perSecond) : null;
    }

    /// <summary>The first group of a match as a number; null when there is none.</summary>
    public static double? Find(Regex regex, string output)
    {
        var match = regex.Match(output);
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>A tool that ends connections when it is given some more words.</summary>
    private static Tool Extended(string name, string[] keepAlive, Regex total, Regex perSecond, string[] close) =>
        new(name, keepAlive, total, perSecond) { Close = [.. keepAlive, .. close] };

    private static bool IsPresent(string program, Settings settings) => program switch
    {
        "{bench}" => true,
        "{prony}" => File.Exists(settings.Prony),
        _ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^requests (\d+)", RegexOptions.Multiline)]
    private static partial Regex OwnTotal();

    [GeneratedRegex(@"per second (\d+)")]
    private static partial Regex OwnRate();

    [GeneratedRegex("\"completed\": ?(\\d+)")]
    private static partial Regex JsonTotal();

    [GeneratedRegex("\"completed_per_s\": ?([0-9.]+)")]
    private static partial Regex JsonRate();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex WrkTotal();

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex WrkRate();

    [GeneratedRegex(@"Complete requests:\s+(\d+)")]
    private static partial Regex AbTotal();

    [GeneratedRegex(@"Requests per second:\s+([0-9.]+)")]
    private static partial Regex AbRate();

    [GeneratedRegex(@"(\d+) succeeded")]
    private static partial Regex H2LoadTotal();

    [GeneratedRegex(@"finished in [^,]+, ([0-9.]+) req/s")]
    private static partial Regex H2LoadRate();

    [GeneratedRegex(@"\[200\]\s+(\d+) responses")]
    private static partial Regex HeyTotal();

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex HeyRate();

    [GeneratedRegex("\"responses\": ?(\\d+)")]
    private static partial Regex GcannonTotal();

    [GeneratedRegex("\"rps\": ?([0-9.]+)")]
    private static partial Regex GcannonRate();

    [GeneratedRegex("\"req2xx\": ?(\\d+)")]
    private static partial Regex BombardierTotal();

    [GeneratedRegex("\"rps\": ?\\{\"mean\": ?([0-9.]+)")]
    private static partial Regex BombardierRate();

    [GeneratedRegex(@"http_reqs\.*: (\d+)")]
    private static partial Regex K6Total();

    [GeneratedRegex(@"http_reqs\.*: \d+\s+([0-9.]+)/s")]
    private static partial Regex K6Rate();
}
