using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Prony.Reporting.Personalities;
using Prony.Reporting.Personalities.Ab;
using Prony.Reporting.Personalities.Hey;
using Prony.Reporting.Personalities.Loadtest;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

/// <summary>Each sentence about a fault has what the original would have printed and what is true; nothing is said where nothing differs.</summary>
public class ToolFaultTests
{
    private const long Ms = 1_000_000;
    private static readonly HeyAsked Asked = new(50, 1000, 0);

    [Fact]
    public void A_plain_load_has_no_fault_of_hey() => HeyFaults.Find(Asked, Load(1000), Times(1000, 20 * Ms)).ShouldBeEmpty();

    [Fact]
    public void Beyond_a_million_hey_divides_by_a_million()
    {
        var times = new AnswerTimes(keepsWhole: false);
        for (var i = 0; i < 2_000_000; i++)
        {
            times.Add(AnswerOf(i < 1_000_000 ? 10 * Ms : 30 * Ms));
        }

        var fault = HeyFaults.Find(Asked with { Requests = null }, Load(2_000_000), times).ShouldHaveSingleItem();
        fault.Id.ShouldBe("hey-first-million");
        fault.Sentence.ShouldContain("an average of 40.0 ms (it is 20.0 ms)");
        fault.Sentence.ShouldContain("26 bytes for each request (they are 13)");
        fault.Sentence.ShouldContain("10.0 ms (of all it is 30.0 ms)");
    }

    [Fact]
    public void Requests_without_an_answer_are_in_hey_s_rate()
    {
        var load = Load(100) with { Requests = new RequestCounts(120, 0, 120, 100, 100, 20, 0), Outcomes = Outcomes(success: 100, timeout: 20), ResponseNs = Sample.Spread(500) };
        var times = new AnswerTimes(keepsWhole: false);
        times.Add([.. Enumerable.Repeat(Row(100_000_001), 100), .. Enumerable.Repeat(new RequestRow { DueNs = 1, SentNs = 2, EndedNs = 2_000_000_001, End = RequestEnd.Timeout }, 20)], 1);
        times.Add([new RequestRow { DueNs = 1, EndedNs = 2_000_000_001, End = RequestEnd.Unsent }, new RequestRow { DueNs = 1, SentNs = 2, EndedNs = 2_000_000_001, End = RequestEnd.Censored }], 1);
        var faults = HeyFaults.Find(Asked, load, times);
        faults.Single(f => f.Id == "hey-errors-in-rate").Sentence.ShouldContain("60.00/s; 100 of 120 were answered, 50.00/s");
        faults.Single(f => f.Id == "hey-timeouts-left-out").Sentence.ShouldContain("its slowest is 20.0 ms; with them");
    }

    [Fact]
    public void Open_connections_hide_what_opening_one_takes()
    {
        var times = Times(90, 20 * Ms);
        for (var i = 0; i < 10; i++)
        {
            times.Add(AnswerOf(20 * Ms) with { ConnectNs = 5 * Ms });
        }

        HeyFaults.Find(Asked, Load(100), times).Single(f => f.Id == "hey-dialup").Sentence.ShouldContain("over all 100 answers, with 0 for those on an open connection: 500 µs; for the 10 that opened one it is 5.00 ms");
    }

    [Fact]
    public void A_rate_of_waiting_workers_hides_the_wait()
    {
        var times = new AnswerTimes(keepsWhole: false);
        for (var i = 0; i < 1000; i++)
        {
            times.Add(new Answer(0, i < 900 ? 20 * Ms : 900 * Ms, 0, 0, 20 * Ms, 0, 100, 200));
        }

        var fault = HeyFaults.Find(Asked with { RatePerWorker = 20 }, Load(1000), times).ShouldHaveSingleItem();
        fault.Id.ShouldBe("hey-rate-closed");
        fault.Sentence.ShouldContain("20/s × 50 workers = 1,000/s");
        fault.Sentence.ShouldContain("a 99 % of 20.0 ms; from the instant at which the requests were due it is 900 ms");
    }

    [Fact]
    public void A_count_that_is_no_multiple_is_rounded_down() =>
        HeyFaults.Find(new HeyAsked(64, 1000, 0), Load(960), Times(960, 20 * Ms)).ShouldHaveSingleItem().Sentence.ShouldContain("of -n 1,000 with -c 64 it sends 960");

    [Fact]
    public void Few_answers_have_percentiles_that_hey_does_not_print() =>
        HeyFaults.Find(Asked, Load(5), Times(5, 20 * Ms)).ShouldHaveSingleItem().Sentence.ShouldContain("for 90 %, 95 %, 99 % of 5 answers; the 99 % is 20.0 ms");

