using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Loads;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Loads;

public class LoadSummaryTests
{
    [Theory]
    [InlineData(80, "")]
    [InlineData(140, "")]
    [InlineData(80, "de-DE")]
    [InlineData(80, "ru-RU")]
    public void The_closed_model_prints_the_same_text_in_every_culture(int width, string culture) =>
        Printed.In(culture, () => Print(Sample.Closed(), Sample.Times(104.2, 9_480), width)).ShouldBeAsExpected($"closed-{width}.txt");

    [Theory]
    [InlineData(80, "")]
    [InlineData(140, "")]
    [InlineData(140, "de-DE")]
    [InlineData(140, "ru-RU")]
    public void The_open_model_prints_doubts_first_and_the_lag(int width, string culture) =>
        Printed.In(culture, () => Print(Sample.Open(), Sample.Times(8, 2_970, slowestMs: 3_000), width)).ShouldBeAsExpected($"open-{width}.txt");

    [Fact]
    public void A_load_that_nobody_answered_has_no_times()
    {
        var refused = Sample.Closed() with
        {
            ThroughputPerS = 0,
            CompletedPerS = 0,
            Requests = new RequestCounts(1_000, 0, 1_000, 0, 0, 1_000, 0),
            ResponseNs = Distribution.Empty,
            ServiceNs = Distribution.Empty,
            Status = new Dictionary<string, long>(),
            Outcomes = new OutcomeCounts(0, 0, 0, 0, 1_000, 0, 0, 0, 0, 0),
            Bytes = new ByteCounts(0, 0, 0),
            Generator = new GeneratorRecord(0.05, 0, 0.01, 2, 0, 0, 0.0052),
        };
        Print(refused, Histogram.ForDurations(), 80).ShouldBeAsExpected("refused-80.txt");
    }

    [Fact]
    public void Percentiles_without_enough_requests_are_withheld_with_what_they_need()
    {
        var text = Print(Sample.Closed(40, 100), null, 400);
        text.ShouldContain(" p90       ~118 ms  ~118 ms\n p95             –        –\n p99             –        –\n p99.9           –        –\n slowest");
        text.ShouldContain("–: too few requests (p95 needs 72, p99 needs 368, p99.9 needs 3,688).");
    }

    [Fact]
    public void Gates_that_could_not_be_measured_stand_with_their_reasons()
    {
        var load = Sample.Closed() with
        {
            Gates =
            [
                new GateRecord("V14", null, null, GateState.Unknown, "nobody knows the server's CPU"),
                new GateRecord("V07", 0, 0, GateState.Ok),
                new GateRecord("V12", null, null, GateState.Unknown, "window too short"),
            ],
        };

        Print(load, null, 140).ShouldContain("Not judged   V12: window too short; V14: nobody knows the server's CPU\n");
        Print(Sample.Closed(), null, 140).ShouldNotContain("Not judged");
    }

    [Fact]
    public void Only_failed_answers_still_have_times()
    {
        var load = Sample.Closed() with { ResponseNs = Distribution.Empty, ServiceNs = Distribution.Empty, FailedNs = Sample.Spread(3, 1_000) };
        Print(load, null, 80).ShouldContain(" p50             –        –  3.00 ms\n");
    }

    [Fact]
    public void A_window_without_length_has_no_rate_of_bytes() =>
        Print(Sample.Closed() with { Window = new WindowRecord(Sample.Start, 0) }, null, 80).ShouldContain("Bytes        2.80 MiB received, 1.08 MiB sent;");

    [Theory]
    [InlineData(WarmupEndName.Steady, "window of 10 s after a warm-up of 7.40 s (steady), engine")]
    [InlineData(WarmupEndName.NeverSteady, "window of 10 s after a warm-up of 7.40 s (never steady), engine")]
    [InlineData(WarmupEndName.Fixed, "window of 10 s, engine")]
    public void An_automatic_warm_up_is_told_with_its_end(string ended, string text) =>
        Print(Sample.Closed() with { Warmup = new WarmupRecord(7.4, ended) }, null, 200).ShouldContain(text);

    [Fact]
    public void The_portable_engine_is_named_with_its_timestamps_and_its_cost()
    {
        var load = Sample.Closed() with { Engine = EngineName.Portable, Generator = new GeneratorRecord(0.5, 52_000, 0, 2, 0, 0, 0.25) };

        var wire = Print(load, null, 200);
        wire.ShouldContain("engine portable, HTTP/1.1, timestamps: wire\n");
        wire.ShouldContain(" of CPU per request, 25 % of 2 CPUs, all of prony included\n");
        Print(load with { HttpVersion = "2", Timestamps = TimestampsName.Call }, null, 200)
            .ShouldContain("engine portable, HTTP/2, timestamps: call (sent when the library was called, not when bytes left)\n");
    }

