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

    [Fact]
    public void A_window_that_is_cut_short_ends_the_current_slice()
    {
        var recorder = Begin(windowStart: 0, windowEnd: 100 * Second);
        _timeline.WindowEndNs = Second / 2;

        recorder.WindowEndMoved();

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
            slices.Add(slice);
        }

        return slices;
    }
}
