using Prony.Measurement.Runs;
using Prony.Reporting.Personalities;
using Shouldly;
using Xunit;

namespace Prony.Reporting.Tests.Personalities;

public class TruthBlockTests
{
    [Fact]
    public void Nothing_is_said_where_nothing_differs() => TruthBlock.Lines("wrk", Sample.Closed(), []).ShouldBeEmpty();

    [Fact]
    public void Response_times_stand_beside_what_the_tool_counts_from_the_sending()
    {
        var (sent, due) = (Rows.Times(5, 6, 7), Rows.Times(500, 600, 700));
        var lines = TruthBlock.Lines("oha", Sample.Closed(), [], sent, due);
        lines[0].ShouldBe("Prony on these numbers (what oha does not tell; --no-truth silences this):");
        lines[1].ShouldStartWith("  - response time from the due instant: p50 600 ms, p90 700 ms");
        lines[1].ShouldContain("; what oha prints counts from the sending: p50 6.00 ms, p90 7.00 ms, p99 7.00 ms.");
        TruthBlock.Lines("wrk2", Sample.Closed(), [], due, due).ShouldBeEmpty();
        TruthBlock.Lines("oha", Sample.Closed(), [], Rows.Times(5), Rows.Times(5.05)).ShouldBeEmpty();
    }

    [Fact]
    public void Requests_without_an_answer_are_counted()
    {
        var load = Sample.Closed() with { Requests = new RequestCounts(1000, 4, 996, 990, 990, 3, 3) };
        TruthBlock.Lines("wrk", load, [])[1].ShouldBe("  - 7 requests of 1,000 were never answered (4 not even sent); in the response time they stand with their age.");
    }

    [Fact]
    public void A_load_without_an_answer_says_so()
    {
        var none = new ToolTimes();
        TruthBlock.Lines("wrk", Sample.Closed() with { ResponseNs = Sample.Spread(500) }, [], none, none)[1].ShouldStartWith("  - wrk prints no times, for no request was answered; those without an answer had waited up to ");
    }

    [Fact]
    public void Doubts_come_worst_first_and_that_of_every_local_load_stays_out()
    {
        var load = Sample.Closed() with
        {
            Doubts =
            [
                new DoubtRecord("V20", "warn", "Seen so.", "Limit.", "Do this."),
                Sample.CoLocated,
                new DoubtRecord("V01", "invalid", "The generator was busy.", "Limit.", "Use more threads."),
            ],
        };
        TruthBlock.Lines("hey", load, []).Skip(1).ShouldBe(["  - invalid V01: The generator was busy. Use more threads.", "  - doubt V20: Seen so. Do this."]);
    }

    [Fact]
    public void Faults_stand_last()
    {
        TruthBlock.Lines("wrk", Sample.Closed(), [new ToolFault("wrk-timeout", "It would have said so.")]).Skip(1).ShouldBe(["  - It would have said so."]);
        TruthBlock.Lines("psrecord", [new ToolFault("psrecord-shared", "As many.")]).Count.ShouldBe(2);
        TruthBlock.Lines("psrecord", []).ShouldBeEmpty();
    }
}
