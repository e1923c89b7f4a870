using System.Runtime.CompilerServices;
using Prony.Load.Addresses;
using Prony.Load.Coordination;
using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Load.Requests;
using Prony.Measurement.Clocks;

namespace Prony.Load.Reactor;

/// <summary>The raw engine on one thread: its own epoll instance, connections and recorder, nothing shared but the timeline and two mailboxes.</summary>
internal sealed class GeneratorThread : Generator
{
    /// <summary>How long before a due instant a thread with a CPU to itself stops sleeping and spins.</summary>
    private const long SpinNs = 50_000;

    private readonly Poller _poller = new();
    private readonly HttpConnections _connections;
    private readonly bool _spins;
    private long _nowNs;

    /// <summary>A thread that waits for <see cref="Generator.Start"/>.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="requests">What to send.</param>
    /// <param name="addresses">Where to connect.</param>
    /// <param name="timeline">When.</param>
    /// <param name="share">Which part of the load is its own.</param>
    /// <param name="attention">Called when the coordinator should look. Any thread.</param>
    /// <param name="rows">Takes a row of every request that was due in the window; null for none.</param>
    public GeneratorThread(LoadPlan plan, RequestSource requests, AddressBook addresses, Timeline timeline, ThreadShare share, Action attention, RowRing? rows)
        : base(plan, timeline, share, ThreadUsage.OfThread(), attention, rows)
    {
        _spins = share.MaySpin;
        _connections = new HttpConnections(plan, requests, addresses, share.Connections, _poller, Recorder, Checker);
    }

    /// <inheritdoc/>
    protected override Lanes Lanes => _connections;

    /// <inheritdoc/>
    public override void Wake() => _poller.Wake();

    /// <inheritdoc/>
    protected override void Free() => _poller.Dispose();

    /// <inheritdoc/>
    protected override void Loop()
    {
        _nowNs = MonotonicClock.NowNs;
        while (!IsOver)
        {
            Turn();
        }
    }

    /// <summary>Waits for events, handles them, and does what is due.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn()
    {
        var count = _poller.Wait(SleepNs(_nowNs));
        for (var i = 0; i < count; i++)
        {
            var token = _poller.Token(i);
            if (token != Poller.WakeToken)
            {
                _connections.OnEvent(token, _poller.Events(i));
            }
        }

        var now = MonotonicClock.NowNs;
        HearOfWindow();
        if (now >= Recorder.SliceEndNs)
        {
            Recorder.Advance(now);
        }

        if (now >= _connections.NextTimeoutNs)
        {
            _connections.Expire(now);
        }

        if (now >= Driver.NextInstantNs)
        {
            Driver.OnTime(now);
        }

        FollowTimeline(now);
        _nowNs = now;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long SleepNs(long nowNs)
    {
        var next = NextDutyNs(_connections.NextTimeoutNs, nowNs);
        var begin = Driver.NextInstantNs;
        return Math.Min(next, _spins && begin != long.MaxValue ? begin - SpinNs : begin) - nowNs;
    }
}
