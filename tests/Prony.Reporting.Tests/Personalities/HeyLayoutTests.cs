using Prony.Measurement.Runs;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Hey;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

/// <summary>Texts as hey 0.1.4 printed them, made again from the figures that stand in them.</summary>
public class HeyLayoutTests
{
    private static readonly HeyReport Answered = new()
    {
        TotalS = 0.0603,
        SlowestS = 0.0147,
        FastestS = 0.00001,
        AverageS = 0.0026,
        RequestsPerS = 16587.40824,
        BodyBytes = 12000,
        BodyBytesEach = 12,
        Bars =
        [
            new(0.00001, 1), new(0.0015, 493), new(0.0029, 167), new(0.0044, 158), new(0.0059, 63), new(0.0074, 27),
            new(0.0088, 22), new(0.0103, 34), new(0.0118, 21), new(0.0132, 7), new(0.0147, 7),
        ],
        Percentiles = [(10, 0.0002), (25, 0.0005), (50, 0.0015), (75, 0.0038), (90, 0.0069), (95, 0.0096), (99, 0.0123)],
        Parts = [new("DNS+dialup", 0.0001, 0, 0.0147), new("DNS-lookup", 0, 0, 0), new("req write", 0.0001, 0, 0.0083), new("resp wait", 0.0018, 0, 0.0093), new("resp read", 0.0002, 0, 0.0086)],
        Status = new Dictionary<int, long> { [200] = 1000 },
        Errors = new Dictionary<string, long>(),
    };

    [Fact]
    public void A_summary_is_hey_s_to_the_byte() => HeyLayout.Summary(Answered).ShouldBe("""

        Summary:
          Total:	0.0603 secs
          Slowest:	0.0147 secs
          Fastest:	0.0000 secs
          Average:	0.0026 secs
          Requests/sec:	16587.4082
          
          Total data:	12000 bytes
          Size/request:	12 bytes

        Response time histogram:
          0.000 [1]	|
          0.002 [493]	|■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■■
          0.003 [167]	|■■■■■■■■■■■■■■
          0.004 [158]	|■■■■■■■■■■■■■
          0.006 [63]	|■■■■■
          0.007 [27]	|■■
          0.009 [22]	|■■
          0.010 [34]	|■■■
          0.012 [21]	|■■
          0.013 [7]	|■
          0.015 [7]	|■


        Latency distribution:
          10% in 0.0002 secs
          25% in 0.0005 secs
          50% in 0.0015 secs
          75% in 0.0038 secs
          90% in 0.0069 secs
          95% in 0.0096 secs
          99% in 0.0123 secs

        Details (average, fastest, slowest):
          DNS+dialup:	0.0001 secs, 0.0000 secs, 0.0147 secs
          DNS-lookup:	0.0000 secs, 0.0000 secs, 0.0000 secs
          req write:	0.0001 secs, 0.0000 secs, 0.0083 secs
          resp wait:	0.0018 secs, 0.0000 secs, 0.0093 secs
          resp read:	0.0002 secs, 0.0000 secs, 0.0086 secs

        Status code distribution:
          [200]	1000 responses




        """);

    [Fact]
    public void Without_an_answer_there_are_no_bars_and_no_percentiles_and_averages_are_no_numbers() => HeyLayout.Summary(Answered with
    {
        TotalS = 0.0022,
        SlowestS = 0,
        FastestS = 0,
        AverageS = double.NaN,
        RequestsPerS = 9066.7092,
        BodyBytes = 0,
        Bars = [],
        Percentiles = [],
        Parts = [.. new[] { "DNS+dialup", "DNS-lookup", "req write", "resp wait", "resp read" }.Select(name => new HeyPart(name, double.NaN, 0, 0))],
        Status = new Dictionary<int, long>(),
        Errors = new Dictionary<string, long> { ["Get \"http://127.0.0.1:20599/\": dial tcp 127.0.0.1:20599: connect: connection refused"] = 20 },
    }).ShouldBe("""

        Summary:
          Total:	0.0022 secs
          Slowest:	0.0000 secs
          Fastest:	0.0000 secs
          Average:	 NaN secs
          Requests/sec:	9066.7092
          

        Response time histogram:


        Latency distribution:

        Details (average, fastest, slowest):
          DNS+dialup:	 NaN secs, 0.0000 secs, 0.0000 secs
          DNS-lookup:	 NaN secs, 0.0000 secs, 0.0000 secs
          req write:	 NaN secs, 0.0000 secs, 0.0000 secs
          resp wait:	 NaN secs, 0.0000 secs, 0.0000 secs
          resp read:	 NaN secs, 0.0000 secs, 0.0000 secs

        Status code distribution:

        Error distribution:
          [20]	Get "http://127.0.0.1:20599/": dial tcp 127.0.0.1:20599: connect: connection refused


        """);

    [Fact]
    public void Requests_that_were_never_sent_are_no_errors_of_hey()
    {
        var load = Sample.Closed() with { Requests = new RequestCounts(1000, 4, 996, 993, 993, 3, 3), ConnectErrors = new Dictionary<string, long>() };
        HeyErrors.Of(load, "GET", "http://127.0.0.1/", "127.0.0.1:80").Values.Sum().ShouldBe(load.Outcomes.Timeout + 3);
    }

    [Fact]
    public void Statuses_and_errors_come_in_their_order()
    {
        var text = HeyLayout.Summary(Answered with
        {
            Status = new Dictionary<int, long> { [503] = 2, [200] = 7 },
            Errors = new Dictionary<string, long> { ["b"] = 1, ["a"] = 3 },
        });
        text.ShouldContain("  [200]\t7 responses\n  [503]\t2 responses\n\nError distribution:\n  [3]\ta\n  [1]\tb\n\n");
    }

    [Fact]
    public void A_table_has_a_line_for_each_answer() => string.Join('\n', HeyLayout.Csv(
    [
        new Answer(100_000, 800_000, 500_000, 10_000, 120_000, 0, 170, 200),
        new Answer(900_000, 100_000, 0, 0, 90_000, 0, 170, 503),
    ])).ShouldBe("""
        response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset
        0.0008,0.0005,0.0000,0.0000,0.0001,0.0000,200,0.0001
        0.0001,0.0000,0.0000,0.0000,0.0001,0.0000,503,0.0009
        """);

    [Fact]
    public void The_histogram_counts_every_answer_once_with_the_fastest_alone_in_the_first_row()
    {
        var bars = HeyBar.Of([1_000_000, 1_500_000, 2_000_000, 5_900_000, 11_000_000]);
        bars.Select(bar => bar.Count).ShouldBe([1, 2, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
        bars[0].MarkS.ShouldBe(0.001);
        bars[^1].MarkS.ShouldBe(0.011);
        HeyBar.Of([]).ShouldBeEmpty();
        HeyBar.Of([5_000, 5_000]).Sum(bar => bar.Count).ShouldBe(2);
    }
}
