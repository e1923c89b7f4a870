using System.Runtime.CompilerServices;

namespace Prony.Load.Reactor;

/// <summary>Finds requests that have waited too long: instants by slot, scanned only when one may have expired.</summary>
/// <remarks>
/// Every request has the same timeout and later requests are due later, so after a scan nothing can expire before the earliest instant it saw plus the timeout.
/// Starting and ending a request costs one store each; scans are at least a millisecond apart, so a timeout is noticed at most that late.
/// </remarks>
internal sealed class RequestTimeouts(int slots, long timeoutNs)
{
    private const long None = long.MaxValue;
    private const long ScanGapNs = 1_000_000;

    private readonly long[] _dueNs = NoneDue(slots);
    private long _scanNs = None;
    private long _earliestNs = None;
    private int _cursor;

    /// <summary>Next instant at which <see cref="TakeExpired"/> has to be called.</summary>
    public long NextScanNs => _scanNs;

    /// <summary>A request begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Start(int slot, long dueNs)
    {
        _dueNs[slot] = dueNs;
        if (dueNs + timeoutNs < _scanNs)
        {
            _scanNs = dueNs + timeoutNs;
        }
    }

    /// <summary>It ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Stop(int slot) => _dueNs[slot] = None;

    /// <summary>The slot of the next request that expired, or −1 when there is none left; then the next scan is planned.</summary>
    /// <remarks>Requests may start and stop between the calls of one scan.</remarks>
    public int TakeExpired(long nowNs)
    {
        if (_cursor == 0)
        {
            _scanNs = None;
            _earliestNs = None;
        }

        while (_cursor < _dueNs.Length)
        {
            var due = _dueNs[_cursor++];
            if (due == None)
            {
                continue;
            }

            if (due + timeoutNs <= nowNs)
            {
                return _cursor - 1;
            }

            _earliestNs = Math.Min(_earliestNs, due);
        }

        _cursor = 0;
        if (_earliestNs != None)
        {
            _scanNs = Math.Min(_scanNs, Math.Max(nowNs + ScanGapNs, _earliestNs + timeoutNs));
        }

        return -1;
    }

    private static long[] NoneDue(int slots)
    {
        var due = new long[slots];
        Array.Fill(due, None);
        return due;
    }
}
