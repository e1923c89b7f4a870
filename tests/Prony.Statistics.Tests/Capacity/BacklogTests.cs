using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

public sealed class BacklogTests
{
    [Fact]
    public void One_request_more_every_tenth_of_a_second_is_ten_a_second()
    {
        var backlog = Backlog.Of([.. Enumerable.Range(0, 100).Select(i => (double)i)], 0.1);

        backlog.SlopePerS.ShouldBe(10, 1e-9);
        backlog.GrowsAt(900).ShouldBeTrue();
        backlog.GrowsAt(1100).ShouldBeFalse("less than 1 % of what arrives stays");
    }

    [Fact]
    public void A_backlog_that_shrinks_does_not_grow() => Backlog.Of([.. Enumerable.Range(0, 100).Select(i => 100.0 - i)], 0.1).GrowsAt(100).ShouldBeFalse();

    [Fact]
    public void A_rise_that_chance_can_make_does_not_count() => Backlog.Of([1, 3, 2, 4], 0.1).GrowsAt(10).ShouldBeFalse();

    [Fact]
    public void A_queue_that_is_busy_but_keeps_up_does_not_grow_and_one_that_does_not_is_found()
    {
        Windows(800).Count(grows => grows).ShouldBeLessThan(5);
        Windows(1100).Count(grows => grows).ShouldBeGreaterThan(95);
    }

    /// <summary>100 windows of 10 s before a single server of 1,000/s.</summary>
    private static IEnumerable<bool> Windows(double perS) => Enumerable.Range(1, 100).Select(seed =>
    {
        var queue = new SingleServer(1000, perS, (ulong)seed);
        return Backlog.Of(queue.InFlight(100, 0.1), 0.1).GrowsAt(perS);
    });
}
