using System.Runtime.CompilerServices;
using Prony.Load.Coordination;
using Prony.Load.Reactor;
using Prony.Measurement.Requests;

namespace Prony.Load.Recording;

/// <summary>What one generator thread measured: writes requests into the current slice and hands a slice over when its second ends.</summary>
/// <remarks>
/// <see cref="Begin"/> comes first. Call order for a request: <see cref="Due"/>, then <see cref="Unsent"/>, or <see cref="Sent"/> and exactly one of <see cref="Answered"/>, <see cref="Failed"/> and <see cref="Censored"/>.
/// <see cref="Advance"/> comes before anything that is recorded for an instant. Thread: its generator thread only.
/// </remarks>
internal sealed class Recorder
{
    private readonly Timeline _timeline;
    private readonly SliceMailbox _full;
    private readonly SliceMailbox _empty;
    private readonly Action _posted;
    private readonly Action<long> _boundary;
    private readonly RowRing? _rows;
    private readonly WarmupTally? _warmup;
    private readonly SampleRecorder _sample = new();
    private Slice? _spare;
    private Slice _slice;

    /// <summary>A recorder with all the memory that it needs.</summary>
    /// <param name="timeline">Where slices begin and end.</param>
    /// <param name="full">Slices for the coordinator.</param>
    /// <param name="empty">Slices that it gives back.</param>
    /// <param name="posted">Tells the coordinator that a slice is ready.</param>
    /// <param name="boundary">Told of the first instant of every new slice.</param>
    /// <param name="rows">Takes a row of every request that was due in the window; null for none.</param>
    /// <param name="warmup">Told of every request that was due before the window and ended; null for none.</param>
    public Recorder(Timeline timeline, SliceMailbox full, SliceMailbox empty, Action posted, Action<long> boundary, RowRing? rows = null, WarmupTally? warmup = null)
    {
        _warmup = warmup;
        _timeline = timeline;
        _full = full;
        _empty = empty;
        _posted = posted;
        _boundary = boundary;
        _rows = rows;
        _slice = new Slice();
        _spare = new Slice { Next = new Slice() };
    }

    /// <summary>First instant of the current slice.</summary>
    public long SliceStartNs => _slice.StartNs;

    /// <summary>First instant after the current slice.</summary>
    public long SliceEndNs { get; private set; }

    /// <summary>Requests sent and unanswered, those due before the window included.</summary>
    public int InFlight { get; private set; }

    /// <summary>Instant at which the last request due in the window ended; 0 when none has.</summary>
    public long LastEndNs { get; private set; }

    /// <summary>The first requests of the window; for the coordinator once its thread has ended.</summary>
    public SampleRecorder Sample => _sample;

    /// <summary>The load begins, and with it the first slice.</summary>
    public void Begin()
    {
        _slice.StartNs = _timeline.StartNs;
        SliceEndNs = _timeline.SliceEndNs(_timeline.StartNs);
    }

    /// <summary>Closes slices whose end has come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(long nowNs)
    {
        if (nowNs >= SliceEndNs)
        {
            Rotate(nowNs);
        }
    }

    /// <summary>An end of the window has become known or has moved: the current slice ends there if it lies in it.</summary>
    public void WindowMoved() => SliceEndNs = _timeline.SliceEndNs(_slice.StartNs);

    /// <summary>Hands over the last slice.</summary>
    public void Finish(long nowNs)
    {
        Advance(nowNs);
        Post();
    }

    /// <summary>A request became due.</summary>
    public void Due(long dueNs) => SetOf(dueNs).Due++;

    /// <summary>It will never be sent; its age goes to the response times.</summary>
    public void Unsent(long dueNs, long endNs)
    {
        var set = SetOf(dueNs);
        set.Unsent++;
        set.Response.Record(endNs - dueNs);
        Ended(dueNs, endNs);
        if (_rows is not null && dueNs >= _timeline.WindowStartNs)
        {
            _rows.AddUnsent(dueNs, endNs);
        }
    }

    /// <summary>It goes out: on an open connection, or by asking for one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sent(Exchange exchange, bool reused)
    {
        var dueNs = exchange.DueNs;
        var set = SetOf(dueNs);
        set.Sent++;
        if (reused)
        {
            set.Reused++;
        }

        if (!_sample.IsFull && dueNs >= _timeline.WindowStartNs)
        {
            _sample.Take(exchange);
        }

        InFlight++;
    }

    /// <summary>The connection that it needed is open.</summary>
    public void Connected(Exchange exchange, long nowNs)
    {
        var set = SetOf(exchange.DueNs);
        set.Opened++;
        set.Connect.Record(nowNs - exchange.ConnectStartNs);
    }

    /// <summary>The connection that it needed could not be opened.</summary>
    public void ConnectFailed(long dueNs, int error)
    {
        if ((uint)error < Errno.Limit)
        {
            SetOf(dueNs).ConnectErrors[error]++;
        }
    }

    /// <summary>TLS could not be agreed upon.</summary>
    public void TlsFailed(long dueNs, TlsFailure failure) => SetOf(dueNs).TlsErrors[(int)failure]++;

