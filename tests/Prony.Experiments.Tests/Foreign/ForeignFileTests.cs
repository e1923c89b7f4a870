using System.Net;
using System.Text;
using System.Text.Json;
using Prony.Experiments.Foreign;
using Prony.Measurement.Runs;
using Shouldly;
using Xunit;
using static Prony.Experiments.Tests.Foreign.ForeignSamples;

namespace Prony.Experiments.Tests.Foreign;

/// <summary>Blocks between other text, in whatever they were pasted into; and their names.</summary>
public sealed class ForeignFileTests
{
    private static readonly string WriteUp = $"A switch\n\nWe measured daphne first:\n\n$ hey -n 1000 http://x/\n{Hey}\nuvicorn was\nmuch better:\n{Hey.Replace("250.0000", "500.0000", StringComparison.Ordinal)}\nperf log\n\n{Psrecord3}\n\nand once more with wrk\n{Wrk}\nThat is all.\n";

    [Fact]
    public void Several_outputs_in_one_text_are_found_with_their_lines()
    {
        var read = Read(WriteUp);

        read.Problems.ShouldBeEmpty();
        read.Results.Select(result => result.Tool).ShouldBe(["hey", "hey", "psrecord", "wrk"]);
        read.Results.Select(result => result.PrintedPerS).ShouldBe([250.0, 500.0, null, 60_000.0]);
        var lines = WriteUp.Split('\n');
        read.Results.Select(result => lines[result.Line - 1].Trim()).ShouldBe(["Summary:", "Summary:", "# Elapsed time   CPU (%)     Real (MB)", "Running 3s test @ http://127.0.0.1:28180/"]);
    }

