using Prony.Measurement.Runs;
using Shouldly;
using Xunit;
using static Prony.Experiments.Tests.Foreign.ForeignSamples;

namespace Prony.Experiments.Tests.Foreign;

/// <summary>What each format tells, figure by figure; and that nothing is made up.</summary>
public sealed class ForeignReaderTests
{
    [Fact]
    public void The_text_of_hey_is_read_and_failures_are_told_from_successes()
    {
        var result = One(Hey);

        result.Tool.ShouldBe("hey");
        result.Line.ShouldBe(2);
        (result.DurationS, result.Requests, result.Failures, result.PrintedPerS).ShouldBe((4.0, 1000L, 30L, 250.0));
        result.ThroughputPerS!.Value.ShouldBe(970 / 4.0, 1e-9);
        result.Times!.Count.ShouldBe(990);
        Ms(result.Times.MeanNs, result.Times.MinNs, result.Times.MaxNs).ShouldBe("50 10 300");
        Percentiles(result).ShouldBe("10: 20, 25: 30, 50: 40, 75: 50, 90: 60, 95: 70, 99: 200");
        result.Times.ResolutionNs.ShouldBe(1e5);
        result.Status.ShouldBe(new Dictionary<string, long> { ["200"] = 970, ["503"] = 20 }, ignoreOrder: true);
        result.Errors.ShouldHaveSingleItem().Key.ShouldContain("connection refused");
        result.Users.ShouldBeNull("hey does not print its workers");
        result.Model.ShouldBeNull();
    }

    [Fact]
    public void A_password_in_an_error_is_masked() => One(Hey).Errors.Keys.Single().ShouldNotContain("topsecret");

    [Theory]
    [InlineData("hey unanswered")]
    [InlineData("wrk unanswered")]
    [InlineData("loadtest unanswered")]
    public void Without_an_answer_there_are_no_times_rather_than_times_of_0(string sample)
    {
        var result = One(All[sample]);

        result.Times.ShouldBeNull();
        result.Remarks.ShouldContain("No request was answered, so there are no times.");
    }

    [Fact]
    public void The_older_layout_of_oha_is_read_as_that_of_hey()
    {
        var result = One(OhaOld);

        (result.Tool, result.DurationS, result.Requests, result.Failures, result.PrintedPerS, result.ThroughputPerS).ShouldBe(("oha", 10.0, 600L, 0L, 60.0, 60.0));
        Percentiles(result).ShouldBe("10: 600, 50: 790, 99: 1400");
    }

    [Fact]
    public void The_newer_layout_of_oha_has_its_own_unit_and_parts_that_are_passed_over()
    {
        var result = One(Oha);

        result.DurationS.ShouldBe(5.0);
        (result.Requests, result.Failures).ShouldBe((10010L, 0L), "what was cut off at the deadline has not failed");
        result.ThroughputPerS.ShouldBe(2000.0);
        Percentiles(result).ShouldBe("10: 0.0315, 50: 0.061, 99: 0.5, 99.9: 2.5, 99.99: 10");
        result.Times!.ResolutionNs!.Value.ShouldBe(100, 1e-9);
        result.Remarks.ShouldHaveSingleItem().ShouldContain("deadline");
    }

    [Fact]
    public void The_text_of_wrk_is_read_and_failed_answers_are_no_throughput()
    {
        var result = One(Wrk);

        (result.Tool, result.Model, result.Users, result.DurationS, result.Requests, result.Failures).ShouldBe(("wrk", LoadModelName.Closed, 50, 3.02, 180_000L, 60_000L));
        result.PrintedPerS.ShouldBe(60_000);
        result.ThroughputPerS!.Value.ShouldBe(40_000, 1e-6);
        Ms(result.Times!.MeanNs, result.Times.SdNs, result.Times.MaxNs).ShouldBe("1.64 2.32 1050");
        Percentiles(result).ShouldBe("50: 0.285, 75: 2.52, 90: 5.24, 99: 9.19");
        result.Target.ShouldBe("http://127.0.0.1:28180/");
    }

