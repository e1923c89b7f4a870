using System.Runtime.CompilerServices;
using Prony.Measurement.Requests;

namespace Prony.Load.Recording;

/// <summary>Rows on their way from one generator thread to the coordinator: a ring of places that are all there before the load begins.</summary>
/// <remarks>
/// The writer never waits: when the reader is a whole ring behind, rows are dropped and counted.
/// Thread: one writer (<see cref="Add"/>), one reader (<see cref="Ready"/>, <see cref="Release"/>, <see cref="Close"/>); the counts are the reader's once the writer has ended.
/// </remarks>
internal sealed class RowRing
{
    private readonly RequestRow[] _rows;
    private readonly Action _filling;
    private readonly int _thread;
    private readonly long _notice;
    private long _written;
    private long _read;
    private long _seenRead;
    private bool _closed;

    /// <summary>An empty ring.</summary>
    /// <param name="thread">Number of the generator thread.</param>
    /// <param name="places">How many rows it holds, a power of two from 4.</param>
    /// <param name="filling">Told whenever another quarter has been written.</param>
    public RowRing(int thread, int places, Action filling)
    {
        _thread = thread;
        _rows = new RequestRow[places];
        _notice = (places / 4) - 1;
        _filling = filling;
    }

    /// <summary>Rows that found the ring full.</summary>
    public long Dropped { get; private set; }

    /// <summary>Rows that came after <see cref="Close"/>.</summary>
    public long Refused { get; private set; }

    /// <summary>A request ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(Exchange exchange, RequestEnd end, long nowNs)
    {
        if (HasPlace())
        {
            Put(new RequestRow
            {
                DueNs = exchange.DueNs,
                ConnectStartNs = exchange.ConnectStartNs,
                SentNs = exchange.SentNs,
                WrittenNs = exchange.WrittenNs,
                FirstByteNs = exchange.FirstByteNs,
                EndedNs = nowNs,
                BytesReceived = exchange.ReceivedBytes,
                BodyBytes = exchange.BodyBytes,
                Connection = exchange.ConnectionNumber,
                Thread = _thread,
                Status = (short)exchange.Status,
                End = end,
            });
        }
    }

    /// <summary>A request that was never sent was given up.</summary>
    public void AddUnsent(long dueNs, long nowNs)
    {
        if (HasPlace())
        {
            Put(new RequestRow { DueNs = dueNs, EndedNs = nowNs, Thread = _thread, End = RequestEnd.Unsent });
        }
    }

    /// <summary>Rows that can be read in one piece, oldest first; empty when there are none. They stay until <see cref="Release"/>.</summary>
    public ReadOnlySpan<RequestRow> Ready()
    {
        var first = (int)(_read & (_rows.Length - 1));
        var count = Volatile.Read(ref _written) - _read;
        return _rows.AsSpan(first, (int)Math.Min(count, _rows.Length - first));
    }

    /// <summary>The first rows of <see cref="Ready"/> have been read.</summary>
    public void Release(int count) => Volatile.Write(ref _read, _read + count);

    /// <summary>No more rows are wanted; those that come are only counted.</summary>
    public void Close() => Volatile.Write(ref _closed, true);

    private bool HasPlace()
    {
        if (Volatile.Read(ref _closed))
        {
            Refused++;
            return false;
        }

        if (_written - _seenRead < _rows.Length)
        {
            return true;
        }

        _seenRead = Volatile.Read(ref _read);
        if (_written - _seenRead < _rows.Length)
        {
            return true;
        }

        Dropped++;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(in RequestRow row)
    {
        _rows[_written & (_rows.Length - 1)] = row;
        Volatile.Write(ref _written, _written + 1);
        if ((_written & _notice) == 0)
        {
            _filling();
        }
    }
}
