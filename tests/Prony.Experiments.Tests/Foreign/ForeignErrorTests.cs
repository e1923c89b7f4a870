using System.Text;
using Prony.Experiments.Foreign;
using Shouldly;
using Xunit;
using static Prony.Experiments.Tests.Foreign.ForeignSamples;

namespace Prony.Experiments.Tests.Foreign;

/// <summary>What is wrong with a file is said with its line.</summary>
public sealed class ForeignErrorTests
{
    [Theory]
    [InlineData("hey", "Requests/sec:", "2: this looks like hey's summary, but has no 'Requests/sec'")]
    [InlineData("oha 1.15", "Requests/sec:", "1: this looks like oha's summary, but has no 'Requests/sec'")]
    [InlineData("wrk", "Requests/sec:", "1: this looks like wrk's output, but has no 'Requests/sec'")]
    [InlineData("wrk2", "Requests/sec:", "1: this looks like wrk2's output, but has no 'Requests/sec'")]
    [InlineData("ab", "Requests per second:", "1: this looks like ab's output, but has no 'Requests per second'")]
    [InlineData("loadtest", "Effective rps:", "2: this looks like loadtest's output, but has no 'Effective rps'")]
    [InlineData("funkload", "                50", "2: this looks like the head of Funkload's table, but no cycle stands below it")]
    [InlineData("psrecord 3", "       0.000", "1: this looks like the head of psrecord's log, but no row stands below it")]
    [InlineData("hey CSV", "0.0100,", "1: this looks like the head of hey's CSV, but no row stands below it")]
    [InlineData("locust stats", ",Aggregated", "1: this looks like Locust's PREFIX_stats.csv, but has no row 'Aggregated'")]
    [InlineData("locust history", "1795338720", "1: this looks like Locust's PREFIX_stats_history.csv, but has no row 'Aggregated'")]
    [InlineData("hlog", "Tag=read", "1: this looks like the head of an HdrHistogram log, but no histogram stands below it")]
    public void An_output_that_is_cut_off_is_told_by_its_first_line(string sample, string from, string expected)
    {
        var text = All[sample];
        Problem(text[..text.IndexOf(from, StringComparison.Ordinal)]).ShouldStartWith(expected);
    }

    [Fact]
    public void The_JSON_of_a_known_tool_that_is_cut_off_is_told_at_its_end() =>
        Problem(OhaJson[..^20]).ShouldMatch("^6: this looks like oha's JSON, but it is cut or damaged here .*objects of up to 8 MiB are read");

    [Fact]
    public void What_ended_ab_is_told() =>
        Problem("This is ApacheBench, Version 2.3 <>\n\nBenchmarking 127.0.0.1 (be patient)...apr_socket_recv: Connection refused (111)\n")
            .ShouldContain("it ended with 'apr_socket_recv: Connection refused (111)'");

