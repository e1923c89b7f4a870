using Prony.Load.Reactor;
using Shouldly;

namespace Prony.Load.Tests.Reactor;

public sealed class PauseQueueTests
{
    [Fact]
    public void Users_come_back_in_the_order_in_which_they_went()
    {
        var queue = new PauseQueue(3);
        queue.NextEndNs.ShouldBe(long.MaxValue);
        for (var turn = 0; turn < 5; turn++)
        {
            queue.Add(2, 10);
            queue.Add(0, 20);
            queue.NextEndNs.ShouldBe(10);
            queue.Take(out var end).ShouldBe(2);
            end.ShouldBe(10);
            queue.Add(1, 30);
            queue.Take(out _).ShouldBe(0);
            queue.Take(out _).ShouldBe(1);
            queue.NextEndNs.ShouldBe(long.MaxValue);
        }
    }
}