    [Fact]
    public void Socket_errors_of_wrk_leave_the_number_of_failures_unknown()
    {
        var result = One(Wrk.Replace("  Non-2xx or 3xx responses: 60000", "  Socket errors: connect 0, read 3, write 0, timeout 5", StringComparison.Ordinal));

        result.Failures.ShouldBeNull();
        result.Errors.ShouldBe(new Dictionary<string, long> { ["read"] = 3, ["timeout"] = 5 }, ignoreOrder: true);
    }

    [Fact]
    public void Wrk2_has_recorded_times_a_spectrum_and_uncorrected_times()
    {
        var result = One(Wrk2);

        (result.Tool, result.Model, result.RatePerS, result.Requests).ShouldBe(("wrk2", LoadModelName.Open, null, 29_000L));
        Percentiles(result).ShouldBe("10: 0.5, 50: 1.01, 75: 1.5, 90: 505.6, 95: 750, 99: 950.78, 99.9: 990, 99.99: 1000, 99.999: 1000");
        result.Times!.Count.ShouldBe(20_002);
        result.Service!.PercentilesNs.ShouldBe(new Dictionary<string, double> { ["50"] = 700_000, ["99"] = 2_000_000 }, ignoreOrder: true);
    }

    [Fact]
    public void The_text_of_ab_is_read()
    {
        var result = One(Ab);

        (result.Tool, result.Users, result.DurationS, result.Requests, result.Failures, result.PrintedPerS, result.ThroughputPerS).ShouldBe(("ab", 10, 0.5, 2000L, 100L, 4000.0, 3800.0));
        Ms(result.Times!.MinNs, result.Times.MeanNs, result.Times.SdNs, result.Times.MaxNs).ShouldBe("0 2 1.7 17");
        Percentiles(result).ShouldBe("50: 2, 66: 2, 75: 3, 80: 3, 90: 4, 95: 6, 98: 8, 99: 9");
        result.Target.ShouldBe("http://127.0.0.1:28180/a");
        result.Errors.ShouldBe(new Dictionary<string, long> { ["Length"] = 100 });
    }

    [Fact]
    public void Ab_counts_a_response_twice_so_two_kinds_of_failures_are_not_added()
    {
        var result = One(Ab.Replace("Keep-Alive requests:", "Non-2xx responses:      150\nKeep-Alive requests:", StringComparison.Ordinal));

        (result.Failures, result.ThroughputPerS).ShouldBe((null, null));
    }

    [Fact]
    public void Figures_of_ab_without_the_lines_above_them_are_read() =>
        One(Ab[Ab.IndexOf("Server Software", StringComparison.Ordinal)..]).PrintedPerS.ShouldBe(4000);

    [Fact]
    public void Ab_without_deviations_has_its_percentiles_all_the_same()
    {
        var table = Ab.IndexOf("              min  mean", StringComparison.Ordinal);
        var percentiles = Ab.IndexOf("Percentage of the requests", StringComparison.Ordinal);
        var result = One(Ab[..table] + "              min   avg   max\nConnect:        0     0    1\nProcessing:     0     2   16\nWaiting:        0     2   16\nTotal:          0     2   17\n\n" + Ab[percentiles..]);

        Ms(result.Times!.MinNs, result.Times.MeanNs, result.Times.MaxNs).ShouldBe("0 2 17");
        result.Times.SdNs.ShouldBeNull();
        Percentiles(result).ShouldBe("50: 2, 66: 2, 75: 3, 80: 3, 90: 4, 95: 6, 98: 8, 99: 9");
    }

    [Fact]
    public void The_text_of_loadtest_is_read()
    {
        var result = One(Loadtest);

        (result.Tool, result.Model, result.Users, result.RatePerS, result.DurationS, result.Requests, result.Failures, result.ThroughputPerS)
            .ShouldBe(("loadtest", LoadModelName.Open, 2, 300.0, 2.0, 600L, 6L, 297.0));
        Percentiles(result).ShouldBe("50: 1, 90: 2, 95: 3, 99: 4");
        Ms(result.Times!.MeanNs, result.Times.MaxNs).ShouldBe("1.5 5");
    }

