using Prony.Load.Addresses;
using Prony.Load.Checks;
using Prony.Load.Http;
using Prony.Load.Plans;
using Prony.Load.Portable;
using Prony.Load.Reactor;
using Prony.Load.Recording;
using Prony.Load.Requests;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Load.Coordination;

/// <summary>One load from its first request to its record: starts the generator threads, follows the phases, merges a second at a time.</summary>
/// <remarks>Thread: the one that calls <see cref="Execute"/>, once.</remarks>
internal sealed class LoadRun : IDisposable
{
    /// <summary>How far ahead the end of a window that is cut short lies, so that every thread hears of it before it comes.</summary>
    private const long CutLeadNs = 20_000_000;

    private const long LongestWaitMs = 1000;

    /// <summary>Time to start one thread.</summary>
    private const long ReadyNs = 1_000_000;

    /// <summary>How long before the window an observer may read memory, which takes tens of milliseconds for many processes.</summary>
    private const long PssLeadNs = 150_000_000;

    /// <summary>How long before the window there has to be time for a collection, which takes tens of milliseconds on CPUs that are full: nearly all of <see cref="PssLeadNs"/>.</summary>
    private const long RenewLeadNs = 130_000_000;

    private const long ShortestDrainNs = 2 * MonotonicClock.NanosecondsPerSecond;

    private static readonly TimeSpan LongWarmup = TimeSpan.FromMilliseconds(300);

    private readonly LoadPlan _plan;
    private readonly ILoadObserver? _observer;
    private readonly CancellationToken _endWindow;
    private readonly CancellationToken _stopNow;
    private readonly AutoResetEvent _attention = new(false);
    private readonly WaitHandle[] _waits;
    private readonly WaitHandle[] _waitsAfterWindow;
    private readonly Timeline _timeline = new();
    private readonly LoadEngine _engine;
    private readonly Generator[] _threads;
    private readonly SliceMerger _merger;
    private readonly RowCollector? _rows;
    private readonly LookupThread? _lookups;
    private readonly WarmupSteps? _warmup;
    private readonly WindowTotals _totals = new();
    private readonly GeneratorUsage _usage = new();
    private readonly QuietHeap _heap = new();
    private DateTimeOffset _windowStartUtc;
    private long _warmupEndingNs;
    private bool _warmupEndingTold;
    private bool _windowStarted;
    private bool _windowEnded;
    private bool _cutShort;

    /// <summary>Prepares everything that takes memory or time.</summary>
    public LoadRun(LoadPlan plan, LoadEngine engine, ILoadObserver? observer, CancellationToken endWindow, CancellationToken stopNow)
    {
        _plan = plan;
        _engine = engine;
        _observer = observer;
        _endWindow = endWindow;
        _stopNow = stopNow;
        var addresses = new AddressBook(plan.Target);
        _lookups = plan.Lookup is { } lookup ? new LookupThread(lookup, addresses) : null;
        var shares = engine == LoadEngine.Raw ? ThreadShare.Divide(plan) : [ThreadShare.Whole(plan)];
        var rings = plan.RowLimit == 0 ? null : RowCollector.CreateRings(shares.Length, plan.RowLimit, Attention);
        _rows = rings is null ? null : new RowCollector(rings, plan.RowLimit, _timeline, observer!);
        _threads = engine == LoadEngine.Raw
            ? RawGenerators(shares, addresses, rings)
            : [new PortableGenerator(plan, addresses, _timeline, shares[0], Attention, rings?[0])];
        _warmup = WarmupSteps.Of(plan, [.. _threads.Select(t => t.Warmup).OfType<WarmupTally>()], observer);
        _merger = new SliceMerger(_threads, _timeline, _totals, observer);
        _waits = [_attention, stopNow.WaitHandle, endWindow.WaitHandle];
        _waitsAfterWindow = [_attention, stopNow.WaitHandle];
    }

