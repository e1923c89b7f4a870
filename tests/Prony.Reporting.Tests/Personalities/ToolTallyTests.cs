using Prony.Measurement.Requests;
using Prony.Reporting.Personalities;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

public class ToolTallyTests
{
    [Fact]
    public void A_request_counts_from_its_sending_from_its_connecting_and_from_its_due_instant()
    {
        var tally = Rows.Tally(1000, Rows.Answer(dueMs: 10, sentMs: 30, endedMs: 70, connectMs: 20));
        (tally.Service.MinNs, tally.Whole.MinNs, tally.Response.MinNs).ShouldBe((40 * Rows.Ms, 50 * Rows.Ms, 60 * Rows.Ms));
        tally.FirstByte.MinNs.ShouldBe(50 * Rows.Ms);
        tally.LastNs.ShouldBe(70 * Rows.Ms);
    }

    [Fact]
    public void An_answer_without_an_instant_of_its_first_byte_has_that_of_its_end() =>
        Rows.Tally(1000, Rows.Answer(10, 10, 70) with { FirstByteNs = 0 }).FirstByte.MaxNs.ShouldBe(60 * Rows.Ms);

    [Fact]
    public void What_ends_after_the_window_is_late_and_in_none_of_the_figures()
    {
        var tally = Rows.Tally(1000, Rows.Answer(0, 0, 999), Rows.Answer(900, 900, 1500), Rows.Failure(RequestEnd.Censored, 950, 2950), Rows.Failure(RequestEnd.Unsent, 990, 1990));
        (tally.Answered, tally.Late, tally.LatestNs).ShouldBe((1, 3, 2000 * Rows.Ms));
        tally.BytesReceived.ShouldBe(100);
        tally.Statuses.ShouldBe(new Dictionary<int, long> { [200] = 1 });
    }

    [Fact]
    public void A_window_that_was_cut_short_ends_then()
    {
        var tally = new ToolTally(1_000 * Rows.Ms);
        tally.EndAt(Rows.StartNs + (500 * Rows.Ms));
        tally.Add([Rows.Answer(0, 0, 400), Rows.Answer(0, 0, 600)], Rows.StartNs);
        (tally.Answered, tally.Late).ShouldBe((1, 1));
    }

    [Fact]
    public void A_count_of_requests_has_no_deadline()
    {
        var tally = Rows.Tally(null, Rows.Answer(0, 0, 400_000), Rows.Failure(RequestEnd.Timeout, 0, 20), Rows.Failure(RequestEnd.Refused, 0, 1), Rows.Answer(0, 0, 5, status: 503));
        (tally.Answered, tally.Late, tally.Failed()).ShouldBe((2, 0, 2));
        (tally.Good.Count, tally.Bad.Count).ShouldBe((1, 1));
        (tally.Of(RequestEnd.Timeout), tally.Of(RequestEnd.Refused), tally.Of(RequestEnd.Reset)).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void Rates_are_those_of_an_interval_and_one_without_answers_joins_the_next()
    {
        // 10 answers in the first tenth of a second, none in the second, 20 in the third.
        var rows = Enumerable.Range(0, 10).Select(i => Rows.Answer(0, 0, 5 + i)).Concat(Enumerable.Range(0, 20).Select(i => Rows.Answer(200, 200, 205 + i, thread: i % 2)));
        var tally = Rows.Tally(300, [.. rows]);
        tally.Clock.Rates(300 * Rows.Ms, 100 * Rows.Ms, shares: 1).ShouldBe([100, 100]);
        tally.Clock.Rates(300 * Rows.Ms, 100 * Rows.Ms, shares: 2).ShouldBe([50, 50]);
        tally.Clock.Rates(300 * Rows.Ms, 100 * Rows.Ms, shares: null).ShouldBe([100, 50, 33]);   // of two threads: 10 and 10 in 200 ms, then 10 in 300 ms
    }

    [Fact]
    public void A_standstill_is_what_visitors_at_any_instant_would_have_waited()
    {
        var still = Standstill.Of([1_000_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000], 20_000_000_000);
        (still.TotalNs, still.LongestNs).ShouldBe((4_000_000_000, 1_000_000_000));
        still.P99Ns.ShouldBeInRange(949_990_000, 950_010_000);   // 5 % of the visitors come in the last 250 ms of a pause … 1 % in the first 50 ms
        Standstill.Of([50_000_000], 20_000_000_000).P99Ns.ShouldBe(0);
        Standstill.Of([], 1).ShouldBe(new Standstill(0, 0, 0));
    }

    [Fact]
    public void The_closed_model_is_named_where_nobody_was_asked_while_all_waited()
    {
        // Answers every millisecond for half a second, then one that takes half a second.
        var tally = Rows.Tally(1000, [.. Enumerable.Range(0, 500).Select(i => Rows.Answer(i, i, i + 0.5)), Rows.Answer(500, 500, 999)]);
        var fault = ClosedModelFault.Find(1, Sample.Closed().Window with { DurationS = 1 }, tally.Clock, tally.Service).ShouldNotBeNull();
        fault.Id.ShouldBe("closed-model");
        fault.Sentence.ShouldContain("499 ms of 1 s");
        fault.Sentence.ShouldContain("p99 500 µs");
        fault.Sentence.ShouldContain("up to p99 489 ms");
        fault.Sentence.ShouldContain("prony load --rate");
    }

    [Fact]
    public void The_closed_model_is_not_named_where_answers_came_all_the_time()
    {
        var tally = Rows.Tally(1000, [.. Enumerable.Range(0, 1000).Select(i => Rows.Answer(i, i, i + 0.5))]);
        ClosedModelFault.Find(1, Sample.Closed().Window with { DurationS = 1 }, tally.Clock, tally.Service).ShouldBeNull();
    }
}
