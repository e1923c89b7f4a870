using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Ab;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

/// <summary>Texts as ab 2.3 printed them, made again from the figures that stand in them.</summary>
public class AbLayoutTests
{
    private static readonly AbReport Answered = new()
    {
        ServerSoftware = "nginx/1.22.1",
        HostName = "127.0.0.1",
        Port = 20510,
        Path = "/",
        DocumentBytes = 12,
        Concurrency = 10,
        TakenS = 0.042005,
        Complete = 2000,
        Failures = new AbFailures(0, 0, 0, 0),
        Non2xx = 0,
        KeepAlive = 2000,
        ReceivedBytes = 320_000,
        SentBytes = null,
        BodyBytes = 24_000,
        Times = new AbTimes(new(0, 8, 20, 0, 1000), new(10, 190, 200, 150, 1100), new(10, 180, 200, 140, 1100), new(10, 198, 210, 160, 1200), [.. Enumerable.Repeat(400L, 1700), .. Enumerable.Repeat(900L, 300)]),
    };

    [Fact]
    public void A_report_is_ab_s_to_the_byte() => AbLayout.Report(Answered).ShouldBe("""


        Server Software:        nginx/1.22.1
        Server Hostname:        127.0.0.1
        Server Port:            20510

        Document Path:          /
        Document Length:        12 bytes

        Concurrency Level:      10
        Time taken for tests:   0.042 seconds
        Complete requests:      2000
        Failed requests:        0
        Keep-Alive requests:    2000
        Total transferred:      320000 bytes
        HTML transferred:       24000 bytes
        Requests per second:    47613.38 [#/sec] (mean)
        Time per request:       0.210 [ms] (mean)
        Time per request:       0.021 [ms] (mean, across all concurrent requests)
        Transfer rate:          7439.59 [Kbytes/sec] received

        Connection Times (ms)
                      min  mean[+/-sd] median   max
        Connect:        0    0   0.0      0       1
        Processing:     0    0   0.2      0       1
        Waiting:        0    0   0.2      0       1
        Total:          0    0   0.2      0       1

        Percentage of the requests served within a certain time (ms)
          50%      0
          66%      0
          75%      0
          80%      0
          90%      1
          95%      1
          98%      1
          99%      1
         100%      1 (longest request)

        """);

    [Fact]
    public void Failures_other_statuses_a_body_sent_and_a_name_of_TLS_have_lines_of_their_own()
    {
        var text = AbLayout.Report(Answered with
        {
            TlsServerName = "localhost",
            DocumentBytes = null,
            Failures = new AbFailures(1, 2, 3, 4),
            Non2xx = 200,
            KeepAlive = null,
            SentBytes = 1024,
            TakenS = 2,
        });
        text.ShouldContain("Server Port:            20510\nTLS Server Name:        localhost\n\nDocument Path:");
        text.ShouldContain("Document Length:        Variable\n");
        text.ShouldContain("Failed requests:        10\n   (Connect: 1, Receive: 2, Length: 3, Exceptions: 4)\nNon-2xx responses:      200\nTotal transferred:      320000 bytes\nTotal body sent:        1024\nHTML transferred:");
        text.ShouldContain("Transfer rate:          156.25 [Kbytes/sec] received\n                        0.50 kb/s sent\n                        156.75 kb/s total\n\nConnection Times");
    }

    [Fact]
    public void Without_confidence_there_are_three_columns_and_no_warnings()
    {
        var text = AbLayout.Report(Answered with { ShowsConfidence = false, ShowsPercentiles = false });
        text.ShouldEndWith("""
            Connection Times (ms)
                          min   avg   max
            Connect:        0     0    1
            Processing:     0     0    1
            Waiting:        0     0    1
            Total:          0     0    1

            """);
    }

    [Fact]
    public void Ab_warns_where_median_and_mean_are_apart()
    {
        var text = AbLayout.Report(Answered with { Times = Answered.Times with { Processing = new(0, 30_000, 20_000, 5_000, 90_000), Total = new(0, 60_000, 20_000, 5_000, 90_000) } });
        text.ShouldContain("""
            WARNING: The median and mean for the processing time are not within a normal deviation
                    These results are probably not that reliable.
            ERROR: The median and mean for the total time are more than twice the standard
                   deviation apart. These results are NOT reliable.

            """);
    }

    [Fact]
    public void Without_an_answer_the_report_ends_after_the_counts() => AbLayout.Report(Answered with { Complete = 0 }).ShouldEndWith("HTML transferred:       24000 bytes\n");

    [Fact]
    public void The_files_are_those_of_gnuplot_and_of_percentages()
    {
        var csv = AbLayout.Csv(Answered.Times).Split('\n');
        csv.Length.ShouldBe(103);
        csv[0].ShouldBe("Percentage served,Time in ms");
        csv[1].ShouldBe("0,0.400");
        csv[86].ShouldBe("85,0.400");
        csv[87].ShouldBe("86,0.900");
        csv[101].ShouldBe("100,0.900");
        var start = new DateTimeOffset(2026, 11, 22, 9, 28, 7, TimeSpan.Zero);
        AbLayout.Gnuplot([new Answer(1_000_000_000, 3_400_000, 400_000, 0, 2_600_000, 0, 1, 200), new Answer(0, 1_600_000, 0, 0, 500_000, 0, 1, 200)], start).ShouldBe(
        [
            "starttime\tseconds\tctime\tdtime\tttime\twait",
            "Sun Nov 22 09:28:07 2026\t1795339687\t0\t2\t2\t1",
            "Sun Nov 22 09:28:08 2026\t1795339688\t0\t3\t3\t3",
        ]);
    }

    [Fact]
    public void Medians_deviations_and_percentiles_are_those_of_the_definition()
    {
        var times = AbTimes.Of([.. new long[] { 1, 2, 3, 4, 10 }.Select(ms => new Answer(0, ms * 1_000_000, 0, 0, 0, 0, 1, 200))]);
        (times.Total with { Sd = 0 }).ShouldBe(new AbRow(1000, 4000, 0, 3000, 10_000));
        times.Total.Sd.ShouldBe(Math.Sqrt(12.5) * 1000, 1e-6);
        AbTimes.Of([.. new long[] { 1, 2, 3, 4 }.Select(ms => new Answer(0, ms * 1_000_000, 0, 0, 0, 0, 1, 200))]).Total.Median.ShouldBe(2500);
        times.At(0).ShouldBe(1000);
        times.At(20).ShouldBe(1000);
        times.At(21).ShouldBe(2000);
        times.At(100).ShouldBe(10_000);
        AbTimes.Of([]).Total.ShouldBe(new AbRow(0, 0, 0, 0, 0));
    }
}