    [Fact]
    public void Indentation_quotation_fences_colours_and_line_ends_do_not_matter()
    {
        var plain = Figures(WriteUp);

        Figures(string.Join('\n', WriteUp.Split('\n').Select(line => "    " + line))).ShouldBe(plain);
        Figures(string.Join('\n', WriteUp.Split('\n').Select(line => "> > " + line))).ShouldBe(plain);
        Figures(WriteUp.Replace("\n", "\r\n", StringComparison.Ordinal)).ShouldBe(plain);
        Figures("\uFEFF" + WriteUp).ShouldBe(plain);
        Figures(WriteUp.Replace("Summary:", "```\n\e[1mSummary:\e[0m", StringComparison.Ordinal)).ShouldBe(plain);
        Figures(WriteUp.Replace("\t", "        ", StringComparison.Ordinal)).ShouldBe(plain);
        Figures($"<html><body><pre><code class=\"x\">{WebUtility.HtmlEncode(WriteUp)}</code></pre></body></html>").ShouldBe(plain);
        ForeignFile.Read("x", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(WriteUp)).ToArray(), 1).Results.Count.ShouldBe(4);
    }

    [Fact]
    public void Files_that_were_joined_without_a_blank_line_are_as_many()
    {
        Lines(LocustStats + LocustHistory + LocustFailures).ShouldBe(["locust 1", "locust 4", "locust 7"]);
        Lines(Log() + Log()).ShouldBe(["hlog 1", "hlog 1", "hlog 7", "hlog 7"]);
        Lines(AbRows + AbRows).ShouldBe(["ab 1", "ab 5"]);
        Lines(AbRows + "and that was all that ab said in 5 s\n" + Hey).ShouldBe(["ab 1", "hey 7"]);

        static IEnumerable<string> Lines(string text)
        {
            var read = Read(text);
            read.Problems.ShouldBeEmpty();
            return read.Results.Select(result => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{result.Tool} {result.Line}"));
        }
    }

    [Fact]
    public void A_pipe_is_read_like_a_file()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        pipe.Write(Encoding.UTF8.GetBytes(LocustStats));
        var path = $"/proc/self/fd/{pipe.GetClientHandleAsString()}";
        pipe.SafePipeHandle.Dispose();   // its end is what ends the reading

        ForeignFile.Read(path, 1).Results.ShouldHaveSingleItem().Tool.ShouldBe("locust");
    }

    [Fact]
    public void JSON_between_other_text_is_found_and_what_follows_is_read_on()
    {
        var read = Read($"k6 said\n\n{K6Export}\n{Vegeta}\n{OhaJson}\nand hey\n{Hey}");

        read.Problems.ShouldBeEmpty();
        read.Results.Select(result => (result.Tool, result.Line)).ShouldBe([("k6", 3), ("vegeta", 13), ("oha", 16), ("hey", 25)]);
    }

    [Fact]
    public void One_damaged_output_is_told_and_nothing_of_the_file_is_taken()
    {
        var read = Read($"{Hey}\nRunning 3s test @ http://x/\n  1 threads and 2 connections\n\n{Wrk}");

        read.Results.ShouldBeEmpty();
        read.Problems.ShouldHaveSingleItem().Message.ShouldStartWith("this looks like wrk's output, but has no");
    }

    [Fact]
    public void Results_are_named_by_their_tool_and_number() =>
        Import([WriteUp, Wrk]).Plan!.Candidates.Select(candidate => candidate.Name).ShouldBe(["hey-1", "hey-2", "psrecord-1", "wrk-1", "wrk-2"]);

    [Fact]
    public void The_cycles_of_a_table_are_one_candidate_and_the_tags_of_a_log_several()
    {
        var plan = Import([Funkload, Log()]).Plan!;

        plan.Imported!.Results.Select(result => result.Candidate).ShouldBe(["funkload-1", "funkload-1", "hlog-1-read", "hlog-1-write"]);
        plan.Candidates.Count.ShouldBe(3);
    }

    [Fact]
    public void Names_for_the_loads_are_enough_where_each_has_a_log()
    {
        var import = Import([$"{Hey}\n{Psrecord3}\n{Wrk}\n{Psrecord4}"], "sync", "async");

        import.Plan!.Imported!.Results.Select(result => (result.Candidate, result.Tool)).ShouldBe([("sync", "hey"), ("sync", "psrecord"), ("async", "wrk"), ("async", "psrecord")]);
        import.Notes.Count.ShouldBe(2);
        import.Notes[1].ShouldContain("is taken for that of async");
        import.Plan.Baseline.ShouldBe("sync");
    }

    [Theory]
    [InlineData("a,b", "2 names for 3 results: hey (f1:2), psrecord (f1:")]
    [InlineData("Sync,b,c", "'Sync' is not a name")]
    [InlineData("a,b,a", "'a' is the name of hey (f1:2) and hey (f1:")]
    public void Names_that_do_not_fit_are_refused(string names, string expected)
    {
        Should.Throw<FormatException>(() => Import([$"{Hey}\n{Psrecord3}\n{Hey}"], names.Split(','))).Message.ShouldStartWith(expected);
    }

    [Fact]
    public void The_files_of_one_run_of_Locust_are_put_together()
    {
        var files = new[] { ("a_stats_history.csv", LocustHistory), ("a_failures.csv", LocustFailures), ("a_stats.csv", LocustStats), ("b_stats.csv", LocustStats) }
            .Select(file => ForeignFile.Read(file.Item1, Encoding.UTF8.GetBytes(file.Item2), 1)).ToList();

        var results = ForeignImport.Of(files, [], TimeProvider.System).Plan!.Imported!.Results;

        results.Select(result => (result.File, result.Users, result.DurationS, result.Errors.Count)).ShouldBe([("a_stats.csv", 10, 10.0, 1), ("b_stats.csv", null, null, 0)]);
        results[0].Times!.PercentilesNs["50"].ShouldBe(11e6);
    }

    [Fact]
    public void Failures_of_Locust_alone_are_no_measurement()
    {
        var import = Import([LocustFailures]);

        import.Plan.ShouldBeNull();
        import.Problems.ShouldHaveSingleItem().Message.ShouldBe("this file of Locust's lists failures only: name its PREFIX_stats.csv, too");
    }

    [Fact]
    public void A_run_directory_is_written_and_read_and_promises_nothing()
    {
        var parent = Directory.CreateTempSubdirectory("prony-import").FullName;
        try
        {
            var import = Import([WriteUp]);
            var directory = import.Write(parent);
            var plan = RunReader.ReadPlan(directory);

            directory.Name.ShouldEndWith("-f1");
            plan.Run.ShouldBe(directory.Name);
            JsonSerializer.Serialize(plan.Imported!, RunJson.Files.ImportedRecord).ShouldBe(JsonSerializer.Serialize(import.Plan!.Imported!, RunJson.Files.ImportedRecord));
            (plan.Rounds, plan.Scenarios.Count, plan.Order.Count, plan.TrialCount(), plan.Machine.Cpu).ShouldBe((0, 0, 0, 0, "unknown"));
            plan.Imported!.Files.ShouldHaveSingleItem().Sha256.Length.ShouldBe(64);
            import.Write(parent).Name.ShouldBe(directory.Name + "-2", "no run overwrites another");
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    private static ForeignImport Import(IReadOnlyList<string> texts, params string[] names) =>
        ForeignImport.Of([.. texts.Select((text, index) => ForeignFile.Read($"f{index + 1}", Encoding.UTF8.GetBytes(text), 1))], names, TimeProvider.System);

    private static string Figures(string text)
    {
        var read = Read(text);
        read.Problems.ShouldBeEmpty();
        return string.Join('\n', read.Results.Select(result =>
            $"{result.Tool} {result.PrintedPerS} {result.ThroughputPerS} {result.Requests} {result.Failures} {result.Usage} {(result.Times is null ? "" : ForeignReaderTests.Percentiles(result))}"));
    }
}