    /// <summary>Runs the load to its end.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InvalidOperationException">A generator thread failed.</exception>
    public LoadResult Execute()
    {
        Begin();
        while (true)
        {
            ThrowIfOver();
            FollowPhases(MonotonicClock.NowNs);
            _merger.Merge();
            _rows?.Collect();
            DecideDrain();
            if (_merger.IsComplete)
            {
                ThrowIfOver();
                FollowPhases(MonotonicClock.NowNs);
                return Result();
            }

            Wait();
        }
    }

    /// <summary>Ends the threads, whatever they are doing, and frees their sockets.</summary>
    public void Dispose()
    {
        _timeline.Stop = true;
        _heap.End();
        foreach (var thread in _threads)
        {
            thread.Wake();
        }

        _lookups?.Dispose();
        foreach (var thread in _threads)
        {
            thread.Dispose();
        }

        _attention.Dispose();
    }

    private Generator[] RawGenerators(ThreadShare[] shares, AddressBook addresses, RowRing[]? rings)
    {
        HotCode.Prepare(withChecks: _plan.Checks.All.Count > 0);
        var requests = new RequestSource(_plan);
        return [.. shares.Select((share, i) => new GeneratorThread(_plan, requests, addresses, _timeline, share, Attention, rings?[i]))];
    }

    private void Attention() => _attention.Set();

    private void Begin()
    {
        _heap.Begin();
        var start = MonotonicClock.NowNs + (ReadyNs * _threads.Length);
        if (_warmup is null)
        {
            var windowStart = start + MonotonicClock.ToNs(_plan.Warmup);
            _timeline.Begin(start, windowStart, WindowEnd(windowStart));
            _windowStartUtc = UtcOf(windowStart);
            _warmupEndingNs = _plan.Warmup >= LongWarmup ? windowStart - PssLeadNs : start;
        }
        else
        {
            _timeline.Begin(start, Timeline.Open, Timeline.Open);
            _windowStartUtc = UtcOf(start);
            _warmupEndingNs = Timeline.Open;
            _warmup.Begin(start);
        }

        _observer?.LoadStarted(start);
        foreach (var thread in _threads)
        {
            thread.Start();
        }

        _lookups?.Start();
    }

    private long WindowEnd(long windowStartNs) => _plan.RequestLimit is null ? windowStartNs + MonotonicClock.ToNs(_plan.Measure) : Timeline.Open;

    private static DateTimeOffset UtcOf(long instantNs) => TimeProvider.System.GetUtcNow() + MonotonicClock.ToTimeSpan(instantNs - MonotonicClock.NowNs);

    private void ThrowIfOver()
    {
        _stopNow.ThrowIfCancellationRequested();
        foreach (var thread in _threads)
        {
            if (thread.IsFinished && thread.Fault is { } fault)
            {
                throw new InvalidOperationException($"A generator thread failed and the load was given up: {fault.Message}", fault);
            }
        }
    }

    private void FollowPhases(long nowNs)
    {
        if (_endWindow.IsCancellationRequested && !_cutShort && !_windowEnded)
        {
            _cutShort = true;
            MoveWindowEnd(Math.Min(_timeline.WindowEndNs, nowNs + CutLeadNs));
        }
        else if (_timeline.WindowEndNs == Timeline.Open && Array.TrueForAll(_threads, t => t.QuotaEndNs != 0))
        {
            MoveWindowEnd(_threads.Max(t => t.QuotaEndNs) + 1);   // the last answer lies inside
        }

        if (_timeline.WindowStartNs == Timeline.Open && !_cutShort && _warmup!.MayEnd(nowNs))
        {
            BeginWindow(MonotonicClock.NowNs + WarmupSteps.LeadNs);
        }

        if (!_warmupEndingTold && nowNs >= _warmupEndingNs)
        {
            _warmupEndingTold = true;
            RenewRoom(nowNs);
            _observer?.WarmupEnding();
        }

        if (!_windowStarted && nowNs >= _timeline.WindowStartNs)
        {
            _windowStarted = true;
            _usage.MarkStart();
            _observer?.WindowStarted(_timeline.WindowStartNs);
        }

        if (!_windowEnded && nowNs >= _timeline.WindowEndNs)
        {
            _windowEnded = true;
            _usage.MarkEnd();
            _heap.End();
            if (_windowStarted)
            {
                _observer?.WindowEnded(_timeline.WindowEndNs);
            }
        }
    }

