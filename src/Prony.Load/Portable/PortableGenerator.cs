using Prony.Load.Addresses;
using Prony.Load.Coordination;
using Prony.Load.Plans;
using Prony.Load.Reactor;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;

namespace Prony.Load.Portable;

/// <summary>The portable engine: one thread that begins every request when it is due, and the threads of the process's pool that carry them through the library's client.</summary>
/// <remarks>It has the schedules, the drivers and the recorder of the raw engine; only what carries the requests differs (docs/methods/load.md).</remarks>
internal sealed class PortableGenerator : Generator
{
    private readonly Alarm _alarm = Alarm.Create();
    private readonly PortableLanes _lanes;
    private long _wakeNs = long.MaxValue;

    /// <summary>A generator that waits for <see cref="Generator.Start"/>.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="addresses">Where to connect.</param>
    /// <param name="timeline">When.</param>
    /// <param name="share">The whole load.</param>
    /// <param name="attention">Called when the coordinator should look. Any thread.</param>
    /// <param name="rows">Takes a row of every request that was due in the window; null for none.</param>
    /// <exception cref="ArgumentException">The request cannot be sent.</exception>
    public PortableGenerator(LoadPlan plan, AddressBook addresses, Timeline timeline, ThreadShare share, Action attention, RowRing? rows)
        : base(plan, timeline, share, ThreadUsage.OfProcess(), attention, rows) =>
        _lanes = new PortableLanes(plan, addresses, share.Connections, Recorder, Checker, OnEnded);

    /// <inheritdoc/>
    protected override Lanes Lanes => _lanes;

    /// <inheritdoc/>
    public override void Wake() => _alarm.Wake();

    /// <inheritdoc/>
    protected override void Free() => _alarm.Dispose();

    /// <inheritdoc/>
    protected override void Loop()
    {
        while (!IsOver)
        {
            long next;
            lock (_lanes.Gate)
            {
                Turn(MonotonicClock.NowNs);
                next = Math.Min(NextDutyNs(_lanes.NextTimeoutNs, MonotonicClock.NowNs), Driver.NextInstantNs);
                _wakeNs = next;
            }

            _lanes.Launch();
            if (!IsOver)
            {
                _alarm.Wait(next - MonotonicClock.NowNs);
            }
        }
    }

    private void Turn(long nowNs)
    {
        if (_lanes.Fault is { } fault)
        {
            throw new InvalidOperationException(fault.Message, fault);
        }

        HearOfWindow();
        Recorder.Advance(nowNs);
        if (nowNs >= _lanes.NextTimeoutNs)
        {
            _lanes.Expire(nowNs);
        }

        if (nowNs >= Driver.NextInstantNs)
        {
            Driver.OnTime(nowNs);
        }

        FollowTimeline(nowNs);
    }

    /// <summary>What the thread waits for may have come nearer. Called with the lock held.</summary>
    private void OnEnded()
    {
        if (Math.Min(Driver.NextInstantNs, _lanes.NextTimeoutNs) < _wakeNs
            || (Recorder.InFlight == 0 && Driver.IsExhausted(MonotonicClock.NowNs))
            || _lanes.Fault is not null)
        {
            _alarm.Wake();
        }
    }
}
