using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Wrk;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities.Wrk;

/// <summary>The same numbers give the same bytes: the texts are those that wrk 4.1 and wrk2 printed on a machine.</summary>
public class WrkReportTests
{
    private static readonly WrkStats Nothing = WrkStats.Of(new ToolTimes());

    [Fact]
    public void A_run_with_latencies_reads_as_wrk_wrote_it()
    {
        var figures = new WrkFigures
        {
            Latency = new WrkStats(136_261, 311.58, 1_260, 22_420, 96.49, [95, 150, 452, 3_940]),
            RequestRate = new WrkStats(21, 65_320, 8_160, 79_410, 66.67, []),
            ShowPercentiles = true,
            Requests = 136_261,
            RuntimeS = 136_261 / 64_883.32,
            Bytes = (long)(20.79 * (1 << 20)),
        };
        (WrkReport.Header(2, "http://127.0.0.1:20510/", 1, 10) + WrkReport.Summary(figures)).ShouldBe("""
            Running 2s test @ http://127.0.0.1:20510/
              1 threads and 10 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   311.58us    1.26ms  22.42ms   96.49%
                Req/Sec    65.32k     8.16k   79.41k    66.67%
              Latency Distribution
                 50%   95.00us
                 75%  150.00us
                 90%  452.00us
                 99%    3.94ms
              136261 requests in 2.10s, 20.79MB read
            Requests/sec:  64883.32
            Transfer/sec:      9.90MB

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_run_of_errors_reads_as_wrk_wrote_it()
    {
        var figures = new WrkFigures
        {
            Latency = new WrkStats(117_703, 46.19, 98.42, 2_120, 98.81, [0, 0, 0, 0]),
            RequestRate = new WrkStats(11, 107_990, 4_110, 117_130, 72.73, []),
            Requests = 117_703,
            RuntimeS = 117_703 / 107_042.53,
            Bytes = (long)(41.98 * (1 << 20)),
            StatusErrors = 117_703,
        };
        WrkReport.Summary(figures).ShouldBe("""
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency    46.19us   98.42us   2.12ms   98.81%
                Req/Sec   107.99k     4.11k  117.13k    72.73%
              117703 requests in 1.10s, 41.98MB read
              Non-2xx or 3xx responses: 117703
            Requests/sec: 107042.53
            Transfer/sec:     38.18MB

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_run_without_an_answer_reads_as_wrk_wrote_it()
    {
        var figures = new WrkFigures { Latency = Nothing, RequestRate = Nothing, Requests = 0, RuntimeS = 1.1, Bytes = 0 };
        WrkReport.Summary(figures).ShouldBe("""
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     0.00us    0.00us   0.00us    -nan%
                Req/Sec     0.00      0.00     0.00      -nan%
              0 requests in 1.10s, 0.00B read
            Requests/sec:      0.00
            Transfer/sec:       0.00B

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Socket_errors_have_a_line_when_there_are_some()
    {
        var figures = new WrkFigures { Latency = Nothing, RequestRate = Nothing, Requests = 0, RuntimeS = 1, Bytes = 0, ConnectErrors = 1, ReadErrors = 2, Timeouts = 5 };
        WrkReport.Summary(figures).ShouldContain("\n  Socket errors: connect 1, read 2, write 0, timeout 5\n");
    }

    [Theory]
    [InlineData(30, "30s")]
    [InlineData(50, "50s")]
    [InlineData(60, "1m")]
    [InlineData(3600, "60m")]   // the last unit of a list is never reached
    public void A_length_is_written_in_its_unit(double seconds, string text) => WrkUnits.Seconds(seconds).ShouldBe(text);

    [Theory]
    [InlineData(849.99, "849.99us")]
    [InlineData(850, "0.85ms")]
    [InlineData(999_940, "999.94ms")]
    [InlineData(1_000_000, "1.00s")]
    [InlineData(50_999_999, "51.00s")]
    [InlineData(60_000_000, "1.00m")]
    public void A_time_goes_to_the_next_unit_from_85_percent_of_it_on(double microseconds, string text) => WrkUnits.Time(microseconds).ShouldBe(text);

    [Fact]
    public void Metric_and_binary_units_differ()
    {
        WrkUnits.Metric(60_100).ShouldBe("60.10k");
        WrkUnits.Metric(849).ShouldBe("849.00");
        WrkUnits.Binary(29_118_957).ShouldBe("27.77M");
    }

    [Fact]
    public void Statistics_are_those_of_the_values()
    {
        var stats = WrkStats.Of([(1, 2), (3, 1), (100, 1)]);
        (stats.Count, stats.Mean, stats.Max).ShouldBe((4, 26.25, 100));
        stats.Stdev.ShouldBe(49.176, 0.001);
        stats.WithinPercent.ShouldBe(75);
        stats.Percentiles.ShouldBe([1, 3, 100, 100]);
    }

    [Fact]
    public void Wrk2_prints_calibration_and_both_spectra()
    {
        var times = Rows.Times([.. Enumerable.Range(1, 100).Select(i => (double)i)]);
        var text = WrkReport.Summary(new WrkFigures
        {
            Latency = WrkStats.Of(times),
            RequestRate = Nothing,
            Requests = 100,
            RuntimeS = 10,
            Bytes = 1000,
            Calibrations = [new WrkCalibration(59_322.9, 283)],
            Recorded = PercentileSpectrum.InMicroseconds(times),
            Uncorrected = PercentileSpectrum.InMicroseconds(times),
        });
        text.ShouldStartWith("  Thread calibration: mean lat.: 59.322ms, rate sampling interval: 283ms\n  Thread Stats   Avg");
        text.ShouldContain("\n  Latency Distribution (HdrHistogram - Recorded Latency)\n 50.000%   50.02ms\n 75.000%");
        text.ShouldContain("\n 99.999%  100.03ms\n100.000%  100.03ms\n\n  Detailed Percentile spectrum:\n       Value   Percentile   TotalCount 1/(1-Percentile)\n\n");
        text.ShouldContain("]\n----------------------------------------------------------\n\n  Latency Distribution (HdrHistogram - Uncorrected Latency (measured without taking delayed starts into account))\n");
        text.ShouldEndWith("Requests/sec:     10.00\nTransfer/sec:     100.00B\n");
    }
}