    [Fact]
    public void Failures_are_in_hey_s_rate()
    {
        var load = Load(1000) with { Outcomes = Outcomes(success: 600, status: 400), ThroughputPerS = 300 };
        var times = Times(1000, 20 * Ms);
        times.Add([new RequestRow { DueNs = 1, SentNs = 2, EndedNs = 2_000_000_001, End = RequestEnd.Censored }, Row(2_000_000_001)], 1);
        HeyFaults.Find(Asked, load, times).ShouldContain(f => f.Id == "hey-failures-in-rate" && f.Sentence.Contains("400 of them failures; successes are 300.0/s", StringComparison.Ordinal));
    }

    [Fact]
    public void Ten_thousandths_of_a_second_are_too_coarse_for_a_quick_server() =>
        HeyFaults.Find(Asked, Load(1000), Times(1000, 130_000)).ShouldHaveSingleItem().Sentence.ShouldContain("a median of 0.0001 secs; it is 130 µs");

    [Fact]
    public void Ab_s_whole_milliseconds_are_too_coarse_too()
    {
        var fault = AbFaults.Find(Ab(2000, 212), Load(2000)).ShouldHaveSingleItem();
        fault.Id.ShouldBe("ab-whole-milliseconds");
        fault.Sentence.ShouldContain("50 % in 0 ms and 99 % in 0 ms; they are 212 µs and 212 µs");
        AbFaults.Find(Ab(2000, 20_000), Load(2000)).ShouldBeEmpty();
    }

    [Fact]
    public void Ab_takes_the_neighbours_of_medians_and_percentiles()
    {
        long[] sorted = [20_000, 20_000, 40_000];
        var report = Ab(3, 20_000) with { Times = new AbTimes(Row0, Row0, Row0, Row0, sorted) };
        AbFaults.Find(report, Load(3)).Single(f => f.Id == "ab-odd-median").Sentence.ShouldContain("30 ms; the one in the middle took 20.0 ms");
        long[] hundred = [.. Enumerable.Repeat(20_000L, 99), 50_000];
        AbFaults.Find(Ab(100, 20_000) with { Times = new AbTimes(Row0, Row0, Row0, Row0, hundred) }, Load(100)).Single(f => f.Id == "ab-rank").Sentence
            .ShouldContain("99 % in 50 ms; 99 % of 100 took at most 20.0 ms");
    }

    [Fact]
    public void Ab_counts_closed_connections_other_statuses_and_other_lengths_in_its_own_way()
    {
        var report = Ab(100, 20_000) with { Non2xx = 30, Failures = new AbFailures(0, 0, 47, 0), TakenS = 2 };
        var faults = AbFaults.Find(report, Load(100) with { Outcomes = Outcomes(success: 70, status: 30, closed: 7) });
        faults.Single(f => f.Id == "ab-closed-as-complete").Sentence.ShouldContain("107 complete requests; 100 were answered");
        faults.Single(f => f.Id == "ab-non-2xx-not-failed").Sentence.ShouldContain("50.00/s; with 2xx it was 35.00/s, and 30 of 100 were failures");
        faults.Single(f => f.Id == "ab-length-as-failure").Sentence.ShouldContain("40 of 100; by their status 30 failed");
    }

    [Fact]
    public void Closed_connections_are_no_answers_of_another_length() =>
        AbFaults.Find(Ab(100, 20_000) with { Failures = new AbFailures(0, 0, 7, 0) }, Load(100) with { Outcomes = Outcomes(success: 100, closed: 7) })
            .ShouldNotContain(f => f.Id == "ab-length-as-failure");

    [Fact]
    public void Lengths_are_those_of_bodies_and_the_first_one_is_the_document()
    {
        var times = new AnswerTimes(keepsWhole: false);
        times.Add([Row(2_000_000_001) with { BodyBytes = 13, BytesReceived = 100 }, Row(2_000_000_002) with { BodyBytes = 13, BytesReceived = 101 }, Row(2_000_000_003) with { BodyBytes = 12, BytesReceived = 100 }], 1);
        (times.FirstBodyBytes, times.OtherLength).ShouldBe((13, 1));
    }

