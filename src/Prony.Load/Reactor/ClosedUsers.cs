using System.Runtime.CompilerServices;
using Prony.Load.Arrivals;
using Prony.Load.Coordination;
using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;

namespace Prony.Load.Reactor;

/// <summary>The closed model on one thread: each virtual user has a connection and one request at a time; the next is due when the last one ended, after the user has thought and kept its pace.</summary>
/// <remarks>Thread: its generator thread only.</remarks>
internal sealed class ClosedUsers : LoadDriver
{
    /// <summary>Pause of a user whose connection failed, so that a dead server is asked a hundred times a second per user and not without end.</summary>
    public const long PauseNs = 10_000_000;

    private readonly Lanes _connections;
    private readonly Recorder _recorder;
    private readonly Timeline _timeline;
    private readonly long[] _firstDueNs;
    private readonly PauseQueue _pauses;
    private readonly long _thinkNs;
    private readonly long _paceNs;
    private readonly bool _counted;
    private readonly int _first;
    private readonly int _threads;
    private bool _renumbers;
    private long _index;
    private long _quota;
    private int _started;

    /// <summary>Users who have not begun.</summary>
    /// <param name="share">Its thread: requests are numbered j, j + T, j + 2T, … on thread j of T.</param>
    /// <param name="connections">One for each user.</param>
    /// <param name="recorder">Told of every due request.</param>
    /// <param name="timeline">When to end.</param>
    /// <param name="firstDueNs">When each user begins, rising; <see cref="UserProfile.Never"/> for one who does not.</param>
    /// <param name="model">How the users behave.</param>
    /// <param name="quota">Requests to make in the window; null for as many as it holds.</param>
    public ClosedUsers(
        ThreadShare share, Lanes connections, Recorder recorder, Timeline timeline, long[] firstDueNs, ClosedModel model, long? quota)
    {
        _first = share.Index;
        _threads = share.Threads;
        _renumbers = timeline.WindowStartNs == Timeline.Open;
        _index = _renumbers ? ArrivalCursor.FirstOfWarmup + _first : _first;
        _connections = connections;
        _recorder = recorder;
        _timeline = timeline;
        _firstDueNs = firstDueNs;
        _pauses = new PauseQueue(firstDueNs.Length);
        _thinkNs = MonotonicClock.ToNs(model.Think);
        _paceNs = MonotonicClock.ToNs(model.Pace);
        _counted = quota is not null;
        _quota = quota ?? 0;
    }

    /// <summary>When users are active; null when they always are.</summary>
    public ThreadUsers? Shape { get; init; }

    /// <inheritdoc/>
    public override long NextInstantNs =>
        Math.Min(_started < _firstDueNs.Length ? _firstDueNs[_started] : long.MaxValue, _pauses.NextEndNs);

    /// <inheritdoc/>
    public override bool IsExhausted(long nowNs) => (_counted && _quota == 0) || nowNs >= _timeline.WindowEndNs;

    /// <inheritdoc/>
    public override void OnTime(long nowNs)
    {
        while (_started < _firstDueNs.Length && _firstDueNs[_started] <= nowNs)
        {
            Begin(_connections.All[_started], _firstDueNs[_started], nowNs);
            _started++;
        }

        while (_pauses.NextEndNs <= nowNs)
        {
            var slot = _pauses.Take(out var endNs);
            Begin(_connections.All[slot], endNs, nowNs);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void OnEnded(Lane connection, Outcome outcome, long nowNs)
    {
        var due = Math.Max(nowNs + _thinkNs, connection.DueNs + _paceNs);
        if (outcome is Outcome.Refused or Outcome.Dns or Outcome.Reset or Outcome.Closed or Outcome.Protocol or Outcome.Tls)
        {
            due = Math.Max(due, nowNs + PauseNs);
        }

        if (Shape is not null && !IsActive(connection, ref due))
        {
            return;
        }

        if (due <= nowNs)
        {
            Begin(connection, nowNs, nowNs);
        }
        else
        {
            _pauses.Add(connection.Slot, due);
        }
    }

    /// <summary>A user who is not active when the next request would be due hangs up, and comes back when it is.</summary>
    /// <returns>False for a user who never comes back.</returns>
    private bool IsActive(Lane connection, ref long dueNs)
    {
        var active = Shape!.NextActiveNs(connection.Slot, dueNs);
        if (active != dueNs)
        {
            _connections.HangUp(connection);
        }

        dueNs = active;
        return active != UserProfile.Never;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Begin(Lane connection, long dueNs, long nowNs)
    {
        if (dueNs >= _timeline.WindowEndNs)
        {
            return;
        }

        if (_renumbers && dueNs >= _timeline.WindowStartNs)
        {
            _renumbers = false;
            _index = _first;   // the window asks the same however long the warm-up took
        }

        if (_counted && dueNs >= _timeline.WindowStartNs)
        {
            if (_quota == 0)
            {
                return;
            }

            _quota--;
        }

        var index = _index;
        _index += _threads;
        _recorder.Due(dueNs);
        _connections.Begin(connection, index, dueNs, foundFree: true, nowNs);
    }
}
