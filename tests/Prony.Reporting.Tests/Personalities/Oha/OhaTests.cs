using System.Text.Json;
using Prony.Measurement.Requests;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Oha;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities.Oha;

public class OhaTests
{
    /// <summary>What schema.json of oha 1.15 requires, by the object that holds it.</summary>
    private static readonly (string Path, string[] Names)[] Required =
    [
        ("", ["summary", "responseTimeHistogram", "latencyPercentiles", "rps", "details", "statusCodeDistribution", "errorDistribution"]),
        ("summary", ["successRate", "total", "slowest", "fastest", "average", "requestsPerSec", "totalData", "sizePerRequest", "sizePerSec"]),
        ("latencyPercentiles", ["p10", "p25", "p50", "p75", "p90", "p95", "p99", "p99.9", "p99.99"]),
        ("rps", ["mean", "stddev", "max", "percentiles"]),
        ("details", ["DNSDialup", "DNSLookup"]),
    ];

    private static readonly OhaFigures Ten = Figures(Rows.Tally(null, [.. Enumerable.Range(1, 10).Select(i => Rows.Answer(0, 0, i, status: (short)(i == 10 ? 503 : 200), connectMs: 0))]));

    [Fact]
    public void The_report_has_the_layout_of_1_15()
    {
        OhaText.Render(Ten with { Errors = new Dictionary<string, long> { ["timeout"] = 1, [OhaErrors.Deadline] = 5 } }).ShouldBe(
            "Summary:\n"
            + "  Success rate:\t90.91%\n"
            + "  Total:\t1000.0000 ms\n"
            + "  Slowest:\t10.0000 ms\n"
            + "  Fastest:\t1.0000 ms\n"
            + "  Average:\t5.5000 ms\n"
            + "  Requests/sec:\t10.0000\n"
            + "\n"
            + "  Total data:\t13.00 KiB\n"
            + "  Size/request:\t1.30 KiB\n"
            + "  Size/sec:\t13.00 KiB\n"
            + "\n"
            + "Response time histogram:\n"
            + string.Concat(new[] { 1.0, 1.9, 2.8, 3.7, 4.6, 5.5, 6.4, 7.3, 8.2, 9.1, 10.0 }.Select((end, i) =>
                $"  {FixedText.Of(end, 3),6} ms [{(i == 1 ? 0 : 1)}] |{(i == 1 ? "" : new string('■', 32))}\n"))
            + "\n"
            + "Response time distribution:\n"
            + "  10.00% in 1.0004 ms\n"
            + "  25.00% in 3.0003 ms\n"
            + "  50.00% in 5.0012 ms\n"
            + "  75.00% in 8.0036 ms\n"
            + "  90.00% in 9.0030 ms\n"
            + "  95.00% in 10.0000 ms\n"
            + "  99.00% in 10.0000 ms\n"
            + "  99.90% in 10.0000 ms\n"
            + "  99.99% in 10.0000 ms\n"
            + "\n\n"
            + "Details (average, fastest, slowest):\n"
            + "  DNS+dialup:\t0.1100 ms, 0.0900 ms, 0.1300 ms\n"
            + "  DNS-lookup:\t0.0000 ms, 0.0000 ms, 0.0010 ms\n"
            + "\n"
            + "Status code distribution:\n"
            + "  [200] 9 responses\n"
            + "  [503] 1 responses\n"
            + "\n"
            + "Error distribution:\n"
            + "  [5] aborted due to deadline\n"
            + "  [1] timeout\n");
    }

    [Fact]
    public void The_report_has_the_layout_of_0_5()
    {
        var text = OhaText.Render(Ten with { Layout = OhaLayout.Old, TotalS = 60.0026 });
        text.ShouldStartWith("Summary:\n  Success rate:\t1.0000\n  Total:\t60.0026 secs\n  Slowest:\t0.0100 secs\n  Fastest:\t0.0010 secs\n  Average:\t0.0055 secs\n  Requests/sec:\t0.1667\n\n  Total data:\t13.00 KiB\n");

        // Rows end at the fastest + (i + 1) elevenths of the range, as in the article of 2022: 0.2181 to 1.6509 s gave 0.348, 0.479 …
        text.ShouldContain("Response time histogram:\n  0.002 [1] |■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■\n  0.003 [1] |");
        text.ShouldContain("\n\nLatency distribution:\n  10% in 0.0010 secs\n");
        text.ShouldContain("  99% in 0.0100 secs\n\nDetails (average, fastest, slowest):\n  DNS+dialup:\t0.0001 secs, 0.0001 secs, 0.0001 secs\n");
        text.ShouldEndWith("Status code distribution:\n  [200] 9 responses\n  [503] 1 responses\n");
        text.ShouldNotContain("99.9");
    }

