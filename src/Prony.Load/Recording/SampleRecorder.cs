using System.Runtime.CompilerServices;
using Prony.Measurement.Requests;

namespace Prony.Load.Recording;

/// <summary>The first requests of the window of one generator thread, all of them and in the order in which they were sent: what gates about their spacing and dependence look at.</summary>
/// <remarks>Its memory is there before the load begins. Thread: its generator thread only.</remarks>
internal sealed class SampleRecorder
{
    /// <summary>Most requests of one thread.</summary>
    public const int Places = 4096;

    private readonly long[] _dueNs = new long[Places];
    private readonly long[] _sentNs = new long[Places];
    private readonly long[] _responseNs = new long[Places];

    /// <summary>It takes no more.</summary>
    public bool IsFull => Count == Places;

    /// <summary>Requests that have a place.</summary>
    public int Count { get; private set; }

    /// <summary>Instants at which they were due.</summary>
    public ReadOnlySpan<long> DueNs => _dueNs.AsSpan(0, Count);

    /// <summary>Instants at which they were sent; 0 where no connection could be opened.</summary>
    public ReadOnlySpan<long> SentNs => _sentNs.AsSpan(0, Count);

    /// <summary>Their response times, with the age of those that timed out or were never answered; −1 where there was none.</summary>
    public ReadOnlySpan<long> ResponseNs => _responseNs.AsSpan(0, Count);

    /// <summary>Gives a request the next place, while there is one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Take(Exchange exchange)
    {
        exchange.SamplePlace = Count;
        _dueNs[Count] = exchange.DueNs;
        _sentNs[Count] = 0;
        _responseNs[Count] = -1;
        Count++;
    }

    /// <summary>A request that has a place ended.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void End(Exchange exchange, RequestEnd end, long nowNs)
    {
        var place = exchange.SamplePlace;
        exchange.SamplePlace = -1;
        _sentNs[place] = exchange.SentNs;
        if (end is RequestEnd.Success or RequestEnd.Timeout or RequestEnd.Censored)
        {
            _responseNs[place] = nowNs - exchange.DueNs;
        }
    }
}
