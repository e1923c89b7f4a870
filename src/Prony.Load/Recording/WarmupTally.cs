namespace Prony.Load.Recording;

/// <summary>How many requests ended before the window, and the sum of their response times, for whoever decides when the warm-up ends.</summary>
/// <remarks>Thread: one writer; the coordinator reads while it writes, and may find a request in the sum that is not yet in the count.</remarks>
internal sealed class WarmupTally
{
    private long _ended;
    private long _sumNs;

    /// <summary>A request that was due before the window has ended.</summary>
    public void Add(long responseNs)
    {
        Volatile.Write(ref _sumNs, _sumNs + responseNs);
        Volatile.Write(ref _ended, _ended + 1);
    }

    /// <summary>Both so far.</summary>
    public (long Ended, long SumNs) Read() => (Volatile.Read(ref _ended), Volatile.Read(ref _sumNs));
}