    [Fact]
    public void Older_versions_of_loadtest_write_INFO_before_each_line() =>
        One(string.Join('\n', Loadtest.Split('\n').Select(line => "[Tue Sep 06 2016 10:00:00 GMT+0000 (UTC)] INFO " + line)).Replace("Effective rps", "Requests per second", StringComparison.Ordinal))
            .PrintedPerS.ShouldBe(300);

    [Theory]
    [InlineData("psrecord 3", 3, 2.008, 0.48, 104.0)]
    [InlineData("psrecord 4", 2, 1.0, 2.0, 300.0)]
    [InlineData("psrecord CSV", 2, 0.5, 1.5, 12.0)]
    public void Logs_of_psrecord_are_summed_up(string sample, int samples, double seconds, double peakCores, double peakMegabytes)
    {
        var usage = One(All[sample]).Usage!;

        (usage.Samples, usage.DurationS).ShouldBe((samples, seconds));
        usage.CpuPeakCores.ShouldBe(peakCores, 1e-9);
        usage.MemoryPeakBytes.ShouldBe(peakMegabytes * 1024 * 1024, 1);
    }

    [Fact]
    public void Cycles_of_Funkload_are_results_of_their_own()
    {
        var results = Read(Funkload).Results;

        results.Select(result => (result.Users, result.Requests, result.Failures, result.PrintedPerS)).ShouldBe([(50, 1680L, 0L, 14.0), (100, 1704L, 170L, 14.2)]);
        results[1].ThroughputPerS!.Value.ShouldBe(14.2 * 1534 / 1704, 1e-9);
        Percentiles(results[1]).ShouldBe("10: 400, 50: 6900, 90: 12000, 95: 15000");
        results[0].Remarks.ShouldHaveSingleItem().ShouldBe("Apdex 0.980 (Excellent), for the bound that its report states.");
    }

    [Fact]
    public void Rows_of_hey_are_counted_and_their_percentiles_computed()
    {
        var result = One(HeyCsv);

        result.DurationS!.Value.ShouldBe(0.1, 1e-9);
        result.ThroughputPerS!.Value.ShouldBe(30, 1e-6);
        (result.Requests, result.Failures, result.PrintedPerS).ShouldBe((4L, null, null), "what got no answer has no row");
        Ms(result.Times!.MeanNs, result.Times.MaxNs).ShouldBe("25 40");
        result.Times.PercentilesNs.Keys.ShouldBe(["10", "25", "50", "75"], "of four rows none lies beyond p90");
        result.Remarks[0].ShouldContain("computed by Prony from 4 rows");
    }

    [Fact]
    public void Rows_of_oha_are_read() => One(OhaCsv).ShouldSatisfyAllConditions(
        result => result.DurationS.ShouldBe(1.0), result => result.ThroughputPerS.ShouldBe(2.0), result => Ms(result.Times!.MaxNs).ShouldBe("750"));

    [Fact]
    public void Rows_of_ab_have_times_and_no_rate()
    {
        var result = One(AbRows);

        (result.Requests, result.DurationS, result.PrintedPerS, result.ThroughputPerS).ShouldBe((3L, null, null, null));
        Ms(result.Times!.MinNs, result.Times.MaxNs).ShouldBe("1 7");
    }

    [Fact]
    public void The_statistics_of_Locust_are_those_of_its_last_row()
    {
        var result = One(LocustStats);

        (result.Requests, result.Failures, result.PrintedPerS, result.ThroughputPerS, result.Users).ShouldBe((1000L, 50L, 100.0, 95.0, null));
        Ms(result.Times!.MeanNs, result.Times.MinNs, result.Times.MaxNs).ShouldBe("12.5 1.25 99");
        result.Times.PercentilesNs["99.9"].ShouldBe(90e6);
        result.Times.PercentilesNs.Keys.ShouldNotContain("100");
    }

