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
        var load = Sample.Closed() with { ResponseNs = Sample.Spread(500), ServiceNs = Sample.Spread(5) };
        var lines = TruthBlock.Lines("oha", load, []);
        lines[0].ShouldBe("Prony on these numbers (what oha does not tell; --no-truth silences this):");
        lines[1].ShouldStartWith("  - response time from the due instant: p50 500 ms, p90 ");
        lines[1].ShouldContain("; what oha prints counts from the sending: p50 5.00 ms, p90 ");
        TruthBlock.Lines("wrk2", load, [], printsResponse: true).ShouldBeEmpty();
    }

    [Fact]
    public void Requests_without_an_answer_are_counted()
    {
        var load = Sample.Closed() with { Requests = new RequestCounts(1000, 4, 996, 990, 990, 3, 3) };
        TruthBlock.Lines("wrk", load, [])[1].ShouldBe("  - 7 requests of 1,000 were never answered (4 not even sent); in the response time they stand with their age.");
    }

    [Fact]
    public void A_load_without_a_success_says_so()
    {
        var load = Sample.Closed() with { ServiceNs = Distribution.Empty };
        TruthBlock.Lines("wrk", load, [])[1].ShouldEndWith("; no request succeeded.");
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
