using System.Globalization;
using System.Text.RegularExpressions;

namespace Prony.GeneratorBench;

/// <summary>A load generator: how it is called for one keep-alive GET after the other, and where it says what it did.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Command">Program and arguments; {port}, {c}, {s}, {bench} and {prony} are replaced.</param>
/// <param name="Total">Finds the number of responses in its output; null when it says a rate only.</param>
/// <param name="Rate">Finds the requests per second in its output.</param>
internal sealed partial record Tool(string Name, string[] Command, Regex? Total, Regex Rate)
{
    /// <summary>Every tool that the table can hold, in the order of running.</summary>
    public static IReadOnlyList<Tool> All { get; } =
    [
        new("prony engine", ["{bench}", "load", "{port}", "{c}", "{s}"], OwnTotal(), OwnRate()),
        new("prony load", ["{prony}", "load", "http://127.0.0.1:{port}/", "-c", "{c}", "-d", "{s}s", "--threads", "1", "--json", "-", "--quiet"], JsonTotal(), JsonRate()),
        new("floor", ["{bench}", "floor", "{port}", "{c}", "{s}"], OwnTotal(), OwnRate()),
        new("wrk", ["wrk", "-t1", "-c{c}", "-d{s}s", "--latency", "http://127.0.0.1:{port}/"], WrkTotal(), WrkRate()),
        new("ab -k", ["ab", "-q", "-k", "-t", "{s}", "-n", "100000000", "-c", "{c}", "http://127.0.0.1:{port}/"], AbTotal(), AbRate()),
        new("h2load", ["h2load", "--h1", "-t1", "-c{c}", "-D{s}", "http://127.0.0.1:{port}/"], null, H2LoadRate()),
        new("hey", ["hey", "-z", "{s}s", "-c", "{c}", "http://127.0.0.1:{port}/"], null, HeyRate()),
    ];

    /// <summary>Reads an output; null when it is not there.</summary>
    public static double? Find(Regex regex, string output)
    {
        var match = regex.Match(output);
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

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

    [GeneratedRegex(@"finished in [^,]+, ([0-9.]+) req/s")]
    private static partial Regex H2LoadRate();

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex HeyRate();
}
