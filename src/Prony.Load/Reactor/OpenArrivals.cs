using System.Runtime.CompilerServices;
using Prony.Load.Arrivals;
using Prony.Load.Coordination;
using Prony.Load.Recording;

namespace Prony.Load.Reactor;

/// <summary>The open model on one thread: arrivals become due by the schedule, whatever the server does.</summary>
/// <remarks>
/// <para>An arrival takes the connection that was used last, else opens one, else (all are busy and there may be no more) waits for the first that comes free.
/// Those who wait are not stored: they are the arrivals between two places in the schedule, so a dead server costs no memory.</para>
/// <para>Thread: its generator thread only.</para>
/// </remarks>
internal sealed class OpenArrivals : LoadDriver
{
    /// <summary>An overloaded thread looks at its sockets after this many arrivals.</summary>
    private const int ArrivalsPerTurn = 4096;

    private readonly Lanes _connections;
    private readonly Recorder _recorder;
    private readonly Timeline _timeline;
    private readonly long _timeoutNs;
    private readonly ConnectionStack _idle;
    private readonly ConnectionStack _closed;
    private ArrivalCursor _next;
    private ArrivalCursor _oldestWaiting;
    private long _waiting;
    private bool _dispatching;

    /// <summary>No arrival has come yet.</summary>
    /// <param name="connections">The connections that may be open at once.</param>
    /// <param name="recorder">Told of every arrival.</param>
    /// <param name="timeline">When to end.</param>
    /// <param name="next">The first arrival of this thread.</param>
    /// <param name="oldestWaiting">The same place in a schedule of its own.</param>
    /// <param name="timeoutNs">An arrival that waits longer for a connection is given up.</param>
    public OpenArrivals(
        Lanes connections, Recorder recorder, Timeline timeline, ArrivalCursor next, ArrivalCursor oldestWaiting, long timeoutNs)
    {
        _connections = connections;
        _recorder = recorder;
        _timeline = timeline;
        _next = next;
        _oldestWaiting = oldestWaiting;
        _timeoutNs = timeoutNs;
        _idle = new ConnectionStack(connections.All.Length);
        _closed = new ConnectionStack(connections.All.Length);
        for (var slot = connections.All.Length - 1; slot >= 0; slot--)
        {
            _closed.Push(connections.All[slot]);
        }
    }

    /// <inheritdoc/>
    public override long NextInstantNs
    {
        get
        {
            var arrival = _next.DueNs < _timeline.WindowEndNs ? _next.DueNs : long.MaxValue;
            return _waiting == 0 ? arrival : Math.Min(arrival, _oldestWaiting.DueNs + _timeoutNs);
        }
    }

    /// <inheritdoc/>
    public override bool IsExhausted(long nowNs) => _waiting == 0 && _next.DueNs >= _timeline.WindowEndNs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void OnTime(long nowNs)
    {
        var end = Math.Min(_timeline.WindowEndNs, nowNs + 1);
        for (var i = 0; i < ArrivalsPerTurn && _next.DueNs < end; i++)
        {
            Arrive(nowNs);
        }

        GiveUpExpired(nowNs);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void OnEnded(Lane connection, Outcome outcome, long nowNs)
    {
        (connection.State == ConnectionState.Idle ? _idle : _closed).Push(connection);
        if (_waiting > 0)
        {
            DispatchWaiting(nowNs);
        }
    }

    /// <inheritdoc/>
    public override void BeginWindow(long startNs)
    {
        _next.ContinueAt(startNs);
        _oldestWaiting.ContinueAt(startNs);
    }

    /// <inheritdoc/>
    public override void GiveUp(long endNs)
    {
        while (_next.DueNs < _timeline.WindowEndNs)
        {
            _recorder.Due(_next.DueNs);
            _next.Advance();
            _waiting++;
        }

        while (_waiting > 0)
        {
            GiveUpOldest(endNs);
        }
    }

    private void Arrive(long nowNs)
    {
        var index = _next.Index;
        var due = _next.DueNs;
        _next.Advance();
        _recorder.Due(due);
        if (_waiting > 0 || Take(out var foundFree) is not { } connection)
        {
            _waiting++;
            return;
        }

        _oldestWaiting.Advance();
        _connections.Begin(connection, index, due, foundFree, nowNs);
    }

    /// <summary>Gives free connections to those who wait. Not re-entrant: a connection that fails at once comes back here through <see cref="OnEnded"/>.</summary>
    private void DispatchWaiting(long nowNs)
    {
        if (_dispatching)
        {
            return;
        }

        _dispatching = true;
        GiveUpExpired(nowNs);
        while (_waiting > 0 && Take(out _) is { } connection)
        {
            var index = _oldestWaiting.Index;
            var due = _oldestWaiting.DueNs;
            _oldestWaiting.Advance();
            _waiting--;
            _connections.Begin(connection, index, due, foundFree: false, nowNs);
        }

        _dispatching = false;
    }

    private void GiveUpExpired(long nowNs)
    {
        while (_waiting > 0 && _oldestWaiting.DueNs + _timeoutNs <= nowNs)
        {
            GiveUpOldest(nowNs);
        }
    }

    private void GiveUpOldest(long endNs)
    {
        _recorder.Unsent(_oldestWaiting.DueNs, endNs);
        _oldestWaiting.Advance();
        _waiting--;
    }

    private Lane? Take(out bool foundFree)
    {
        foundFree = true;
        while (_idle.TryPop(out var connection))
        {
            if (connection.State == ConnectionState.Idle)
            {
                return connection;
            }

            _closed.Push(connection);   // the peer closed it while it was idle
        }

        foundFree = false;
        return _closed.TryPop(out var unopened) ? unopened : null;
    }
}
