namespace Prony.Load.Recording;

/// <summary>Hands slices from one thread to another without locks and without allocation.</summary>
/// <remarks>Thread: one poster, one taker. The taker takes everything at once, so the list has no ABA problem.</remarks>
internal sealed class SliceMailbox
{
    private Slice? _newest;

    /// <summary>Hands over a slice; it belongs to the taker from now on.</summary>
    public void Post(Slice slice)
    {
        Slice? seen;
        do
        {
            seen = Volatile.Read(ref _newest);
            slice.Next = seen;
        }
        while (Interlocked.CompareExchange(ref _newest, slice, seen) != seen);
    }

    /// <summary>Everything posted since the last call as a list by <see cref="Slice.Next"/>, oldest first; null when there is nothing.</summary>
    public Slice? TakeAll()
    {
        var slice = Interlocked.Exchange(ref _newest, null);
        Slice? oldestFirst = null;
        while (slice is not null)
        {
            (slice.Next, slice, oldestFirst) = (oldestFirst, slice.Next, slice);
        }

        return oldestFirst;
    }
}
