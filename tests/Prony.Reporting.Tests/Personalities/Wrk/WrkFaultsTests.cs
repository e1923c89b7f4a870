using Prony.Measurement.Requests;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Wrk;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities.Wrk;

public class WrkFaultsTests
{
    [Fact]
    public void A_load_that_wrk_would_have_measured_well_has_none()
    {
        var tally = Rows.Tally(1000, [.. Enumerable.Range(0, 999).Select(i => Rows.Answer(i, i, i + 0.9))]);
        Find(tally).ShouldBeEmpty();
    }

    [Fact]
    public void Invented_samples_are_named_with_both_figures()
    {
        // One connection: nine quick answers and a slow one, over and over.
        var rows = Enumerable.Range(0, 9).SelectMany(k => Enumerable.Range(0, 9).Select(i => Rows.Answer((110 * k) + i, (110 * k) + i, (110 * k) + i + 0.1)).Append(Rows.Answer((110 * k) + 9, (110 * k) + 9, (110 * k) + 109)));
        var fault = Find(Rows.Tally(1000, [.. rows])).First(f => f.Id == "wrk-correction");
        fault.Sentence.ShouldStartWith("wrk adds invented samples below every answer that took more than twice the mean (");
        fault.Sentence.ShouldContain("it would have printed mean ");
        fault.Sentence.ShouldContain("; measured: mean 10.1 ms, p50 100 µs, p75 100 µs, p90 100 µs, p99 100 ms.");
    }

    [Fact]
    public void Answers_beyond_the_timeout_and_what_it_forgets_are_named()
    {
        var tally = Rows.Tally(10_000, Rows.Answer(0, 0, 3_000), Rows.Answer(3_000, 3_000, 3_001), Rows.Failure(RequestEnd.Censored, 4_000, 12_000));
        var faults = Find(tally, timeouts: 1);
        faults.Select(f => f.Id).ShouldContain("wrk-timeout");
        faults.ShouldNotContain(f => f.Id == "wrk-correction");   // an answer less is no sample that was added
        faults.Single(f => f.Id == "wrk-timeout").Sentence.ShouldContain("below 2 s; measured: 3.00 s");
        faults.Single(f => f.Id == "wrk-under-way").Sentence.ShouldContain("its Max is 3.00 s; the slowest of those took, or was waited for, 8.00 s");
    }

    [Fact]
    public void Connections_that_cannot_be_divided_are_named() =>
        Find(Rows.Tally(1000, Rows.Answer(0, 0, 999)), threads: 3, connections: 10).Single(f => f.Id == "wrk-remainder").Sentence.ShouldContain("would have opened 9 and printed 10; here there were 10");

    [Fact]
    public void Wrk2_forgets_its_first_ten_seconds()
    {
        var tally = new ToolTally(12_000 * Rows.Ms, settledNs: Wrk2Faults.CalibrationNs(2, 10));
        tally.Add([.. Enumerable.Range(0, 100).Select(i => Rows.Answer(i * 95, i * 95, (i * 95) + 500)), .. Enumerable.Range(0, 200).Select(i => Rows.Answer(10_100 + i, 10_100 + i, 10_101 + i))], Rows.StartNs);
        var faults = Wrk2Faults.Find(Sample.Open(), tally, 0, 2);
        faults.Single(f => f.Id == "wrk2-calibration").Sentence.ShouldContain("of 200 requests; all 300: p50 1.00 ms, p99 500 ms");
    }

    [Fact]
    public void Wrk2_s_timers_are_too_coarse_below_a_millisecond_only()
    {
        Wrk2Faults.Find(Sample.Open(), Rows.Tally(1000, Rows.Answer(0, 0, 0.5)), 0, 2).Single().Sentence.ShouldContain("p50 between 500 µs and 1.50 ms; measured: 500 µs");
        Wrk2Faults.Find(Sample.Open(), Rows.Tally(1000, Rows.Answer(0, 0, 1.1)), 0, 2).ShouldBeEmpty();
    }

    [Fact]
    public void Wrk2_counts_connections_that_wait_again_and_again()
    {
        var tally = Rows.Tally(20_000, Rows.Answer(0, 0, 9_000));
        Wrk2Faults.Find(Sample.Open(), tally, late: 1, timeoutS: 2).Single(f => f.Id == "wrk2-timeouts").Sentence.ShouldContain("it would have printed about 4; 1 request took longer");
        Wrk2Faults.Find(Sample.Open(), Rows.Tally(20_000, Rows.Answer(0, 0, 100)), 0, 2).ShouldBeEmpty();
    }

    private static IReadOnlyList<ToolFault> Find(ToolTally tally, long timeouts = 0, long threads = 1, long connections = 1)
    {
        var load = Sample.Closed() with { Window = Sample.Closed().Window with { DurationS = 1 } };
        var printed = new WrkFigures { Latency = WrkStats.Of(tally.Service), RequestRate = WrkStats.Of(new ToolTimes()), Requests = tally.Answered, RuntimeS = 1, Bytes = 0, Timeouts = timeouts };
        return WrkFaults.Find(load, tally, printed, threads, connections, 2);
    }
}
