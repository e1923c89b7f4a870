using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Prony.Load.Checks;
using Prony.Load.Coordination;
using Prony.Load.Plans;
using Prony.Load.Recording;

namespace Prony.Load.Reactor;

/// <summary>Makes a part of a load on a thread of its own and hands over what it measured; the engines differ in how requests travel.</summary>
/// <remarks>Public members are the coordinator's; protected ones belong to whoever holds the generator: its thread, and in the portable engine its lock.</remarks>
internal abstract class Generator : ISliceSource, IDisposable
{
    private readonly LoadPlan _plan;
    private readonly ThreadShare _share;
    private readonly SliceMailbox _full = new();
    private readonly SliceMailbox _empty = new();
    private readonly Action _attention;
    private readonly Thread _thread;
    private long _seenWindowEndNs;
    private bool _windowIsFixed;
    private long _quotaEndNs;
    private bool _exhausted;
    private bool _finished;

    /// <summary>A generator that waits for <see cref="Start"/>.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="timeline">When.</param>
    /// <param name="share">Which part of the load is its own.</param>
    /// <param name="usage">Counts what it uses.</param>
    /// <param name="attention">Called when the coordinator should look: a slice, the end of a quota, the end. Any thread.</param>
    /// <param name="rows">Takes a row of every request that was due in the window; null for none.</param>
    protected Generator(LoadPlan plan, Timeline timeline, ThreadShare share, ThreadUsage usage, Action attention, RowRing? rows)
    {
        _plan = plan;
        _share = share;
        _attention = attention;
        Timeline = timeline;
        Usage = usage;
        Checker = plan.Checks.All.Count == 0 ? null : new ResponseChecker(plan.Checks, plan.Secrets, timeline);
        Warmup = plan.ShortestWarmup is null ? null : new WarmupTally();
        Recorder = new Recorder(timeline, _full, _empty, attention, OnSliceStart, rows, Warmup);
        _thread = new Thread(Run) { Name = $"generator-{share.Index}", IsBackground = true };
    }

    /// <summary>Why it ended early; null when it did not.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc/>
    public bool IsFinished => Volatile.Read(ref _finished);

    /// <summary>With a count of requests: instant at which the last of its own ended; 0 before.</summary>
    public long QuotaEndNs => Volatile.Read(ref _quotaEndNs);

    /// <summary>What ended in a warm-up whose end is decided as it goes; null in any other load.</summary>
    public WarmupTally? Warmup { get; }

    /// <summary>CPU and allocation in the window; for the coordinator once <see cref="IsFinished"/>.</summary>
    public ThreadUsage Usage { get; }

    /// <summary>What it found of responses, when they are checked; for the coordinator once <see cref="IsFinished"/>.</summary>
    public ResponseChecker? Checker { get; }

    /// <summary>The first requests of its window; for the coordinator once <see cref="IsFinished"/>.</summary>
    public SampleRecorder Sample => Recorder.Sample;

    protected Timeline Timeline { get; }

    protected Recorder Recorder { get; }

    protected LoadDriver Driver { get; private set; } = null!;

    /// <summary>Its part is done, or the load was stopped.</summary>
    protected bool IsOver { get; private set; }

    /// <summary>What its requests travel on.</summary>
    protected abstract Lanes Lanes { get; }

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
        _seenWindowEndNs = Timeline.WindowEndNs;
        _windowIsFixed = Timeline.WindowStartNs != Timeline.Open;
        Recorder.Begin();
        Driver = _share.CreateDriver(_plan, Timeline, Lanes, Recorder);
        Lanes.Driver = Driver;
        _thread.Start();
    }

    /// <summary>The timeline has changed: look at it.</summary>
    public abstract void Wake();

    /// <summary>Waits for its end and frees its sockets.</summary>
    public void Dispose()
    {
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted) || _thread.Join(TimeSpan.FromSeconds(10)))
        {
            Lanes.Dispose();
            Free();
        }
    }

    /// <summary>Waits and works until <see cref="IsOver"/>.</summary>
    protected abstract void Loop();

    /// <summary>Frees what it waits with.</summary>
    protected abstract void Free();

    /// <summary>When something besides arrivals has to be done, at the latest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected long NextDutyNs(long nextTimeoutNs, long nowNs)
    {
        var next = Math.Min(Recorder.SliceEndNs, nextTimeoutNs);
        return Math.Min(next, Math.Min(_seenWindowEndNs > nowNs ? _seenWindowEndNs : Timeline.Open, Timeline.DrainEndNs));
    }

    /// <summary>Hears when the window begins, if that was not fixed before the load. To be called after an instant is read and before something is begun for it: what is fixed later lies behind that instant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void HearOfWindow()
    {
        if (!_windowIsFixed && Timeline.WindowStartNs != Timeline.Open)
        {
            FixWindow(Timeline.WindowStartNs);
        }
    }

    /// <summary>Sees what the coordinator decided and whether this generator's part is over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void FollowTimeline(long nowNs)
    {
        var windowEnd = Timeline.WindowEndNs;
        if (windowEnd != _seenWindowEndNs)
        {
            _seenWindowEndNs = windowEnd;
            Recorder.WindowMoved();
        }

        if (Timeline.Stop)
        {
            IsOver = true;
            return;
        }

        if (nowNs >= windowEnd)
        {
            Drain(nowNs);
        }
        else if (!_exhausted && Driver.IsExhausted(nowNs) && Recorder.InFlight == 0 && _windowIsFixed)
        {
            _exhausted = true;
            Usage.MarkEnd();
            Volatile.Write(ref _quotaEndNs, Math.Max(Recorder.LastEndNs, Timeline.WindowStartNs));
            _attention();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever ends a generator thread is rethrown by the coordinator; here it would end the process.")]
    private void Run()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = NativeEpoll.prctl(NativeEpoll.SetTimerSlack, 1, 0, 0, 0);   // 1 ns instead of 50 µs: due instants are kept more exactly
                ThreadCpus.Bind(_plan.Cpus);
            }

            if (Timeline.WindowStartNs == Timeline.StartNs)
            {
                Usage.MarkStart();
            }

            Loop();
        }
        catch (Exception fault)
        {
            Fault = fault;
        }
        finally
        {
            Lanes.CloseAll();   // gives the descriptors back: whoever builds the result may need some
            Volatile.Write(ref _finished, true);
            _attention();
        }
    }

    private void Drain(long nowNs)
    {
        Usage.MarkEnd();
        var end = Timeline.DrainEndNs;
        if (nowNs >= end)
        {
            Recorder.Advance(end);
            Lanes.CensorAll(end);
            Driver.GiveUp(end);
        }
        else if (Recorder.InFlight > 0 || !Driver.IsExhausted(nowNs))
        {
            return;
        }

        Recorder.Finish(Math.Min(nowNs, end));
        IsOver = true;
    }

    private void FixWindow(long startNs)
    {
        _windowIsFixed = true;
        Recorder.WindowMoved();
        Driver.BeginWindow(startNs);
        if (Recorder.SliceStartNs >= startNs)
        {
            Usage.MarkStart();   // it was not run for a while and hears too late: no slice will begin at that instant
        }
    }

    private void OnSliceStart(long startNs)
    {
        if (startNs == Timeline.WindowStartNs)
        {
            Usage.MarkStart();
        }
        else if (startNs == Timeline.WindowEndNs)
        {
            Usage.MarkEnd();
        }
    }
}
