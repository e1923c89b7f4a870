using Prony.Load.Coordination;
using Prony.Load.Reactor;
using Prony.Load.Recording;
using Shouldly;

namespace Prony.Load.Tests.Recording;

public sealed class RecorderTests
{
    private const long Second = 1_000_000_000;
    private readonly Timeline _timeline = new();
    private readonly SliceMailbox _full = new();
    private readonly List<long> _boundaries = [];

    [Fact]
    public void Slices_end_every_second_and_at_both_ends_of_the_window()
    {
        var recorder = Begin(windowStart: Second * 3 / 2, windowEnd: Second * 3);

        recorder.Advance(Second * 9 / 2);
        recorder.Finish(Second * 9 / 2);

        _boundaries.ShouldBe([Second, Second * 3 / 2, Second * 5 / 2, Second * 3, Second * 4]);
        Slices().Select(s => s.StartNs).ShouldBe([0, Second, Second * 3 / 2, Second * 5 / 2, Second * 3, Second * 4]);
    }

    [Fact]
    public void A_request_belongs_to_the_window_it_was_due_in_and_to_the_second_it_ended_in()
    {
        var recorder = Begin(windowStart: Second, windowEnd: 2 * Second);
        var before = Request(recorder, due: Second - 1);
        var within = Request(recorder, due: Second);

        recorder.Advance(Second * 3 / 2);
        recorder.Failed(before, Outcome.Timeout, Second * 3 / 2);
        recorder.Advance(Second * 5 / 2);
        recorder.Failed(within, Outcome.Reset, Second * 5 / 2);
        recorder.Finish(Second * 5 / 2);

        var slices = Slices();
        slices[0].Before.Sent.ShouldBe(1);
        slices[0].Within.Sent.ShouldBe(1);
        slices[0].InFlight.ShouldBe(2);
        slices[1].Before.Outcomes[(int)Outcome.Timeout].ShouldBe(1);
        slices[1].Before.Response.Count.ShouldBe(1);
        slices[1].InFlight.ShouldBe(1);
        slices[2].Within.Outcomes[(int)Outcome.Reset].ShouldBe(1);
        slices[2].Within.Response.Count.ShouldBe(0);
        recorder.InFlight.ShouldBe(0);
        recorder.LastEndNs.ShouldBe(Second * 5 / 2);
    }

    [Theory]
    [InlineData(5, 5, 20, true, 0, true)]
    [InlineData(6, 6, 20, true, 0, true)]
    [InlineData(5, 6, 20, true, 0, true)]
    [InlineData(5, 5, 19, true, 0, true)]
    [InlineData(5, 5, 20, false, 0, true)]
    [InlineData(5, 5, 20, false, 2, true)]
    [InlineData(5, 5, 20, true, 0, false)]
    public void Every_time_of_a_response_is_counted_whether_the_request_is_a_plain_one_or_not(
        long sent, long written, long first, bool free, long connect, bool success)
    {
        var recorder = Begin(windowStart: 0, windowEnd: Second);
        var exchange = new Exchange();
        exchange.Begin(dueNs: 5, foundFree: free);
        (exchange.SentNs, exchange.WrittenNs, exchange.FirstByteNs, exchange.ConnectStartNs) = (sent, written, first, connect);
        (exchange.Status, exchange.SentBytes, exchange.ReceivedBytes, exchange.BodyBytes) = (200, 1, 2, 3);
        recorder.Due(5);
        recorder.Sent(exchange, reused: connect == 0);
        recorder.Answered(exchange, success ? Outcome.Success : Outcome.Status, 20);
        recorder.Finish(Second);

        var within = Slices()[0].Within;
        (success ? within.Response : within.Failed).Max.ShouldBe(15);
        within.Response.Count.ShouldBe(success ? 1 : 0);
        within.Service.Count.ShouldBe(success ? 1 : 0);
        within.Service.Max.ShouldBe(success ? 20 - sent : 0);
        (within.FirstByte.Count, within.FirstByte.Max).ShouldBe((1, first - 5));
        (within.Lag.Count, within.Lag.Max).ShouldBe((1, sent - 5));
        within.LagGenerator.Count.ShouldBe(free ? 1 : 0);
        within.Statuses[200].ShouldBe(1);
        within.Completed.ShouldBe(1);
        within.Succeeded.ShouldBe(success ? 1 : 0);
        (within.BytesSent, within.BytesReceived, within.BytesBody).ShouldBe((1, 2, 3));
        (within.OtherReceived, within.OtherBody).ShouldBe(success ? (0, 0) : (2, 3));
        (within.LeastBody, within.MostBody).ShouldBe(success ? (3, 3) : (long.MaxValue, -1));
        within.Kinds[0].ShouldBe(1);
        recorder.Sample.Count.ShouldBe(1);
        recorder.Sample.ResponseNs[0].ShouldBe(success ? 15 : -1);
        recorder.Sample.SentNs[0].ShouldBe(sent);
        within.Parts.Connect.ToRecord(1).Max.ShouldBe(connect == 0 ? 0 : sent - connect);
        within.Parts.Write.ToRecord(1).Max.ShouldBe(written - sent);
        within.Parts.Wait.ToRecord(1).Max.ShouldBe(first - written);
        within.Parts.Read.ToRecord(1).Max.ShouldBe(20 - first);
        within.Parts.Read.Min.ShouldBe(20 - first);
        recorder.InFlight.ShouldBe(0);
    }