    [Fact]
    public void Loadtest_takes_zero_for_unset_and_means_of_floors()
    {
        var times = new AnswerTimes(keepsWhole: false);
        for (var i = 0; i < 100; i++)
        {
            times.Add(AnswerOf(i < 90 ? 400_000 : 3_500_000));
        }

        var report = LoadtestReport.Of(Loadtest, Load(100), times);
        report.Percentiles.ShouldBe([(50, 0), (90, 0), (95, 3), (99, 3)]);
        var faults = LoadtestFaults.Find(report, Load(100), times);
        faults.Single(f => f.Id == "loadtest-zero-is-unset").Sentence.ShouldContain("50% 3 ms (it is 400 µs)");
        faults.Single(f => f.Id == "loadtest-mean-of-floors").Sentence.ShouldContain("0.3 ms; it is 710 µs");
    }

    [Fact]
    public void Loadtest_counts_errors_and_hides_what_they_were()
    {
        var load = Load(100) with
        {
            Outcomes = Outcomes(success: 60, status: 40),
            ThroughputPerS = 30,
            Status = new Dictionary<string, long> { ["200"] = 60, ["503"] = 40 },
            Requests = new RequestCounts(110, 0, 110, 100, 60, 40, 10),
            ResponseNs = Sample.Spread(900),
        };
        var times = Times(100, 20 * Ms);
        var report = LoadtestReport.Of(Loadtest, load, times);
        report.ShouldSatisfyAllConditions(r => r.Completed.ShouldBe(100), r => r.Errors.ShouldBe(40));
        var faults = LoadtestFaults.Find(report, load, times);
        faults.Single(f => f.Id == "loadtest-errors-in-rps").Sentence.ShouldContain("40 errors were 40 × status 503");
        faults.Single(f => f.Id == "loadtest-unfinished").Sentence.ShouldContain("its longest took 20 ms; 10 more");
    }

    [Fact]
    public void Loadtest_starts_the_clock_when_it_sends()
    {
        var times = new AnswerTimes(keepsWhole: true);
        for (var i = 0; i < 100; i++)
        {
            times.Add(new Answer(i * Ms, 200 * Ms, 0, 0, 20 * Ms, 0, 100, 200));
        }

        var report = LoadtestReport.Of(Loadtest with { TargetRps = 300 }, Load(100), times);
        LoadtestFaults.Find(report, Load(100), times).ShouldHaveSingleItem().Sentence.ShouldContain("a 99 % of 20.0 ms; from the instant at which the requests were due it is 200 ms");
        times.MostAtOnce().ShouldBe(20);
    }

    private static readonly AbRow Row0 = new(0, 0, 0, 0, 0);

    private static LoadtestReport Loadtest => new()
    {
        Url = "http://127.0.0.1/",
        MaxSeconds = 10,
        Clients = 10,
        Cores = 1,
        Agent = "none",
        Completed = 0,
        Errors = 0,
        TotalMs = 0,
        MeanMs = 0,
        Percentiles = [],
        MaxMs = 0,
    };

    private static AbReport Ab(int count, long us) => new()
    {
        ServerSoftware = "",
        HostName = "127.0.0.1",
        Port = 80,
        Path = "/",
        DocumentBytes = 13,
        Concurrency = 1,
        TakenS = 1,
        Complete = count,
        Failures = new AbFailures(0, 0, 0, 0),
        Non2xx = 0,
        KeepAlive = null,
        ReceivedBytes = 100,
        SentBytes = null,
        BodyBytes = 13,
        Times = new AbTimes(Row0, Row0, Row0, Row0, [.. Enumerable.Repeat(us, count)]),
    };

    private static LoadRecord Load(long answered) => Sample.Closed(Math.Min(answered, 1000)) with
    {
        Requests = new RequestCounts(answered, 0, answered, answered, answered, 0, 0),
        Outcomes = Outcomes(success: answered),
        Bytes = new ByteCounts(0, answered * 100, answered * 13),
    };

    private static OutcomeCounts Outcomes(long success = 0, long status = 0, long timeout = 0, long closed = 0) => new(success, status, 0, timeout, 0, 0, closed, 0, 0, 0);

    private static AnswerTimes Times(int count, long ns)
    {
        var times = new AnswerTimes(keepsWhole: false);
        for (var i = 0; i < count; i++)
        {
            times.Add(AnswerOf(ns));
        }

        return times;
    }

    private static Answer AnswerOf(long ns) => new(0, ns, 0, 0, ns, 0, 100, 200);

    private static RequestRow Row(long endedNs) =>
        new() { DueNs = endedNs - (20 * Ms), SentNs = endedNs - (20 * Ms), WrittenNs = endedNs - (20 * Ms), FirstByteNs = endedNs, EndedNs = endedNs, BytesReceived = 100, Status = 200, End = RequestEnd.Success };
}
