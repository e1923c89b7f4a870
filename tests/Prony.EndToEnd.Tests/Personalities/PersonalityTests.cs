using System.Globalization;
using System.Text.RegularExpressions;
using Prony.Reference;
using Prony.Testing;
using Shouldly;
using Xunit;

namespace Prony.EndToEnd.Tests.Personalities;

/// <summary>Command lines of hey, ab and loadtest on a server whose response times are known, beside the originals where they are installed: one reader reads both.</summary>
[Trait("Speed", "Slow")]
public sealed class PersonalityTests : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);

    private readonly ReferenceServer _server = ReferenceServer.Start(ServerModel.FixedDelay(Delay), keepsLog: false);

    private string Url => string.Create(CultureInfo.InvariantCulture, $"http://{_server.EndPoint}/");

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Hey_prints_what_hey_prints() => Read(Hey, Ours);

    [OriginalFact("hey")]
    public void The_reader_of_hey_was_written_for_hey() => Read(Hey, Theirs);

    [Fact]
    public void Ab_prints_what_ab_prints_and_writes_its_files() => Read(Ab, Ours);

    [OriginalFact("ab")]
    public void The_reader_of_ab_was_written_for_ab() => Read(Ab, Theirs);

    [Fact]
    public void Ab_says_how_far_it_is_and_ends_when_its_time_is_up()
    {
        var result = Tool.Run("ab", "-n", "200", "-c", "10", "-k", Url);
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldStartWith("Completed 100 requests\nCompleted 200 requests\nFinished 200 requests\n");
        var timed = Tool.Run("ab", "-t", "1", "-c", "5", "-k", "--no-truth", Url);
        timed.ExitCode.ShouldBe(0, timed.ToString());
        OriginalText.Ab(timed.Output).Complete.ShouldBeInRange(20, 255);
        timed.Output.ShouldContain("Time taken for tests:   1.");
    }

    [Fact]
    public void Loadtest_prints_what_loadtest_prints() => Read(Loadtest, Ours);

    [OriginalFact("loadtest")]
    public void The_reader_of_loadtest_was_written_for_loadtest() => Read(Loadtest, Theirs);

    [OriginalFact("loadtest")]
    public void Loadtest_s_report_has_the_same_lines_as_loadtest_s()
    {
        string[] line = ["-n", "100", "-c", "5", "--cores", "1", "-k", Url];
        Shape(Ours("loadtest", line)).ShouldBe(Shape(Theirs("loadtest", line)));
        string[] rate = ["-t", "1", "--rps", "50", "--cores", "1", Url];
        Shape(Ours("loadtest", rate)).ShouldBe(Shape(Theirs("loadtest", rate)));
    }

    [Fact]
    public void Where_nobody_listens_each_ends_as_its_original_does()
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://{ScriptedServer.UnusedAddress()}/");
        var hey = Tool.Run("hey", "-n", "20", "-c", "2", "--no-truth", url);
        hey.ExitCode.ShouldBe(0, hey.ToString());
        hey.Error.ShouldBeEmpty();
        hey.Output.ShouldContain("Average:\t NaN secs");
        hey.Output.ShouldContain($"[20]\tGet \"{url}\": dial tcp {url[7..^1]}: connect: connection refused\n");
        var ab = Tool.Run("ab", "-n", "20", "-c", "2", url);
        ab.ExitCode.ShouldBe(111, ab.ToString());
        ab.Error.ShouldBe("apr_socket_recv: Connection refused (111)\n");
        ab.Output.ShouldEndWith("Benchmarking 127.0.0.1 (be patient)...\n");
        var loadtest = Tool.Run("loadtest", "-n", "20", "-c", "2", "--cores", "1", url);
        loadtest.ExitCode.ShouldBe(0, loadtest.ToString());
        loadtest.Output.ShouldEndWith("\n   -1:   20 errors\n");
        loadtest.Error.ShouldContain("20 × refused");
    }

    [Fact]
    public void A_link_under_the_tool_s_name_is_the_tool_and_what_Prony_refuses_is_no_silence()
    {
        var folder = Directory.CreateTempSubdirectory("prony-link-").FullName;
        try
        {
            foreach (var target in new[] { Clone.PathOf("prony"), Clone.PathOf("artifacts", "prony", "prony") })
            {
                var link = Path.Combine(folder, "hey");
                File.CreateSymbolicLink(link, target);
                var (code, _, error) = Originals.Run(link, "-zz");
                code.ShouldBe(2);
                error.ShouldStartWith("flag provided but not defined: -zz\nUsage: hey [options...] <url>\n");
                File.Delete(link);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var refused = Tool.Run("ab", "-v", "2", Url);
        refused.ExitCode.ShouldBe(2, refused.ToString());
        refused.Error.ShouldStartWith("prony: ab -v: Prony does not do this (print what is sent and received). Use curl -v");
        Tool.Run("hey", "-n", "1", "-c", "1", "http://192.0.2.1/").ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(2), r => r.Error.ShouldContain("add --yes"));
    }

    [Fact]
    public void The_help_of_Prony_has_a_line_for_each()
    {
        var help = Tool.Run("--help").Output;
        foreach (var name in new[] { "hey", "ab", "loadtest" })
        {
            help.ShouldContain($"\n  {name} ");
        }
    }

    /// <summary>The same reader for a report of Prony's and for one of the original's.</summary>
    private void Read(Action<ProgramOutput, string> reader, ProgramOutput program) => reader(program, Url);

    private static void Hey(ProgramOutput run, string url)
    {
        var (total, perS, p50, p99, status, errors) = OriginalText.Hey(run("hey", "-n", "200", "-c", "10", url));
        status.ShouldBe(new Dictionary<int, long> { [200] = 200 });
        errors.ShouldBeEmpty();
        total.ShouldBeInRange(0.39, 8);
        perS.ShouldBeInRange(200 / total * 0.95, 200 / total * 1.05);
        p50.ShouldBeInRange(0.0199, 0.2);
        p99.ShouldBeGreaterThanOrEqualTo(p50);
    }

    private static void Ab(ProgramOutput run, string url)
    {
        var folder = Directory.CreateTempSubdirectory("prony-ab-").FullName;
        try
        {
            var (csv, table) = (Path.Combine(folder, "e.csv"), Path.Combine(folder, "g.tsv"));
            var text = run("ab", "-n", "200", "-c", "10", "-k", "-e", csv, "-g", table, url);
            text.ShouldStartWith("This is ApacheBench, Version 2.3 <$Revision");
            text.ShouldContain("\nBenchmarking 127.0.0.1 (be patient)\n");
            var (complete, failed, _, perS, mean, p50, longest) = OriginalText.Ab(text);
            (complete, failed).ShouldBe((200, 0));
            perS.ShouldBeInRange(20, 505);
            mean.ShouldBeInRange(19, 500);
            p50.ShouldBeInRange(20, 200);
            longest.ShouldBeGreaterThanOrEqualTo(p50);
            File.ReadAllLines(csv).Length.ShouldBe(102);
            File.ReadAllLines(table).ShouldSatisfyAllConditions(lines => lines.Length.ShouldBe(201), lines => lines[0].ShouldBe("starttime\tseconds\tctime\tdtime\tttime\twait"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Loadtest(ProgramOutput run, string url)
    {
        var closed = run("loadtest", "-n", "200", "-c", "10", "--cores", "1", "-k", url);
        OriginalText.Loadtest(closed).ShouldSatisfyAllConditions(r => r.Completed.ShouldBe(200), r => r.Errors.ShouldBe(0), r => r.MeanMs.ShouldBeInRange(20, 200), r => r.P99Ms.ShouldBeGreaterThanOrEqualTo(20));
        closed.ShouldContain("Concurrent clients:  10\nAgent:               keepalive\n");
        var rate = run("loadtest", "-t", "2", "--rps", "100", "--cores", "1", "-k", url);
        rate.ShouldContain("Max time (s):        2\nTarget rps:          100\n");
        OriginalText.Loadtest(rate).Completed.ShouldBeInRange(50, 202);   // both cut off what a busy machine has not answered by then
    }

    /// <summary>A report without its figures, and without the lines that only a slow machine has: errors by status, and progress every five seconds.</summary>
    private static string Shape(string text) =>
        Regex.Replace(Regex.Replace(text, @"^(?:\n? *-?\d+: +\d+ errors|(?:Requests|Errors): .*)\n", "", RegexOptions.Multiline), @"\d+(\.\d+)?", "#");

    /// <summary>What a program printed for a command line.</summary>
    private delegate string ProgramOutput(string tool, params string[] line);

    private static string Ours(string tool, params string[] line)
    {
        var result = Tool.Run([tool, .. line]);
        result.ExitCode.ShouldBe(0, result.ToString());
        return result.Output;
    }

    private static string Theirs(string tool, params string[] line)
    {
        var (code, output, error) = Originals.Run(Originals.PathOf(tool), line);
        code.ShouldBe(0, error);
        return output;
    }
}
