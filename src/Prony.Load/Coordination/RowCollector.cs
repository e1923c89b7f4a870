using System.Numerics;
using Prony.Load.Recording;
using Prony.Measurement.Runs;

namespace Prony.Load.Coordination;

/// <summary>Takes the rows of all generator threads to the observer, up to a limit.</summary>
/// <remarks>Thread: the coordinator only.</remarks>
internal sealed class RowCollector(RowRing[] rings, long limit, Timeline timeline, ILoadObserver observer)
{
    /// <summary>Rows that a thread may be ahead: two thirds of a second at the highest rate that one thread reaches, 10 MiB.</summary>
    private const int MostPlaces = 1 << 17;

    private const int FewestPlaces = 16;

    private long _rows;
    private long _beyond;

    /// <summary>One ring for each thread, no larger than the limit needs.</summary>
    public static RowRing[] CreateRings(int threads, long limit, Action filling)
    {
        var places = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(limit, FewestPlaces, MostPlaces));
        return [.. Enumerable.Range(0, threads).Select(i => new RowRing(i, places, filling))];
    }

    /// <summary>Hands on every row that is there.</summary>
    public void Collect()
    {
        foreach (var ring in rings)
        {
            for (var rows = ring.Ready(); rows.Length > 0; rows = ring.Ready())
            {
                var wanted = (int)Math.Min(rows.Length, limit - _rows);
                if (wanted > 0)
                {
                    observer.RequestsEnded(rows[..wanted], timeline.WindowStartNs);
                }

                _rows += wanted;
                _beyond += rows.Length - wanted;
                ring.Release(rows.Length);
            }
        }

        if (_rows == limit)
        {
            Array.ForEach(rings, ring => ring.Close());
        }
    }

    /// <summary>How many there were, once all threads have ended and everything is collected.</summary>
    public RecordedRows Describe() => new(_rows, rings.Sum(r => r.Dropped), _beyond + rings.Sum(r => r.Refused));
}
