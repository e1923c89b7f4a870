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

    [Fact]
    public void Pauses_of_different_lengths_end_in_the_order_of_their_ends()
    {
        var random = new Random(7);
        var queue = new PauseQueue(100);
        for (var turn = 0; turn < 20; turn++)
        {
            var ends = Enumerable.Range(0, 100).Select(_ => (long)random.Next(40)).ToArray();
            for (var slot = 0; slot < ends.Length; slot++)
            {
                queue.Add(slot, ends[slot]);
            }

            var taken = Enumerable.Range(0, 100).Select(_ => (Slot: queue.Take(out var end), End: end)).ToList();
            taken.Select(t => t.End).ShouldBe(ends.Order());
            taken.ShouldAllBe(t => ends[t.Slot] == t.End);
            taken.Select(t => t.Slot).Distinct().Count().ShouldBe(100);
            queue.NextEndNs.ShouldBe(long.MaxValue);
        }
    }

    [Fact]
    public void Hours_of_pauses_take_no_memory()
    {
        var queue = new PauseQueue(100);
        for (var slot = 0; slot < 100; slot++)
        {
            queue.Add(slot, slot);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var turn = 0L; turn < 1_000_000; turn++)
        {
            var slot = queue.Take(out var end);
            queue.Add(slot, end + 90 + (turn % 20));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
        queue.NextEndNs.ShouldBeGreaterThan(900_000);
    }
}
