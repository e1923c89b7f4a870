using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Prony.Load.Addresses;
using Prony.Load.Checks;
using Prony.Load.Coordination;
using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Load.Requests;
using Prony.Measurement.Clocks;

namespace Prony.Load.Reactor;

/// <summary>One thread that makes load: its own epoll instance, connections and recorder, nothing shared but the timeline and two mailboxes.</summary>
internal sealed class GeneratorThread : ISliceSource, IDisposable
{
    /// <summary>How long before a due instant a thread with a CPU to itself stops sleeping and spins.</summary>
    private const long SpinNs = 50_000;

    private readonly Timeline _timeline;
    private readonly Poller _poller = new();
    private readonly Recorder _recorder;
    private readonly HttpConnections _connections;
    private readonly LoadPlan _plan;
    private readonly ThreadShare _share;
    private readonly SliceMailbox _full = new();
    private readonly SliceMailbox _empty = new();
    private readonly Action _attention;
    private readonly bool _spins;
    private readonly Thread _thread;
    private LoadDriver _driver = null!;
    private long _nowNs;
    private long _seenWindowEndNs;
    private long _quotaEndNs;
    private bool _exhausted;
    private bool _over;
    private bool _finished;

    /// <summary>A thread that waits for <see cref="Start"/>.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="requests">What to send.</param>
    /// <param name="addresses">Where to connect.</param>
    /// <param name="timeline">When.</param>
    /// <param name="share">Which part of the load is its own.</param>
    /// <param name="attention">Called when the coordinator should look: a slice, the end of a quota, the end. Any thread.</param>
    /// <param name="rows">Takes a row of every request that was due in the window; null for none.</param>
    public GeneratorThread(LoadPlan plan, RequestSource requests, AddressBook addresses, Timeline timeline, ThreadShare share, Action attention, RowRing? rows)
    {
        _timeline = timeline;
        _attention = attention;
        _plan = plan;
        _share = share;
        _spins = share.MaySpin;
        _recorder = new Recorder(timeline, _full, _empty, attention, OnSliceStart, rows);
        Checker = plan.Checks.All.Count == 0 ? null : new ResponseChecker(plan.Checks, plan.Secrets, timeline);
        _connections = new HttpConnections(plan, requests, addresses, share.Connections, _poller, _recorder, Checker);
        _thread = new Thread(Run) { Name = $"generator-{share.Index}", IsBackground = true };
    }

    /// <summary>Why it ended early; null when it did not.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc/>
    public bool IsFinished => Volatile.Read(ref _finished);

    /// <summary>With a count of requests: instant at which the last of its own ended; 0 before.</summary>
    public long QuotaEndNs => Volatile.Read(ref _quotaEndNs);

    /// <summary>CPU and allocation in the window; for the coordinator once <see cref="IsFinished"/>.</summary>
    public ThreadUsage Usage { get; } = new();

    /// <summary>What it found of responses, when they are checked; for the coordinator once <see cref="IsFinished"/>.</summary>
    public ResponseChecker? Checker { get; }

    /// <inheritdoc/>
    public Slice? TakeSlices() => _full.TakeAll();

    /// <inheritdoc/>
    public void GiveBack(Slice slice)
    {
        slice.Clear();
        _empty.Post(slice);
    }

    /// <summary>Begins; the timeline has its instants.</summary>
    public void Start()
    {
        _seenWindowEndNs = _timeline.WindowEndNs;
        _recorder.Begin();
        _driver = _share.CreateDriver(_plan, _timeline, _connections, _recorder);
        _connections.Driver = _driver;
        _thread.Start();
    }

    /// <summary>The timeline has changed: look at it.</summary>
    public void Wake() => _poller.Wake();

    /// <summary>Waits for its end and frees its sockets.</summary>
    public void Dispose()
    {
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted) || _thread.Join(TimeSpan.FromSeconds(10)))
        {
            _connections.Dispose();
            _poller.Dispose();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever ends a generator thread is rethrown by the coordinator; here it would end the process.")]
    private void Run()
    {
        try
        {
            _ = NativeEpoll.prctl(NativeEpoll.SetTimerSlack, 1, 0, 0, 0);   // 1 ns instead of 50 µs: due instants are kept more exactly
            if (_timeline.WindowStartNs == _timeline.StartNs)
            {
                Usage.MarkStart();
            }

            _nowNs = MonotonicClock.NowNs;
            while (!_over)
            {
                Turn();
            }
        }
        catch (Exception fault)
        {
            Fault = fault;
        }
        finally
        {
            _connections.CloseAll();   // gives the descriptors back: whoever builds the result may need some
            Volatile.Write(ref _finished, true);
            _attention();
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
        if (now >= _recorder.SliceEndNs)
        {
            _recorder.Advance(now);
        }

        if (now >= _connections.NextTimeoutNs)
        {
            _connections.Expire(now);
        }

        if (now >= _driver.NextInstantNs)
        {
            _driver.OnTime(now);
        }

        FollowTimeline(now);
        _nowNs = now;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long SleepNs(long nowNs)
    {
        var next = Math.Min(_recorder.SliceEndNs, _connections.NextTimeoutNs);
        next = Math.Min(next, Math.Min(_seenWindowEndNs > nowNs ? _seenWindowEndNs : Timeline.Open, _timeline.DrainEndNs));
        var begin = _driver.NextInstantNs;
        return Math.Min(next, _spins && begin != long.MaxValue ? begin - SpinNs : begin) - nowNs;
    }

    /// <summary>Sees what the coordinator decided and whether this thread's part is over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FollowTimeline(long nowNs)
    {
        var windowEnd = _timeline.WindowEndNs;
        if (windowEnd != _seenWindowEndNs)
        {
            _seenWindowEndNs = windowEnd;
            _recorder.WindowEndMoved();
        }

        if (_timeline.Stop)
        {
            _over = true;
            return;
        }

        if (nowNs >= windowEnd)
        {
            Drain(nowNs);
        }
        else if (!_exhausted && _driver.IsExhausted(nowNs) && _recorder.InFlight == 0)
        {
            _exhausted = true;
            Usage.MarkEnd();
            Volatile.Write(ref _quotaEndNs, Math.Max(_recorder.LastEndNs, _timeline.WindowStartNs));
            _attention();
        }
    }

    private void Drain(long nowNs)
    {
        Usage.MarkEnd();
        var end = _timeline.DrainEndNs;
        if (nowNs >= end)
        {
            _recorder.Advance(end);
            _connections.CensorAll(end);
            _driver.GiveUp(end);
        }
        else if (_recorder.InFlight > 0 || !_driver.IsExhausted(nowNs))
        {
            return;
        }

        _recorder.Finish(Math.Min(nowNs, end));
        _over = true;
    }

    private void OnSliceStart(long startNs)
    {
        if (startNs == _timeline.WindowStartNs)
        {
            Usage.MarkStart();
        }
        else if (startNs == _timeline.WindowEndNs)
        {
            Usage.MarkEnd();
        }
    }
}