    [Fact]
    public void The_old_histogram_ends_at_three_times_the_average()
    {
        var rows = OhaStatistics.Histogram(Rows.Times([.. Enumerable.Repeat(1.0, 99), 100.0]), OhaLayout.Old);
        rows.Count.ShouldBe(11);
        rows[^1].EndNs.ShouldBe(3 * 1.99 * Rows.Ms, 1);
        (rows[0].Count, rows[^1].Count).ShouldBe((99, 1));
    }

    [Fact]
    public void The_slowest_request_chooses_the_unit_unless_it_is_given()
    {
        OhaUnit.For(5e9).Name.ShouldBe("sec");
        OhaUnit.For(1e9).Name.ShouldBe("ms");
        OhaUnit.For(7e10).Name.ShouldBe("min");
        OhaUnit.For(900).Name.ShouldBe("ns");
        OhaText.Render(Ten with { Unit = OhaUnit.All.Single(u => u.Short == "us") }).ShouldContain("  Slowest:\t10000.0000 us\n");
    }

    [Fact]
    public void A_report_without_an_answer_has_rusts_words_for_no_number()
    {
        var none = Figures(Rows.Tally(null, Rows.Failure(RequestEnd.Refused, 0, 1))) with { Dialup = OhaTriple.None, Lookup = OhaTriple.None };
        var text = OhaText.Render(none);
        text.ShouldStartWith("Summary:\n  Success rate:\t0.00%\n  Total:\t1.0000 sec\n  Slowest:\t-inf sec\n  Fastest:\tinf sec\n  Average:\tNaN sec\n  Requests/sec:\t0.0000\n");
        text.ShouldContain("  Size/request:\tNaN\n");
        text.ShouldContain("\n    NaN sec [0] |\n");
        text.ShouldEndWith("Error distribution:\n  [1] Connection refused (os error 111)\n");
        using var json = JsonDocument.Parse(OhaJson.Render(none));
        json.RootElement.GetProperty("summary").GetProperty("slowest").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void A_breakdown_adds_the_two_pairs()
    {
        var text = OhaText.Render(Ten with { Breakdown = true });
        text.ShouldContain("\nResponse time distribution (2xx only):\n");
        text.ShouldContain("\nResponse time histogram (4xx + 5xx only):\n");
        using var json = JsonDocument.Parse(OhaJson.Render(Ten with { Breakdown = true }));
        json.RootElement.GetProperty("latencyPercentilesNotSuccessful").GetProperty("p50").GetDouble().ShouldBe(0.01);
    }

    [Theory]
    [InlineData(OhaLayout.Current)]
    [InlineData(OhaLayout.Old)]
    public void The_json_has_what_the_schema_of_oha_requires(OhaLayout layout)
    {
        using var json = JsonDocument.Parse(OhaJson.Render(Ten with { Layout = layout }));
        foreach (var (path, names) in Required)
        {
            var holder = path.Length == 0 ? json.RootElement : json.RootElement.GetProperty(path);
            foreach (var name in names)
            {
                holder.TryGetProperty(name, out _).ShouldBeTrue($"{path} {name}");
            }
        }

        var summary = json.RootElement.GetProperty("summary");
        summary.GetProperty("totalData").GetInt64().ShouldBe(13_312);
        summary.GetProperty("sizePerRequest").GetInt64().ShouldBe(1_331);
        summary.GetProperty("requestsPerSec").GetDouble().ShouldBe(10);
        summary.GetProperty("slowest").GetDouble().ShouldBe(0.01);
        json.RootElement.GetProperty("responseTimeHistogram").EnumerateObject().Sum(row => row.Value.GetInt64()).ShouldBe(10);
        json.RootElement.GetProperty("statusCodeDistribution").GetProperty("503").GetInt64().ShouldBe(1);
        json.RootElement.TryGetProperty("metrics", out var metrics).ShouldBe(layout == OhaLayout.Current);
        if (layout == OhaLayout.Current)
        {
            metrics.GetProperty("latency_ms").GetProperty("max").GetDouble().ShouldBe(10);
            json.RootElement.GetProperty("details").GetProperty("firstByte").GetProperty("fastest").GetDouble().ShouldBe(0.001);
        }
    }

    [Fact]
    public void The_rates_are_of_stretches_of_a_hundredth_of_a_second()
    {
        // Ends at 1, 2 … 10 ms: all within 10 ms of 0 but the last, which begins a stretch of its own.
        OhaRates.Of(Enumerable.Range(1, 10).Select(i => i / 1000.0)).ShouldBe([1000, 1000], 0.001);
        OhaRates.Of([]).ShouldBeEmpty();
    }

    [Fact]
    public void The_csv_has_a_line_for_each_answer_in_the_order_of_their_starts()
    {
        var tally = Rows.Tally(null, Rows.Answer(5, 5, 7, bytes: 130), Rows.Answer(0, 1, 3, connectMs: 0.5, bytes: 130));
        OhaCsv.Render(Figures(tally) with { HeadBytes = 100.2 }).ShouldBe("""
            request-start,DNS,DNS+dialup,Response-delay,request-duration,bytes,status
            0.0005,0,0.0005,0.0025,0.0025,30,200
            0.005,0,0,0.002,0.002,30,200

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Errors_have_ohas_words_and_the_old_version_does_not_count_what_was_cut()
    {
        var tally = Rows.Tally(1000, Rows.Failure(RequestEnd.Reset, 0, 1), Rows.Answer(0, 0, 1001));
        OhaErrors.In(tally, OhaLayout.Current).ShouldBe(new Dictionary<string, long> { ["Connection reset by peer (os error 104)"] = 1, ["aborted due to deadline"] = 1 }, ignoreOrder: true);
        OhaErrors.In(tally, OhaLayout.Old).Keys.ShouldBe(["Connection reset by peer (os error 104)"]);
    }

    [Fact]
    public void A_load_that_oha_would_have_measured_well_has_no_faults()
    {
        var tally = Rows.Tally(1000, [.. Enumerable.Range(0, 999).Select(i => Rows.Answer(i, i, i + 0.9))]);
        OhaFaults.Find(Sample.Closed() with { Window = Sample.Closed().Window with { DurationS = 1 } }, tally, Figures(tally)).ShouldBeEmpty();
    }

    [Fact]
    public void What_oha_cuts_and_counts_is_named_with_both_figures()
    {
        var tally = Rows.Tally(1000, [.. Enumerable.Range(0, 20).Select(i => Rows.Answer(i * 49, i * 49, (i * 49) + 48)), Rows.Answer(500, 500, 3_500), Rows.Failure(RequestEnd.Censored, 600, 5_600)]);
        var faults = OhaFaults.Find(Sample.Open(), tally, Figures(tally));
        faults.Single(f => f.Id == "oha-rate").Sentence.ShouldContain("counts 2 requests without an answer in Requests/sec: it would have printed 22.00; answered: 20.00");
        faults.Single(f => f.Id == "oha-deadline").Sentence.ShouldContain("Slowest is 48.0 ms; the slowest of those took, or was waited for, 5.00 s");
    }

    [Fact]
    public void Answers_that_are_errors_are_no_successes()
    {
        OhaFaults.Find(Sample.Open(), Rows.Tally(null), Ten).Single(f => f.Id == "oha-success").Sentence.ShouldContain("oha's success rate of 100.00 % counts every answer: 1 of 10 had a status of 400 or more; 90.00 % succeeded");
    }

    [Fact]
    public void A_rank_too_high_is_named_where_it_shows()
    {
        OhaFaults.Find(Sample.Open(), Rows.Tally(null), Ten).Single(f => f.Id == "oha-ranks").Sentence.ShouldContain("p10 2.00 ms");
    }

    private static OhaFigures Figures(ToolTally tally) => new()
    {
        TotalS = 1,
        Durations = tally.Whole,
        Good = tally.Good,
        Bad = tally.Bad,
        FirstByte = tally.FirstByte,
        BodyBytes = 13_312,
        Dialup = new OhaTriple(0.00011, 0.00009, 0.00013),
        Lookup = new OhaTriple(0, 0, 0.000001),
        Statuses = tally.Statuses,
        Errors = OhaErrors.In(tally, OhaLayout.Current),
        Rows = tally.Rows,
        StartNs = Rows.StartNs,
    };
}
