using System.Globalization;
using System.Text.RegularExpressions;

namespace Prony.StallBench;

/// <summary>A load generator: how it is called with 10 connections for 20 s, at 1,000/s where it can (Prony also with as many connections as it needs), and how its output is read.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Command">Program and arguments; {url}, {prony} and {k6} are replaced.</param>
/// <param name="Read">Reads its output.</param>
internal sealed record Tool(string Name, string[] Command, Func<string, Row> Read)
{
    private static readonly string[] OpenProny =
        ["{prony}", "load", "{url}", "--rate", "1000/s", "--arrivals", "uniform", "--duration", "20s", "--quiet", "--json", "-"];

    /// <summary>Every tool that the table can hold, in the order of running.</summary>
    public static IReadOnlyList<Tool> All { get; } =
    [
        new("prony --rate 1000", [.. OpenProny], Prony),
        new("prony --rate 1000, 10 connections", [.. OpenProny, "--connections", "10"], Prony),
        new("wrk", ["wrk", "-t1", "-c10", "-d20s", "--latency", "{url}"], Wrk),
        new("wrk2 -R1000", ["wrk2", "-t1", "-c10", "-d30s", "-R1000", "--latency", "{url}"], Wrk),   // it discards its first 10 s
        new("hey -q 100", ["hey", "-z", "20s", "-c", "10", "-q", "100", "{url}"], Hey),
        new("ab -k", ["ab", "-q", "-k", "-c", "10", "-t", "20", "-n", "5000000", "{url}"], ApacheBench),
        new("h2load --rps 100", ["h2load", "--h1", "-t1", "-c10", "-D20", "--rps", "100", "{url}"], H2Load),
        new("oha -q 1000", ["oha", "--no-tui", "-z", "20s", "-c", "10", "-q", "1000", "{url}"], Hey),
        new("oha -q 1000 --latency-correction", ["oha", "--no-tui", "--latency-correction", "-z", "20s", "-c", "10", "-q", "1000", "{url}"], Hey),
        new("autocannon -R 1000", ["autocannon", "-R", "1000", "-c", "10", "-d", "20", "-j", "{url}"], AutoCannon),
        new("autocannon -R 1000 -C", ["autocannon", "-R", "1000", "-C", "-c", "10", "-d", "20", "-j", "{url}"], AutoCannon),
        new("loadtest --rps 1000", ["loadtest", "-t", "20", "-c", "10", "--rps", "1000", "-k", "{url}"], LoadTest),
        new("k6 constant-arrival-rate", ["k6", "run", "--quiet", "--summary-trend-stats", "avg,med,p(90),p(95),p(99)", "{k6}"], K6),
    ];

    /// <summary>The script that k6 wants.</summary>
    public static string K6Script(string url) => $$"""
        import http from 'k6/http';
        export const options = { scenarios: { s: { executor: 'constant-arrival-rate', rate: 1000, timeUnit: '1s', duration: '20s', preAllocatedVUs: 10, maxVUs: 10 } } };
        export default function () { http.get('{{url}}'); }
        """;

    private static Row Prony(string text)
    {
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var response = json.RootElement.GetProperty("response_ns");
        var percentiles = response.GetProperty("percentiles");
        double Ms(string p) => percentiles.GetProperty(p).GetDouble() / 1e6;
        return new Row(
            json.RootElement.GetProperty("sent_per_s").GetDouble(), response.GetProperty("mean").GetDouble() / 1e6, Ms("50"), Ms("90"), Ms("95"), Ms("99"));
    }

    private static Row AutoCannon(string text)
    {
        using var json = System.Text.Json.JsonDocument.Parse(text);
        var latency = json.RootElement.GetProperty("latency");
        double Ms(string name) => latency.GetProperty(name).GetDouble();
        return new Row(json.RootElement.GetProperty("requests").GetProperty("average").GetDouble(), Ms("mean"), Ms("p50"), Ms("p90"), double.NaN, Ms("p99"));
    }

    internal static Row Wrk(string text) => new(
        Find(text, @"Requests/sec:\s+([\d.]+)"), Find(text, @"Latency\s+([\d.]+)(us|ms|s|m)"), WrkPercentile(text, 50), WrkPercentile(text, 90), WrkPercentile(text, 95), WrkPercentile(text, 99));

    private static double WrkPercentile(string text, int p) => Find(text, $@"^\s+{p}(?:\.000)?%\s+([\d.]+)(us|ms|s|m)");

    internal static Row Hey(string text) => new(
        Find(text, @"Requests/sec:\s+([\d.]+)"),
        Find(text, @"Average:\s+([\d.]+) (secs|sec|ms|us)"), HeyPercentile(text, 50), HeyPercentile(text, 90), HeyPercentile(text, 95), HeyPercentile(text, 99));

    private static double HeyPercentile(string text, int p) => Find(text, $@"^\s+{p}(?:\.00)?%+ in ([\d.]+) (secs|sec|ms|us)");

    internal static Row ApacheBench(string text) => new(
        Find(text, @"Requests per second:\s+([\d.]+)"),
        Find(text, @"Time per request:\s+([\d.]+) \[(ms)\] \(mean\)"), AbPercentile(text, 50), AbPercentile(text, 90), AbPercentile(text, 95), AbPercentile(text, 99));

    private static double AbPercentile(string text, int p) => Find(text, $@"^\s+{p}%\s+(\d+)");

    private static Row H2Load(string text) => new(
        Find(text, @"finished in [^,]+, ([\d.]+) req/s"), Find(text, @"time for request:\s+\S+\s+\S+\s+([\d.]+)(us|ms|s)"), double.NaN, double.NaN, double.NaN, double.NaN);

    internal static Row LoadTest(string text) => new(
        Find(text, @"Effective rps:\s+([\d.]+)"),
        Find(text, @"Mean latency:\s+([\d.]+) (ms)"), LoadTestPercentile(text, 50), LoadTestPercentile(text, 90), LoadTestPercentile(text, 95), LoadTestPercentile(text, 99));

    private static double LoadTestPercentile(string text, int p) => Find(text, $@"^\s+{p}%\s+([\d.]+) (ms)");

    private static Row K6(string text)
    {
        double Ms(string name) => Find(text, $@"http_req_duration[^\n]*?\b{name}=([\d.]+)(µs|ms|s|m)");
        return new Row(Find(text, @"http_reqs[^\n]*?([\d.]+)/s"), Ms("avg"), Ms("med"), Ms(@"p\(90\)"), Ms(@"p\(95\)"), Ms(@"p\(99\)"));
    }

    /// <summary>The first figure that matches, its unit turned into milliseconds; NaN when there is none.</summary>
    private static double Find(string text, string pattern)
    {
        var match = Regex.Match(text, pattern, RegexOptions.Multiline);
        if (!match.Success)
        {
            return double.NaN;
        }

        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "us" or "µs" => value / 1e3,
            "s" or "sec" or "secs" => value * 1e3,
            "m" => value * 60e3,
            _ => value,
        };
    }
}
