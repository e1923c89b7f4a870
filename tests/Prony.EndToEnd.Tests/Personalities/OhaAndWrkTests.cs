using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Prony.Testing;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Personalities;

/// <summary>oha, wrk, wrk2 and psrecord in Prony's place: what a script that calls them gets.</summary>
[Trait("Speed", "Slow")]
public sealed class OhaAndWrkTests
{
    [Fact]
    public void A_parser_written_for_wrk_reads_prony()
    {
        using var server = ScriptedServer.Answering();
        var ours = Tool.Run(["wrk", .. WrkLine(server)]);
        ours.ExitCode.ShouldBe(0, ours.ToString());
        ReadWrk(ours.Output).ShouldBeGreaterThan(10);
        ours.Output.ShouldStartWith($"Running 1s test @ {Url(server)}\n  1 threads and 2 connections\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n");
    }

    [OriginalFact("wrk")]
    public void A_parser_written_for_wrk_reads_wrk_and_the_lines_are_the_same()
    {
        using var server = ScriptedServer.Answering();
        var (code, theirs, error) = Originals.Run(Originals.PathOf("wrk"), WrkLine(server));
        code.ShouldBe(0, error);
        ReadWrk(theirs).ShouldBeGreaterThan(10);
        Shape(Tool.Run(["wrk", .. WrkLine(server)]).Output).ShouldBe(Shape(theirs));
    }

    [Fact]
    public void Wrk_ends_as_wrk_does_where_nothing_can_be_done()
    {
        var free = ScriptedServer.UnusedAddress();
        var refused = Tool.Run("wrk", "-t1", "-c1", "-d1s", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{free.Port}/"));
        (refused.ExitCode, refused.Output, refused.Error).ShouldBe((1, "", string.Create(CultureInfo.InvariantCulture, $"unable to connect to 127.0.0.1:{free.Port} Connection refused\n")));
        var unknown = Tool.Run("wrk", "--zap");
        unknown.ExitCode.ShouldBe(1);
        unknown.Error.ShouldBe("wrk: unrecognized option '--zap'\n");
        unknown.Output.ShouldStartWith("Usage: wrk <options> <url>");
        var script = Tool.Run("wrk", "-s", "x.lua", "http://127.0.0.1/");
        script.ExitCode.ShouldBe(1);
        script.Error.ShouldBe("prony: wrk -s x.lua: there is no such file.\n");
    }

    [Fact]
    public void Wrk2_prints_the_spectrum_of_the_latency_from_the_due_instant()
    {
        using var server = ScriptedServer.Answering(delay: TimeSpan.FromMilliseconds(5));
        var result = Tool.Run("wrk2", "-t1", "-c4", "-d1s", "-R100", "-L", "--no-truth", Url(server));
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldBeEmpty();
        result.Output.ShouldContain("\n  Latency Distribution (HdrHistogram - Recorded Latency)\n 50.000%");
        result.Output.ShouldContain("\n#[Buckets =           27, SubBuckets     =         2048]\n");
        var counted = long.Parse(Regex.Match(result.Output, @"Total count    =\s+(\d+)\]").Groups[1].Value, CultureInfo.InvariantCulture);
        counted.ShouldBe(long.Parse(Regex.Match(result.Output, @"^  (\d+) requests in ", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture));
        counted.ShouldBeInRange(50, 101);
    }

    [Fact]
    public void Oha_prints_json_and_says_what_it_would_have_got_wrong()
    {
        using var server = ScriptedServer.Answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno");
        var result = Tool.Run("oha", "-n", "40", "-c", "2", "--no-tui", "--output-format", "json", Url(server));
        result.ExitCode.ShouldBe(0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        json.RootElement.GetProperty("statusCodeDistribution").GetProperty("503").GetInt32().ShouldBe(40);
        json.RootElement.GetProperty("summary").GetProperty("totalData").GetInt32().ShouldBe(80);
        result.Error.ShouldContain("\nProny on these numbers (what oha does not tell; --no-truth silences this):\n");
        result.Error.ShouldContain("40 of 40 had a status of 400 or more; 0.00 % succeeded");
    }

    [Fact]
    public void The_line_of_the_article_runs_and_has_its_layout()
    {
        string? seen = null;
        using var server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                seen = request;
                await connection.SendAsync(ScriptedServer.Ok);
            }
        });
        var result = Tool.Run("oha", "--as", "0.5", "-z", "1s", "-c", "5", "--no-tui", "-H", "Cookie: sessionid=abc", "--no-truth", Url(server));
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldBeEmpty();
        result.Output.ShouldStartWith("Summary:\n  Success rate:\t1.0000\n  Total:\t1.000");
        result.Output.ShouldContain("\nLatency distribution:\n  10% in 0.0");
        result.Output.ShouldContain("\nStatus code distribution:\n  [200] ");
        seen!.ShouldContain("\r\nCookie: sessionid=abc\r\n");
        var current = Tool.Run("oha", "-n", "10", "-c", "1", Url(server));
        current.Output.ShouldStartWith("Summary:\n  Success rate:\t100.00%\n");
        current.Output.ShouldContain("\nResponse time distribution:\n  10.00% in ");
    }

