namespace Prony.Load.Reactor;

/// <summary>Users who pause, in the order in which their pauses end: a binary heap, because thinking, pacing and failing pause for different times.</summary>
/// <remarks>Nothing is allocated after the construction.</remarks>
internal sealed class PauseQueue(int users)
{
    private readonly (long EndNs, int Slot)[] _heap = new (long, int)[users];
    private int _count;

    /// <summary>When the next pause ends; <see cref="long.MaxValue"/> when nobody pauses.</summary>
    public long NextEndNs => _count == 0 ? long.MaxValue : _heap[0].EndNs;

    /// <summary>A user begins to pause; each is in here at most once.</summary>
    public void Add(int slot, long endNs)
    {
        var place = _count++;
        while (place > 0 && endNs < _heap[(place - 1) / 2].EndNs)
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = (endNs, slot);
    }

    /// <summary>Takes the user whose pause ends next.</summary>
    public int Take(out long endNs)
    {
        (endNs, var slot) = _heap[0];
        var last = _heap[--_count];
        var place = 0;
        for (var child = 1; child < _count; child = (2 * place) + 1)
        {
            if (child + 1 < _count && _heap[child + 1].EndNs < _heap[child].EndNs)
            {
                child++;
            }

            if (last.EndNs <= _heap[child].EndNs)
            {
                break;
            }

            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = last;
        return slot;
    }
}
