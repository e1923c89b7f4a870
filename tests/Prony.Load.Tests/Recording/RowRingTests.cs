using Prony.Load.Coordination;
using Prony.Load.Recording;
using Prony.Measurement.Requests;
using Prony.Measurement.Runs;
using Shouldly;

namespace Prony.Load.Tests.Recording;

public sealed class RowRingTests
{
    [Fact]
    public void Rows_come_out_in_the_order_in_which_they_went_in_also_over_the_edge()
    {
        var ring = new RowRing(3, 8, () => { });
        var seen = new List<long>();
        for (var i = 0; i < 30; i++)
        {
            Add(ring, i);
            if (i % 5 == 4)
            {
                Drain(ring, seen);
            }
        }

        Drain(ring, seen);
        seen.ShouldBe(Enumerable.Range(0, 30).Select(i => (long)i));
        ring.Dropped.ShouldBe(0);
    }

    [Fact]
    public void A_row_has_what_came_and_what_of_it_was_content()
    {
        var ring = new RowRing(0, 8, () => { });
        ring.Add(new Exchange { DueNs = 1, ReceivedBytes = 113, BodyBytes = 13 }, RequestEnd.Success, 2);
        (ring.Ready()[0].BytesReceived, ring.Ready()[0].BodyBytes).ShouldBe((113, 13));
    }

    [Fact]
    public void A_full_ring_drops_and_counts_until_rows_are_taken()
    {
        var ring = new RowRing(0, 8, () => { });
        for (var i = 0; i < 11; i++)
        {
            Add(ring, i);
        }

        ring.Dropped.ShouldBe(3);
        ring.Ready().Length.ShouldBe(8);
        ring.Release(1);
        Add(ring, 11);
        ring.Dropped.ShouldBe(3);
        Add(ring, 12);
        ring.Dropped.ShouldBe(4);
    }

    [Fact]
    public void A_closed_ring_only_counts()
    {
        var ring = new RowRing(0, 8, () => { });
        Add(ring, 0);
        ring.Close();
        Add(ring, 1);
        ring.AddUnsent(2, 3);

        ring.Ready().Length.ShouldBe(1);
        ring.Refused.ShouldBe(2);
        ring.Dropped.ShouldBe(0);
    }

    [Fact]
    public void The_reader_is_told_at_every_quarter()
    {
        var told = 0;
        var ring = new RowRing(0, 16, () => told++);
        for (var i = 0; i < 12; i++)
        {
            Add(ring, i);
        }

        told.ShouldBe(3);
    }

    [Fact]
    public void Between_two_threads_every_row_is_read_or_counted_as_dropped()
    {
        const int Count = 200_000;
        var ring = new RowRing(0, 64, () => { });
        var writer = new Thread(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                Add(ring, i);
            }
        });
        writer.Start();
        var seen = new List<long>();
        while (writer.IsAlive)
        {
            Drain(ring, seen);
        }

        Drain(ring, seen);
        (seen.Count + ring.Dropped).ShouldBe(Count);
        seen.ShouldBe(seen.Order());
        seen.Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public void A_collector_hands_on_exactly_the_limit_and_counts_the_rest()
    {
        var rings = RowCollector.CreateRings(2, 20, () => { });
        var observer = new RecordingObserver();
        var collector = new RowCollector(rings, 20, new Timeline(), observer);
        for (var i = 0; i < 40; i++)
        {
            Add(rings[i % 2], i);
        }

        collector.Collect();
        Add(rings[0], 40);
        collector.Collect();

        observer.Rows.Count.ShouldBe(20);
        collector.Describe().ShouldBe(new RecordedRows(20, 0, 21));
    }

    private static void Add(RowRing ring, long due) => ring.Add(new Exchange { DueNs = due }, RequestEnd.Success, due);

    private static void Drain(RowRing ring, List<long> seen)
    {
        for (var rows = ring.Ready(); rows.Length > 0; rows = ring.Ready())
        {
            foreach (ref readonly var row in rows)
            {
                seen.Add(row.DueNs);
            }

            ring.Release(rows.Length);
        }
    }
}