    [Fact]
    public void Oha_ends_as_clap_does_on_what_it_does_not_know()
    {
        var unknown = Tool.Run("oha", "--zap", "http://127.0.0.1/");
        (unknown.ExitCode, unknown.Output).ShouldBe((2, ""));
        unknown.Error.ShouldStartWith("error: unexpected argument '--zap' found\n");
        var refused = Tool.Run("oha", "--db-url", "x.db", "http://127.0.0.1/");
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldStartWith("prony: oha --db-url: Prony does not do this (writes requests to an SQLite database). Use --output-format csv");
        var late = Tool.Run("oha", "127.0.0.1");
        (late.ExitCode, late.Error).ShouldBe((1, "Error: relative URL without a base\n"));
    }

    [Fact]
    public void Psrecord_records_a_process_and_a_command()
    {
        using var work = new Workspace();
        using var sleeper = Process.Start("sleep", "30");
        try
        {
            var (log, plot) = (Path.Combine(work.Folder, "gunicorn.log"), Path.Combine(work.Folder, "gunicorn.png"));
            var pid = sleeper.Id.ToString(CultureInfo.InvariantCulture);
            var result = Tool.Run("psrecord", "--interval", "0.2", "--include-children", "--duration", "0.9", "--log", log, "--plot", plot, pid);
            (result.ExitCode, result.Output, result.Error).ShouldBe((0, $"Attaching to process {pid}\n", ""));
            File.ReadAllBytes(plot)[..4].ShouldBe("\x89PNG".Select(letter => (byte)letter));
            var lines = File.ReadAllLines(log);
            lines[0].ShouldBe("# Elapsed time   CPU (%)     Real (MB)   Virtual (MB)");
            lines.Length.ShouldBeGreaterThan(3);
            lines.Skip(1).ShouldAllBe(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 4);
        }
        finally
        {
            sleeper.Kill();
        }

        var command = Tool.Run("psrecord", "--interval", "0.1", "sleep 0.3");
        command.ExitCode.ShouldBe(0, command.ToString());
        command.Output.ShouldStartWith("Starting up command 'sleep 0.3' and attaching to process\n# Elapsed time   CPU (%)");
        command.Output.ShouldEndWith(" seconds)\n");
    }

    [Fact]
    public void Psrecord_ends_as_psrecord_does_where_there_is_nothing()
    {
        var none = Tool.Run("psrecord", "--log");
        none.ExitCode.ShouldBe(2);
        none.Error.ShouldEndWith("psrecord: error: argument --log: expected one argument\n");
        var gone = Tool.Run("psrecord", "999999999");
        gone.ExitCode.ShouldBe(1);
        gone.Error.ShouldContain("NoSuchProcess");
    }

    [Fact]
    public void Cpu_of_children_that_ended_between_two_readings_is_named()
    {
        // Ten children, each of which burns CPU for less than an interval.
        const string Burn = "for i in 1 2 3 4 5 6 7 8 9 10; do timeout 0.1 sh -c 'while :; do :; done'; done";
        var result = Tool.Run("psrecord", "--interval", "1", "--include-children", Burn);
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("psrecord's CPU (%) has neither the first reading of a process nor what children used that ended between two readings");
    }

    private static string[] WrkLine(ScriptedServer server) => ["-t1", "-c2", "-d1s", "--latency", Url(server)];

    private static string Url(ScriptedServer server) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)server.EndPoint).Port}/");

    /// <summary>The expressions by which TechEmpower's benchmarks read wrk.</summary>
    private static double ReadWrk(string text)
    {
        var latency = Regex.Match(text, @"^\s+Latency\s+(?<avg>\S+)\s+(?<stdev>\S+)\s+(?<max>\S+)\s+(?<within>\S+)$", RegexOptions.Multiline);
        latency.Success.ShouldBeTrue(text);
        latency.Groups["avg"].Value.ShouldMatch(@"^[\d.]+(us|ms|s)$");
        Regex.IsMatch(text, @"(?<requests>\d+) requests in (?<time>[\d.]+)(s|m), (?<size>[\d.]+[KMG]?B) read").ShouldBeTrue(text);
        Regex.Count(text, @"^\s+(50|75|90|99)%\s+[\d.]+(us|ms|s)$", RegexOptions.Multiline).ShouldBe(4, text);
        return double.Parse(Regex.Match(text, @"Requests/sec:\s+([\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>A text without its numbers, units and the widths of its columns.</summary>
    private static string Shape(string text) => Regex.Replace(Regex.Replace(text, @"[\d.]+(us|ms|s|m|k|K|M|G)?(B)?", "#"), " +", " ");
}