    [Fact]
    public void Why_TLS_failed_is_counted()
    {
        var load = Sample.Closed() with { TlsErrors = new Dictionary<string, long> { [TlsErrorName.SelfSigned] = 48, [TlsErrorName.Expired] = 2 } };

        Print(load, null, 140).ShouldContain("TLS          expired: 2, self-signed: 48\n");
        Print(Sample.Closed(), null, 140).ShouldNotContain("TLS");
    }

    [Fact]
    public void Checks_that_all_passed_are_told()
    {
        var load = Sample.Closed() with { Checks = new ChecksRecord(10, 948, [new CheckRecord("body contains \"ok\"", 0)]) };
        Print(load, null, 140).ShouldContain("Checked      948 responses, one in 10: all as expected\n");
        Print(Sample.Closed(), null, 140).ShouldNotContain("Checked");
    }

    [Fact]
    public void Checks_that_failed_are_told_with_a_sample_each_and_its_control_characters_are_not_printed()
    {
        var load = Failing(("body contains \"ok\"", 37), ("header A equals \"b\"", 900), ("body length equals 3", 2), ("body matches \"x\"", 1), ("body matches \"y\"", 0));
        var text = Print(load, null, 200);
        text.ShouldContain("Checked      1,000 responses: 940 not as expected\n");
        text.ShouldContain("expect: 900 of 1,000 responses failed 'header A equals \"b\"'.\n");
        text.ShouldContain("expect: 37 of 1,000 responses failed 'body contains \"ok\"', such as: it is \"not\" (status 200, second 3).\n");
        text.ShouldContain("3 failed 2 other checks (all are in the record).\n");
        text.ShouldNotContain("\e");
    }

    [Fact]
    public void One_sentence_tells_why_nothing_succeeded() =>
        FailedChecks.Sentences([Failing(("body contains \"ok\"", 1)), Failing(("body contains \"ok\"", 2))])
            .ShouldBe(["expect: 3 of 2,000 responses failed 'body contains \"ok\"', such as: it is \"not\" (status 200, second 3)."]);

    private static LoadRecord Failing(params (string Check, long Failed)[] checks) => Sample.Closed() with
    {
        Outcomes = Sample.Closed().Outcomes with { Expect = checks.Sum(c => c.Failed) },
        Checks = new ChecksRecord(1, 1_000, [.. checks.Select(c => new CheckRecord(c.Check, c.Failed))]),
        Samples = [new SampleRecord(3, 200, "body contains \"ok\"", "it is \"\e[31mnot\"", [], 3, "\e[31mnot")],
    };

    [Fact]
    public void Parts_are_left_out_when_the_engine_does_not_see_them() =>
        Print(Sample.Closed() with { PartsNs = null }, null, 80).ShouldNotContain("Parts of the whole");

    [Fact]
    public void Rows_that_were_not_written_are_counted_with_their_reason()
    {
        var all = Sample.Closed() with { Recorded = new RecordedRows(9_480, 0, 0) };
        var some = Sample.Closed() with { Recorded = new RecordedRows(9_000, 470, 10) };
        Print(all, null, 120).ShouldContain("Recorded     9,480 rows\n");
        Print(some, null, 140).ShouldContain("Recorded     9,000 rows, 10 requests more than --record-limit left out, 470 dropped because the file could not be written fast enough\n");
    }

    [Fact]
    public void Lookups_during_the_load_are_counted_with_the_last_problem()
    {
        var load = Sample.Closed() with { Lookups = new LookupRecord(12, 2, "example.test: no such host") };
        Print(load, null, 140).ShouldContain("Lookups      12 while the load ran, 2 without an address to connect to; last problem: example.test: no such host\n");
    }

    [Fact]
    public void The_shape_of_a_load_is_said()
    {
        StageRecord[] users = [StageRecord.OfUsers(50, 50, 10), StageRecord.OfUsers(400, 400, 5)];
        Print(Sample.Closed() with { Stages = users }, null, 200).ShouldContain("closed model, 50, 400 users in stages, window of");

        StageRecord[] rates = [StageRecord.OfRate(100, 500, 10)];
        var open = Print(Sample.Open() with { Stages = rates, RatePerS = 1000 / 3.0 }, null, 200);
        open.ShouldContain("open model, 100 to 500 requests/s, on average 333.3/s offered, poisson arrivals");
        open.ShouldContain("requests/s of 333.3 offered");
    }

    [Fact]
    public void Without_a_histogram_there_are_no_bars() => Print(Sample.Closed(), null, 80).ShouldNotContain("■");

    [Fact]
    public void Markdown_holds_the_bars_as_code() =>
        LoadSummary.Markdown(Sample.Open(), Sample.Times(8, 2_970, slowestMs: 3_000)).ShouldBeAsExpected("open.md");

    private static string Print(LoadRecord load, Histogram? response, int width) =>
        Printed.At(width, console => LoadSummary.Write(console, load, response));
}
