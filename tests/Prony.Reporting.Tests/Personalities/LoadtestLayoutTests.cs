using Prony.Reporting.Personalities.Loadtest;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

/// <summary>Texts as loadtest 8.2.1 printed them, made again from the figures that stand in them.</summary>
public class LoadtestLayoutTests
{
    private static readonly LoadtestReport Rate = new()
    {
        Url = "http://127.0.0.1:20510/",
        MaxSeconds = 2,
        TargetRps = 300,
        Clients = 2,
        Cores = 1,
        Agent = "keepalive",
        Completed = 600,
        Errors = 0,
        TotalMs = 2000,
        MeanMs = 0.04,
        Percentiles = [(50, 1), (90, 1), (95, 1), (99, 1)],
        MaxMs = 5,
    };

    [Fact]
    public void A_report_of_a_rate_is_loadtest_s_to_the_byte() => LoadtestLayout.Report(Rate).ShouldBe("""

        Target URL:          http://127.0.0.1:20510/
        Max time (s):        2
        Target rps:          300
        Concurrent clients:  2
        Agent:               keepalive

        Completed requests:  600
        Total errors:        0
        Total time:          2 s
        Mean latency:        0 ms
        Effective rps:       300

        Percentage of requests served within a certain time
          50%      1 ms
          90%      1 ms
          95%      1 ms
          99%      1 ms
         100%      5 ms (longest request)

        """);

    [Fact]
    public void A_report_of_a_count_with_errors_is_too() => LoadtestLayout.Report(Rate with
    {
        MaxRequests = 50,
        TargetRps = null,
        Clients = 5,
        Cores = 2,
        Agent = "none",
        Completed = 50,
        Errors = 50,
        TotalMs = 25,
        MeanMs = 1.65,
        Percentiles = [(50, 1), (90, 5), (95, 5), (99, 6)],
        MaxMs = 6,
    }).ShouldBe("""

        Target URL:          http://127.0.0.1:20510/
        Max requests:        50
        Concurrent clients:  5
        Running on cores:    2
        Agent:               none

        Completed requests:  50
        Total errors:        50
        Total time:          0.025 s
        Mean latency:        1.7 ms
        Effective rps:       2000

        Percentage of requests served within a certain time
          50%      1 ms
          90%      5 ms
          95%      5 ms
          99%      6 ms
         100%      6 ms (longest request)

           -1:   50 errors

        """);

    [Fact]
    public void Without_a_request_there_is_no_mean_and_percentiles_are_false()
    {
        var text = LoadtestLayout.Report(Rate with { MeanMs = double.NaN, Completed = 0, TotalMs = 1002, MaxMs = 0, Percentiles = [(50, null), (90, null), (95, null), (99, null)] });
        text.ShouldContain("Total time:          1.002 s\nMean latency:        NaN ms\nEffective rps:       0\n");
        text.ShouldContain("  50%      false ms\n  90%      false ms\n  95%      false ms\n  99%      false ms\n 100%      0 ms (longest request)\n");
    }

    [Fact]
    public void Progress_says_the_share_of_a_count_and_the_errors()
    {
        LoadtestLayout.Progress(new(1250, 0, 1250, 400, 5), new(1250, 0, 1250, 400, 5), 20_000).ShouldBe("Requests: 1250 (6%), requests per second: 250, mean latency: 0.3 ms\n");
        LoadtestLayout.Progress(new(5000, 10, 4990, 4000, 10), new(2000, 4, 1000, 1000, 5), null).ShouldBe(
            "Requests: 5000, requests per second: 400, mean latency: 1 ms\nErrors: 4, accumulated errors: 10, 0.2% of total requests\n");
    }
}