    [Fact]
    public void The_history_of_Locust_tells_users_and_length_and_no_percentiles()
    {
        var result = One(LocustHistory);

        (result.Users, result.DurationS, result.Requests).ShouldBe((10, 10.0, 1000L));
        result.Times!.PercentilesNs.ShouldBeEmpty();
    }

    [Fact]
    public void A_quoted_field_of_Locust_may_hold_quotes_and_line_ends()
    {
        var error = One(LocustFailures).Errors.ShouldHaveSingleItem();

        error.Value.ShouldBe(50);
        error.Key.ShouldContain("said \"no\"");
    }

    [Fact]
    public void The_JSON_of_oha_is_read()
    {
        var result = One(OhaJson);

        (result.Tool, result.Format, result.Requests, result.Failures, result.ThroughputPerS).ShouldBe(("oha", "JSON", 105L, 10L, 45.0));
        Percentiles(result).ShouldBe("10: 20, 25: 30, 50: 80, 75: 100, 90: 200, 95: 300, 99: 400");
    }

    [Fact]
    public void Both_forms_of_the_JSON_of_k6_are_read()
    {
        var export = One(K6Export);
        (export.Users, export.Requests, export.Failures, export.PrintedPerS, export.ThroughputPerS, export.DurationS).ShouldBe((25, 1000L, 10L, 100.0, 99.0, null));
        Percentiles(export).ShouldBe("50: 10, 90: 20, 95: 30");
        export.Remarks.ShouldHaveSingleItem().ShouldContain("dropped 7 iterations");

        var handle = One(K6Handle);
        (handle.Users, handle.Failures, handle.DurationS).ShouldBe((null, 0L, 10.0));
        Percentiles(handle).ShouldBe("50: 10, 90: 20, 99.9: 98");
    }

    [Fact]
    public void The_JSON_of_vegeta_is_read()
    {
        var result = One(Vegeta);

        (result.Model, result.Requests, result.Failures, result.DurationS, result.PrintedPerS, result.ThroughputPerS).ShouldBe((LoadModelName.Open, 100L, 5L, 10.0, 10.0, 9.4));
        Percentiles(result).ShouldBe("50: 9, 90: 15, 95: 20, 99: 30");
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(1000, 1000.0)]
    public void A_log_of_histograms_gives_a_result_for_each_tag_in_the_unit_that_is_said(double unitNs, double p50Ms)
    {
        var results = Read(Log(), unitNs).Results;

        results.Select(result => (result.Format, result.Requests)).ShouldBe([("log, tag read", 200L), ("log, tag write", 100L)]);
        results[0].DurationS.ShouldBe(2.0);
        (results[0].Times!.PercentilesNs["50"] / 1e6).ShouldBe(p50Ms, p50Ms * 0.01);
        results[0].Failures.ShouldBeNull();
    }

    [Fact]
    public void Every_result_says_what_it_cannot_tell()
    {
        foreach (var (name, text) in All.Where(sample => sample.Key != "locust failures"))
        {
            var import = Prony.Experiments.Foreign.ForeignImport.Of([Read(text)], [], TimeProvider.System);
            var results = import.Plan.ShouldNotBeNull(name).Imported!.Results;
            results.ShouldAllBe(result => result.CannotTell.Count >= 3 && result.CannotTell[0].Contains("no rounds"));
            results.ShouldAllBe(result => result.Usage != null || result.CannotTell.Any(told => told.Contains("gate")));
        }
    }

    internal static string Percentiles(ImportedResult result) => string.Join(", ", result.Times!.PercentilesNs
        .OrderBy(p => double.Parse(p.Key, System.Globalization.CultureInfo.InvariantCulture)).Select(p => $"{p.Key}: {Ms(p.Value)}"));

    private static string Ms(params double?[] ns) =>
        string.Join(' ', ns.Select(value => value is { } known ? (known / 1e6).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture) : "none"));
}
