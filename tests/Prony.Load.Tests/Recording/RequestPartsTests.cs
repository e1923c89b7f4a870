using FsCheck;
using FsCheck.Fluent;
using Prony.Load.Recording;
using Prony.Measurement.Runs;
using Shouldly;

namespace Prony.Load.Tests.Recording;

public sealed class RequestPartsTests
{
    [Fact]
    public void The_parts_of_requests_add_up_to_what_they_took_from_asking_for_a_connection_or_sending()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<Request[]>(), requests =>
        {
            var parts = new RequestParts();
            long took = 0;
            foreach (var request in requests)
            {
                var exchange = request.ToExchange();
                parts.Add(exchange, request.CompletedNs);
                took += request.CompletedNs - (request.Opens ? exchange.ConnectStartNs : exchange.SentNs);
            }

            var all = new[] { parts.Connect, parts.Write, parts.Wait, parts.Read };
            return all.Sum(p => p.Sum) == took && all.All(p => p.Min >= 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Merging_two_sets_gives_what_one_would_hold()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<Request[]>(), ArbMap.Default.ArbFor<Request[]>(), (some, others) =>
        {
            var (merged, other, whole) = (Of(some), Of(others), Of([.. some, .. others]));
            merged.Add(other);
            return merged.Connect.Equals(whole.Connect) && merged.Write.Equals(whole.Write) && merged.Wait.Equals(whole.Wait) && merged.Read.Equals(whole.Read);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_request_on_an_open_connection_counts_as_connected_in_no_time()
    {
        var parts = new RequestParts();
        parts.Add(new Exchange { ConnectStartNs = 100, SentNs = 140, WrittenNs = 150, FirstByteNs = 200 }, 230);
        parts.Add(new Exchange { SentNs = 300, WrittenNs = 310, FirstByteNs = 320 }, 320);

        parts.Connect.ToRecord(2).ShouldBe(new PartRecord(20, 0, 40));
        parts.Write.ToRecord(2).ShouldBe(new PartRecord(10, 10, 10));
        parts.Wait.ToRecord(2).ShouldBe(new PartRecord(30, 10, 50));
        parts.Read.ToRecord(2).ShouldBe(new PartRecord(15, 0, 30));
    }

    [Fact]
    public void A_request_that_only_waited_has_zeros_in_all_other_parts()
    {
        var parts = new RequestParts();
        parts.AddWait(20);
        parts.AddZeros();

        parts.Wait.ToRecord(1).ShouldBe(new PartRecord(20, 20, 20));
        new[] { parts.Connect, parts.Write, parts.Read }.ShouldAllBe(part => part.ToRecord(1) == new PartRecord(0, 0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public void An_answer_that_comes_before_the_request_is_written_was_not_waited_for(long writtenNs)
    {
        var parts = new RequestParts();
        parts.Add(new Exchange { SentNs = 100, WrittenNs = writtenNs, FirstByteNs = 400 }, 900);

        parts.Write.Sum.ShouldBe(300);
        parts.Wait.Sum.ShouldBe(0);
        parts.Read.Sum.ShouldBe(500);
    }

    [Fact]
    public void Nothing_is_zeros()
    {
        var parts = Of([new Request(1, 2, 3, 4, 5, Opens: true, IsWritten: true)]);
        parts.Clear();
        parts.Connect.ToRecord(0).ShouldBe(new PartRecord(0, 0, 0));
        parts.Connect.ShouldBe(Part.Empty);
    }

    private static RequestParts Of(Request[] requests)
    {
        var parts = new RequestParts();
        foreach (var request in requests)
        {
            parts.Add(request.ToExchange(), request.CompletedNs);
        }

        return parts;
    }

    /// <summary>A request by the lengths between its instants, and whether its last byte was written before the answer.</summary>
    public sealed record Request(ushort Connecting, ushort Writing, ushort Waiting, ushort Reading, ushort Start, bool Opens, bool IsWritten)
    {
        private long SentNs => 1 + Start + Connecting;

        private long FirstByteNs => SentNs + Writing + Waiting;

        internal long CompletedNs => FirstByteNs + Reading;

        internal Exchange ToExchange() => new()
        {
            ConnectStartNs = Opens ? 1 + Start : 0,
            SentNs = SentNs,
            WrittenNs = IsWritten ? SentNs + Writing : (Writing % 2 == 0 ? 0 : FirstByteNs + 1),
            FirstByteNs = FirstByteNs,
        };
    }
}
