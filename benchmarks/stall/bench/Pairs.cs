using Prony.Reference;

namespace Prony.StallBench;

/// <summary>The same command line, given to a tool and to Prony in its place: what both print, and what Prony adds about it.</summary>
internal static class Pairs
{
    private static readonly Pair[] Stall =
    [
        new("wrk", ["-t1", "-c10", "-d10s", "--latency", "{url}"], Tool.Wrk),
        new("wrk2", ["-t1", "-c10", "-d20s", "-R1000", "--latency", "{url}"], Tool.Wrk),   // it discards its first 10 s
        new("hey", ["-z", "10s", "-c", "10", "-q", "100", "{url}"], Tool.Hey),
        new("ab", ["-q", "-k", "-c", "10", "-t", "10", "-n", "5000000", "{url}"], Tool.ApacheBench),
        new("oha", ["--no-tui", "-z", "10s", "-c", "10", "-q", "1000", "{url}"], Tool.Hey),
        new("loadtest", ["-t", "10", "-c", "10", "--rps", "1000", "-k", "{url}"], Tool.LoadTest),
    ];

    private static readonly Pair[] TwoSpeeds =
    [
        new("wrk", ["-t1", "-c10", "-d2s", "--latency", "{url}"], Tool.Wrk),
        new("hey", ["-z", "2s", "-c", "10", "{url}"], Tool.Hey),
        new("ab", ["-q", "-k", "-c", "10", "-t", "2", "-n", "5000000", "{url}"], Tool.ApacheBench),
        new("oha", ["--no-tui", "-z", "2s", "-c", "10", "{url}"], Tool.Hey),
        new("loadtest", ["-t", "2", "-c", "10", "-k", "{url}"], Tool.LoadTest),
    ];

    /// <summary>Prints both experiments, of all tools or of those that are named; about two and a half minutes with six tools.</summary>
    public static void Print(string prony, string[] names)
    {
        Print(
            "A server frozen for 1 s in every 5 s; 10 connections, 1,000 requests/s where the tool has a rate, 10 s (wrk2: 20 s). Milliseconds.",
            new Row(1000, 100, 0, 500, 750, 950).Line("**truth** at 1,000/s"),
            () => ServerModel.Frozen(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)),
            Stall.Where(pair => names.Length == 0 || names.Contains(pair.Tool)),
            prony);
        Print(
            "A server that delays every tenth answer by 200 ms and gives the others at once; 10 connections, as fast as it goes, 2 s. Milliseconds.",
            new Row(double.NaN, 20, 0, 200, 200, 200).Line("**truth**"),
            () => ServerModel.EveryNth(10, TimeSpan.FromMilliseconds(200)),
            TwoSpeeds.Where(pair => names.Length == 0 || names.Contains(pair.Tool)),
            prony);
    }

    private static void Print(string title, string truth, Func<ServerModel> model, IEnumerable<Pair> pairs, string prony)
    {
        Console.WriteLine($"{title}\n\n| tool | requests/s | mean | p50 | p90 | p95 | p99 |\n|---|---|---|---|---|---|---|\n{truth}");
        var said = new List<string>();
        foreach (var (tool, words, read) in pairs)
        {
            PrintLine(tool, [tool], words, read, model);
            if (PrintLine($"prony {tool}", [prony, tool], words, read, model) is { Length: > 0 } errors)
            {
                said.Add($"`prony {tool}` adds:\n\n```\n{errors.Trim()}\n```\n");
            }
        }

        Console.WriteLine("\n" + string.Join('\n', said));
    }

    /// <summary>One line of the table.</summary>
    /// <returns>What it said on standard error.</returns>
    private static string PrintLine(string name, string[] program, string[] words, Func<string, Row> read, Func<ServerModel> model)
    {
        using var server = ReferenceServer.Start(model(), keepsLog: false);
        var url = $"http://127.0.0.1:{server.EndPoint.Port}/";
        try
        {
            var said = Runner.Run([.. program, .. words.Select(word => word.Replace("{url}", url, StringComparison.Ordinal))]);
            Console.WriteLine(said is { } text ? read(text.Output).Line(name) : $"| {name} | not on PATH | | | | | |");
            return said?.Errors ?? "";
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            Console.WriteLine($"| {name} | failed: {error.Message.ReplaceLineEndings(" ")} | | | | | |");
            return "";
        }
    }

    /// <summary>A tool that Prony stands in for.</summary>
    /// <param name="Tool">Its name, which is Prony's verb too.</param>
    /// <param name="Words">The command line after it.</param>
    /// <param name="Read">Reads the text of both.</param>
    private sealed record Pair(string Tool, string[] Words, Func<string, Row> Read);
}
