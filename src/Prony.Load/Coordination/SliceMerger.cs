using Prony.Load.Recording;
using Prony.Measurement.Runs;

namespace Prony.Load.Coordination;

/// <summary>Collects the slices of all generator threads, second by second, into the totals and for the observer.</summary>
/// <remarks>Thread: the coordinator only.</remarks>
internal sealed class SliceMerger(ISliceSource[] threads, Timeline timeline, WindowTotals totals, ILoadObserver? observer)
{
    private readonly Queue<Slice>[] _waiting = [.. threads.Select(_ => new Queue<Slice>())];
    private readonly bool[] _ended = new bool[threads.Length];
    private readonly SecondReport _second = new();
    private long _mergedToNs = timeline.StartNs;

    /// <summary>All threads have ended and every slice is merged.</summary>
    public bool IsComplete => Array.TrueForAll(_ended, e => e) && Array.TrueForAll(_waiting, w => w.Count == 0);

    /// <summary>Every slice of the window is merged.</summary>
    public bool HasWholeWindow => _mergedToNs >= timeline.WindowEndNs || IsComplete;

    /// <summary>Merges every second that all threads have handed over.</summary>
    public void Merge()
    {
        Collect();
        while (NextSecond() is { } startNs)
        {
            MergeSecond(startNs);
        }
    }

    private void Collect()
    {
        for (var i = 0; i < threads.Length; i++)
        {
            _ended[i] = threads[i].IsFinished;   // before taking: what a finished thread posted is there
            var slice = threads[i].TakeSlices();
            while (slice is not null)
            {
                var next = slice.Next;
                slice.Next = null;
                _waiting[i].Enqueue(slice);
                slice = next;
            }
        }
    }

    /// <summary>Start of the earliest second of which every thread that still runs has handed over its part; null when there is none.</summary>
    private long? NextSecond()
    {
        long? earliest = null;
        for (var i = 0; i < threads.Length; i++)
        {
            if (_waiting[i].TryPeek(out var slice))
            {
                earliest = earliest is { } e ? Math.Min(e, slice.StartNs) : slice.StartNs;
            }
            else if (!_ended[i])
            {
                return null;
            }
        }

        return earliest;
    }

    private void MergeSecond(long startNs)
    {
        var inside = startNs >= timeline.WindowStartNs && startNs < timeline.WindowEndNs;
        for (var i = 0; i < threads.Length; i++)
        {
            if (!_waiting[i].TryPeek(out var slice) || slice.StartNs != startNs)
            {
                continue;
            }

            _waiting[i].Dequeue();
            slice.Settle();
            totals.Add(slice, inside);
            if (observer is not null)
            {
                _second.Add(slice);
            }

            threads[i].GiveBack(slice);
        }

        _mergedToNs = timeline.SliceEndNs(startNs);
        Tell(startNs);
    }

    private void Tell(long startNs)
    {
        if (observer is null)
        {
            return;
        }

        if (startNs < timeline.WindowEndNs || !_second.IsEmpty)
        {
            var phase = startNs < timeline.WindowStartNs ? PhaseName.Warmup : startNs < timeline.WindowEndNs ? PhaseName.Window : PhaseName.Drain;
            observer.SliceCompleted(_second.ToRecord(startNs, timeline.StartNs, phase), _second.Times);
        }

        _second.Clear();
    }
}