    /// <summary>It turned out to have gone over a connection that was open already; for an engine that knows only afterwards.</summary>
    public void Reused(long dueNs) => SetOf(dueNs).Reused++;

    /// <summary>The peer closed a connection that had no request.</summary>
    public void ClosedIdle() => _slice.ClosedIdle++;

    /// <summary>A whole response came.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="outcome">Success, Status or Expect.</param>
    /// <param name="nowNs">When its last byte came.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Answered(Exchange exchange, Outcome outcome, long nowNs)
    {
        var due = exchange.DueNs;
        var set = SetOf(due);
        var response = nowNs - due;
        set.Outcomes[(int)outcome]++;
        set.Statuses[exchange.Status]++;
        set.Kinds[exchange.Kind]++;
        if (IsPlain(exchange, outcome, nowNs))
        {
            set.Plain.Record(response);
            set.Parts.AddWait(response);
            set.NoteBody(exchange.BodyBytes);
            End(set, exchange, nowNs);
            return;
        }

        if (outcome == Outcome.Success)
        {
            set.Response.Record(response);
            set.Service.Record(nowNs - exchange.SentNs);
            set.NoteBody(exchange.BodyBytes);
        }
        else
        {
            set.Failed.Record(response);
        }

        set.FirstByte.Record(exchange.FirstByteNs - due);
        set.Parts.Add(exchange, nowNs);
        EndSent(set, exchange, EndOf(outcome), nowNs);
    }

    /// <summary>It ended without a whole response.</summary>
    public void Failed(Exchange exchange, Outcome outcome, long nowNs)
    {
        var set = SetOf(exchange.DueNs);
        set.Outcomes[(int)outcome]++;
        if (outcome == Outcome.Timeout)
        {
            set.Response.Record(nowNs - exchange.DueNs);
        }

        EndSent(set, exchange, EndOf(outcome), nowNs);
    }

    /// <summary>It was unanswered when the drain ended; its age goes to the response times.</summary>
    public void Censored(Exchange exchange, long nowNs)
    {
        var set = SetOf(exchange.DueNs);
        set.Censored++;
        set.Response.Record(nowNs - exchange.DueNs);
        EndSent(set, exchange, RequestEnd.Censored, nowNs);
    }

    /// <summary>See <see cref="RequestSet.Plain"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlain(Exchange exchange, Outcome outcome, long nowNs) =>
        exchange.SentNs == exchange.DueNs
        && exchange.FirstByteNs == nowNs
        && exchange.WrittenNs == exchange.SentNs
        && exchange.FoundFree
        && exchange.ConnectStartNs == 0
        && outcome == Outcome.Success;

    private void EndSent(RequestSet set, Exchange exchange, RequestEnd end, long nowNs)
    {
        End(set, exchange, nowNs, end);
        if (end != RequestEnd.Success)
        {
            set.OtherReceived += exchange.ReceivedBytes;
            set.OtherBody += exchange.BodyBytes;
        }

        if (exchange.SentNs == 0)
        {
            return;   // never connected
        }

        var lag = exchange.SentNs - exchange.DueNs;
        set.Lag.Record(lag);
        if (exchange.FoundFree)
        {
            set.LagGenerator.Record(lag);
        }
    }

    /// <summary>What every request that was sent leaves behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End(RequestSet set, Exchange exchange, long nowNs, RequestEnd end = RequestEnd.Success)
    {
        InFlight--;
        if (_rows is not null && exchange.DueNs >= _timeline.WindowStartNs)
        {
            _rows.Add(exchange, end, nowNs);
        }

        if (exchange.SamplePlace >= 0)
        {
            _sample.End(exchange, end, nowNs);
        }

        Ended(exchange.DueNs, nowNs);
        set.BytesSent += exchange.SentBytes;
        set.BytesReceived += exchange.ReceivedBytes;
        set.BytesBody += exchange.BodyBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RequestSet SetOf(long dueNs) => dueNs >= _timeline.WindowStartNs ? _slice.Within : _slice.Before;

    /// <summary>The ends begin with the outcomes, in the same order.</summary>
    private static RequestEnd EndOf(Outcome outcome) => unchecked((RequestEnd)outcome);

    private void Ended(long dueNs, long nowNs)
    {
        if (dueNs < _timeline.WindowStartNs)
        {
            _warmup?.Add(nowNs - dueNs);
        }
        else if (nowNs > LastEndNs)
        {
            LastEndNs = nowNs;
        }
    }

    private void Rotate(long nowNs)
    {
        while (nowNs >= SliceEndNs)
        {
            var start = SliceEndNs;
            Post();
            _slice = TakeEmpty();
            _slice.StartNs = start;
            SliceEndNs = _timeline.SliceEndNs(start);
            _boundary(start);
        }
    }

    private void Post()
    {
        _slice.InFlight = InFlight;
        _full.Post(_slice);
        _posted();
    }

    /// <summary>A slice to write on. A new one only when the coordinator is more than two seconds behind: better some memory than a lost second.</summary>
    private Slice TakeEmpty()
    {
        _spare ??= _empty.TakeAll();
        var slice = _spare ?? new Slice();
        _spare = slice.Next;
        slice.Next = null;
        return slice;
    }
}
