using System.Runtime;
using Prony.Load.Coordination;
using Shouldly;

namespace Prony.Load.Tests.Coordination;

/// <summary>The collector's mode is the process's: no other test may run meanwhile.</summary>
[Collection(LongLoadTests.Name)]
public sealed class QuietHeapTests
{
    [Fact]
    public void No_collection_comes_between_its_beginning_and_its_end()
    {
        var heap = new QuietHeap();
        heap.Begin();
        var before = GC.CollectionCount(0);
        var kept = Enumerable.Range(0, 1_000).Select(_ => new byte[16 * 1024]).ToList();
        var collections = GC.CollectionCount(0) - before;
        heap.End();

        kept.Count.ShouldBe(1_000);
        collections.ShouldBe(0, "16 MB fit into the room");
        GCSettings.LatencyMode.ShouldNotBe(GCLatencyMode.NoGCRegion);
    }

    [Fact]
    public void It_is_known_when_half_of_the_room_is_used()
    {
        var heap = new QuietHeap();
        heap.IsHalfUsed.ShouldBeFalse("it has none");
        heap.Begin();
        heap.IsHalfUsed.ShouldBeFalse();
        for (var i = 0; i < 2_500; i++)
        {
            GC.KeepAlive(new byte[16 * 1024]);
        }

        heap.IsHalfUsed.ShouldBeTrue("40 of 64 MB");
        heap.Begin();
        heap.IsHalfUsed.ShouldBeFalse("it is new room");
        heap.End();
    }

    [Fact]
    public void The_end_of_one_whose_room_was_used_up_does_not_end_anothers()
    {
        var (first, second) = (new QuietHeap(), new QuietHeap());
        first.Begin();
        for (var i = 0; i < 10_000; i++)
        {
            GC.KeepAlive(new byte[32 * 1024]);
        }

        second.Begin();
        first.End();
        second.Begin();
        GCSettings.LatencyMode.ShouldBe(GCLatencyMode.NoGCRegion);
        first.End();
        GCSettings.LatencyMode.ShouldBe(GCLatencyMode.NoGCRegion, "it is the other's");
        second.End();
        GCSettings.LatencyMode.ShouldNotBe(GCLatencyMode.NoGCRegion);
    }

    [Fact]
    public void A_pause_that_reaches_into_the_window_counts_for_it()
    {
        GC.Collect();
        var (usual, reaching) = (new GeneratorUsage(), new GeneratorUsage());
        var all = GC.GetTotalPauseDuration();
        reaching.CountPausesFrom(TimeSpan.Zero);
        reaching.MarkStart();
        reaching.MarkEnd();
        reaching.GcPause.ShouldBeGreaterThanOrEqualTo(all);
        usual.MarkStart();
        usual.MarkEnd();
        usual.GcPause.ShouldBeLessThan(all);
    }

    [Fact]
    public void Room_that_is_used_up_ends_it_without_a_word()
    {
        var heap = new QuietHeap();
        heap.Begin();
        for (var i = 0; i < 10_000; i++)
        {
            GC.KeepAlive(new byte[32 * 1024]);
        }

        heap.End();
        heap.End();
        GCSettings.LatencyMode.ShouldNotBe(GCLatencyMode.NoGCRegion);
    }

    [Fact]
    public void The_second_of_two_goes_without_and_leaves_the_first_alone()
    {
        var (first, second) = (new QuietHeap(), new QuietHeap());
        first.Begin();
        second.Begin();
        second.End();
        GCSettings.LatencyMode.ShouldBe(GCLatencyMode.NoGCRegion);
        first.Begin();
        GCSettings.LatencyMode.ShouldBe(GCLatencyMode.NoGCRegion, "it may ask for new room");
        first.End();
        GCSettings.LatencyMode.ShouldNotBe(GCLatencyMode.NoGCRegion);
    }
}