    [Theory]
    [InlineData("hey", "0.3000 secs\n  Fastest", "0,3000 secs\n  Fastest", "4: '0,3000' is not a number, as Slowest must be | These tools print a decimal point")]
    [InlineData("hey", "0.0500 secs\n  Requests", "-0.0500 secs\n  Requests", "6: '-0.0500' is not a number, as Average must be | It cannot be negative.")]
    [InlineData("hey", "250.0000", "1e999", "7: '1e999' is not a number, as Requests/sec must be")]
    [InlineData("hey", "250.0000", "1e300", "7: Requests/sec is above a thousand millions a second")]
    [InlineData("hey", "0.0500 secs\n  Requests", "1e15 secs\n  Requests", "6: Average is longer than 30 years")]
    [InlineData("hey", "970 responses", "99999999999999999999 responses", "35: '99999999999999999999' is not a whole number")]
    [InlineData("hey", "in 0.0400 secs", "in 0.0400 parsecs", "21: 'parsecs' is no unit of time")]
    [InlineData("wrk", "1.64ms", "1.64xx", "4: '1.64xx' is not a time")]
    [InlineData("wrk", "180000 requests", "-1 requests", "11: '-1' is not a whole number")]
    [InlineData("ab", "50%      2\n  66", "50%      NaN\n  66", "41: 'NaN' is not a number")]
    [InlineData("loadtest", "1.5 ms", "1,5 ms", "11: '1,5' is not a number")]
    [InlineData("psrecord 3", "48.000", "-48.000", "3: '-48.000' is not a number")]
    [InlineData("psrecord 3", "2.008", "0.008", "4: the elapsed time goes back here")]
    [InlineData("psrecord 3", "  104.000", "", "4: this row of psrecord's log has 2 columns, and its head names 3")]
    [InlineData("psrecord 3", "104.000", "1e30", "4: this is more CPU or memory than any machine has")]
    [InlineData("funkload", "            1534", "", "5: this row of Funkload's table has 14 columns, and its head names 15")]
    [InlineData("hey CSV", "0.0100\n", "0.0100,7\n", "3: this row of hey's CSV has 9 columns instead of 8")]
    [InlineData("hey CSV", "503", "abc", "5: 'abc' is not a status")]
    [InlineData("ab -g", "\t7\t5", "\tx\t5", "4: 'x' is not a number")]
    [InlineData("locust stats", "1000,50,11,12.5", "1000,11,12.5", "2: this row of Locust's CSV has 21 fields, and its head names 22")]
    [InlineData("locust failures", "twice')\"", "twice')", "2: a quoted field begins on this line of Locust's CSV and never ends")]
    [InlineData("oha JSON", "52.5", "-52.5", "1: 'requestsPerSec' in this JSON is -52.5, where a number from 0 was expected")]
    [InlineData("oha JSON", "52.5", "\"fast\"", "1: 'requestsPerSec' in this JSON is \"fast\"")]
    [InlineData("k6 export", "\"count\": 1000", "\"count\": 1e300", "1: a count in this JSON is beyond all measure")]
    [InlineData("vegeta", "10000000000,", "1e300,", "1: duration is longer than 30 years")]
    [InlineData("hlog", "HISTFAAA", "HISTFAAB", "1: this log of histograms cannot be read; counted from here, line 4")]
    public void A_wrong_number_is_told_by_its_line(string sample, string right, string wrong, string expected)
    {
        var text = All[sample];
        text.ShouldContain(right);
        var read = Read(text.Replace(right, wrong, StringComparison.Ordinal));

        read.Results.ShouldBeEmpty();
        var problem = read.Problems[0];
        $"{problem.Line}: {problem.Message} | {problem.Hint}".ShouldStartWith(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("Nothing was measured here.\n{\"some\": \"json\"}\n[1, 2]\n")]
    public void A_text_without_a_result_is_told_what_is_known(string text)
    {
        var problem = Problem(text);

        problem.ShouldStartWith("0: no result of a tool that Prony reads was found in this file | ");
        problem.ShouldContain("Known are hey (text) and oha (text, of version 0.5 to 1.15); wrk and wrk2 (text); ab (text); loadtest (text); hey and oha (CSV), ab -g; Locust (CSV");
        Read(text).HoldsNothing.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Load testing was done using Locust.\n\nRPS: 12\n", "line 1 speaks of Locust, but nothing that it prints follows")]
    [InlineData("a\n$ hey -n 1000 http://x/\n", "line 2 speaks of hey -n")]
    [InlineData("Summary:\nit was fast\n", "line 1 looks like the head of hey's or oha's summary, but none of its lines follows")]
    [InlineData("Type     Name      # reqs      # fails |    Avg\n", "line 1 looks like Locust's table on the terminal; Prony reads its files (--csv PREFIX)")]
    [InlineData("Requests      [total, rate, throughput]         1200, 120.00, 65.87\n", "line 1 looks like vegeta's text report")]
    [InlineData("    http_req_duration..............: avg=1ms\n", "line 1 looks like k6's summary on the terminal")]
    [InlineData("finished in 2.00s, 65500.50 req/s, 9.98MB/s\n", "line 1 looks like h2load's output")]
    [InlineData("unable to connect to 127.0.0.1:20599 Connection refused\n", "line 1 says that wrk could not connect")]
    public void The_nearest_reason_is_told(string text, string expected) => Problem(text).ShouldContain("Nearest: " + expected);

    [Fact]
    public void Bytes_that_are_no_text_are_told() => Problem("Summary:\n\0\u0001").ShouldStartWith("2: a byte of 0 stands here, so this is no text");

    [Fact]
    public void A_file_that_is_too_large_is_told_before_it_is_read()
    {
        var path = Path.Combine(Path.GetTempPath(), "prony-large-" + Guid.NewGuid().ToString("N"));
        try
        {
            using (var file = File.Create(path))
            {
                file.SetLength((64L << 20) + 1);   // a hole: no disk is used
            }

            ForeignFile.Read(path, 1).Problems.ShouldHaveSingleItem().Message.ShouldBe("the file has 64 MiB, and at most 64 MiB are read");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void More_lines_than_are_kept_are_told() =>
        ForeignFile.Read("x", Encoding.UTF8.GetBytes(new string('\n', ForeignLines.MostLines + 1)), 1).Problems.ShouldHaveSingleItem().Message.ShouldBe("the file has more than 5,000,000 lines");

    [Fact]
    public void More_results_than_a_write_up_has_are_told() =>
        Read(string.Concat(Enumerable.Repeat(Psrecord3 + "\n", 1001))).Problems.ShouldHaveSingleItem().Message.ShouldBe("more than 1000 results stand in this file");

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_told()
    {
        ForeignFile.Read("/nowhere/x.txt", 1).Problems.ShouldHaveSingleItem().Message.ShouldBe("there is no such file");
        ForeignFile.Read(Path.GetTempPath(), 1).Problems.ShouldHaveSingleItem().Message.ShouldBe("this is a folder, not a file");
    }

    [Fact]
    public void A_log_with_too_many_tags_is_told()
    {
        var line = Log().Split('\n').First(text => text.StartsWith("Tag=read", StringComparison.Ordinal));
        var text = string.Join('\n', Enumerable.Range(0, 65).Select(i => line.Replace("Tag=read", $"Tag=t{i}", StringComparison.Ordinal)));

        Problem(text).ShouldStartWith("1: this log has more than 64 tags");
    }
}
