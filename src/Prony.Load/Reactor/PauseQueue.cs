namespace Prony.Load.Reactor;

/// <summary>Users who pause, in the order in which their pauses end: all pauses are equally long, so that is the order of adding.</summary>
internal sealed class PauseQueue(int users)
{
    private readonly int[] _slots = new int[users];
    private readonly long[] _endNs = new long[users];
    private int _first;
    private int _count;

    /// <summary>When the next pause ends; <see cref="long.MaxValue"/> when nobody pauses.</summary>
    public long NextEndNs => _count == 0 ? long.MaxValue : _endNs[_first];

    /// <summary>A user begins to pause; each is in here at most once.</summary>
    public void Add(int slot, long endNs)
    {
        var place = (_first + _count) % _slots.Length;
        _slots[place] = slot;
        _endNs[place] = endNs;
        _count++;
    }

    /// <summary>Takes the user whose pause ends next.</summary>
    public int Take(out long endNs)
    {
        var slot = _slots[_first];
        endNs = _endNs[_first];
        _first = (_first + 1) % _slots.Length;
        _count--;
        return slot;
    }
}