    /// <summary>A long warm-up used up much of the room. Where little was used there is no collection so shortly before the window.</summary>
    private void RenewRoom(long nowNs)
    {
        if (_timeline.WindowStartNs - nowNs < RenewLeadNs || !_heap.IsHalfUsed)
        {
            return;
        }

        var pause = GC.GetTotalPauseDuration();
        _heap.Begin();
        if (MonotonicClock.NowNs >= _timeline.WindowStartNs)
        {
            _usage.CountPausesFrom(pause);
        }
    }

    private void BeginWindow(long startNs)
    {
        _windowStartUtc = UtcOf(startNs);
        _warmupEndingNs = startNs - PssLeadNs;
        _timeline.BeginWindow(startNs, WindowEnd(startNs));
        WakeAll();
    }

    private void MoveWindowEnd(long endNs)
    {
        _timeline.WindowEndNs = endNs;
        WakeAll();
    }

    /// <summary>The default drain needs the response times of the window, so it is decided when they are merged.</summary>
    private void DecideDrain()
    {
        if (!_windowEnded || _timeline.DrainEndNs != Timeline.Open || !_merger.HasWholeWindow)
        {
            return;
        }

        var timeoutNs = MonotonicClock.ToNs(_plan.Timeout);
        var drainNs = _plan.Drain is { } drain
            ? MonotonicClock.ToNs(drain)
            : Math.Min(timeoutNs, Math.Max(ShortestDrainNs, 2 * _totals.Within.Response.ValueAtPercentile(99)));
        _timeline.DrainEndNs = _timeline.WindowEndNs + drainNs;
        WakeAll();
    }

    private void WakeAll()
    {
        foreach (var thread in _threads)
        {
            thread.Wake();
        }
    }

    private void Wait()
    {
        var now = MonotonicClock.NowNs;
        var next = long.MaxValue;
        next = Sooner(next, _warmup is null || _timeline.WindowStartNs != Timeline.Open, _warmup?.NextNs ?? Timeline.Open);
        next = Sooner(next, _warmupEndingTold, _warmupEndingNs);
        next = Sooner(next, _windowStarted, _timeline.WindowStartNs);
        next = Sooner(next, _windowEnded, _timeline.WindowEndNs);
        var ms = Math.Clamp((next - now + 999_999) / 1_000_000, 0, LongestWaitMs);

        // Once the window was cut short its token stays signalled and would make this a busy loop.
        WaitHandle.WaitAny(_cutShort || _windowEnded ? _waitsAfterWindow : _waits, (int)ms);
    }

    private static long Sooner(long next, bool passed, long instant) => passed || instant == Timeline.Open ? next : Math.Min(next, instant);

    private LoadResult Result()
    {
        var durationS = MonotonicClock.ToSeconds(Math.Max(0, _timeline.WindowEndNs - _timeline.WindowStartNs));
        var generator = RecordBuilder.Generator([.. _threads.Select(t => t.Usage)], _usage, _totals.CompletedInside, durationS);
        var record = RecordBuilder.Build(_plan, _engine, _totals, new WindowRecord(_windowStartUtc, durationS), generator) with
        {
            PartsNs = RecordBuilder.Parts(_totals.Within, _lookups?.DnsPart(_plan.Target.LookupNs) ?? RecordBuilder.OneLookup(_plan.Target)),
            Lookups = _lookups?.Describe(),
            Recorded = _rows?.Describe(),
        };
        return new LoadResult(
            CheckReport.AddTo(record, _plan.Checks, _plan.Secrets, [.. _threads.Select(t => t.Checker).OfType<ResponseChecker>()]),
            _totals.Within.Response,
            _totals.Within.Service,
            _cutShort ? LoadEnd.WindowCutShort : LoadEnd.Completed)
        {
            Sample = SampledRequests.Merge([.. _threads.Select(t => t.Sample)]),
        };
    }
}