    [Fact]
    public void A_request_that_is_sent_when_it_is_due_has_no_lag_and_counts_in_both_lags()
    {
        var recorder = Begin(windowStart: 0, windowEnd: Second);
        foreach (var (sent, free) in new[] { (5L, true), (5L, false), (9L, true) })
        {
            var exchange = new Exchange();
            exchange.Begin(dueNs: 5, foundFree: free);
            exchange.SentNs = sent;
            recorder.Due(5);
            recorder.Sent(exchange, reused: true);
            recorder.Failed(exchange, Outcome.Reset, 20);
        }

        recorder.Finish(Second);

        var within = Slices()[0].Within;
        (within.Lag.Count, within.Lag.Min, within.Lag.Max).ShouldBe((3, 0, 4));
        (within.LagGenerator.Count, within.LagGenerator.Min, within.LagGenerator.Max).ShouldBe((2, 0, 4));
    }

    [Fact]
    public void A_window_that_is_cut_short_ends_the_current_slice()
    {
        var recorder = Begin(windowStart: 0, windowEnd: 100 * Second);
        _timeline.WindowEndNs = Second / 2;

        recorder.WindowMoved();

        recorder.SliceEndNs.ShouldBe(Second / 2);
    }

    [Fact]
    public void Slices_that_nobody_takes_are_kept()
    {
        var recorder = Begin(windowStart: 0, windowEnd: 100 * Second);

        for (var i = 1; i <= 10; i++)
        {
            recorder.Due(i * Second);
            recorder.Advance(i * Second);
        }

        Slices().Sum(s => s.Within.Due).ShouldBe(10);
    }

    private Recorder Begin(long windowStart, long windowEnd)
    {
        _timeline.Begin(0, windowStart, windowEnd);
        var recorder = new Recorder(_timeline, _full, new SliceMailbox(), () => { }, _boundaries.Add);
        recorder.Begin();
        return recorder;
    }

    private static Connection Request(Recorder recorder, long due)
    {
        var connection = new Connection(0) { DueNs = due, SentNs = due };
        recorder.Due(due);
        recorder.Sent(connection, reused: false);
        return connection;
    }

    private List<Slice> Slices()
    {
        var slices = new List<Slice>();
        for (var slice = _full.TakeAll(); slice is not null; slice = slice.Next)
        {
            slice.Settle();
            slices.Add(slice);
        }

        return slices;
    }
}
