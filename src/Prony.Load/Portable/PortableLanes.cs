using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using Prony.Load.Addresses;
using Prony.Load.Checks;
using Prony.Load.Plans;
using Prony.Load.Reactor;
using Prony.Load.Recording;
using Prony.Measurement.Clocks;

namespace Prony.Load.Portable;

/// <summary>The lanes of the portable engine: begins requests, hears how they ended from the library's threads, and records each exactly once.</summary>
/// <remarks>
/// <para>Everything but <see cref="Launch"/> and the events is called by whoever holds <see cref="Gate"/>, the one lock of the engine: recorder, driver and lanes are behind it.
/// The library is never called under the lock: what has begun, and what was taken from its line, is kept until <see cref="Launch"/>.</para>
/// <para>Subtle: a request may end twice, by its answer and by its timeout. The first to come takes the line from the lane or ends the lane's request; the second finds it gone.</para>
/// </remarks>
internal sealed class PortableLanes : Lanes, IClientEvents
{
    [ThreadStatic]
    private static bool _launching;

    private readonly LoadPlan _plan;
    private readonly Recorder _recorder;
    private readonly Action _ended;
    private readonly ResponseChecker? _checker;
    private readonly Captures? _captures;
    private readonly Messages _messages;
    private readonly Connector _connector;
    private readonly SslStreamCertificateContext? _identity;
    private readonly RequestTimeouts _timeouts;
    private readonly PortableLane[] _lanes;
    private readonly Queue<Line> _begun = new();
    private readonly Queue<Line> _dropped = new();
    private readonly SharedBytes _sharedBytes = new();
    private readonly Client? _shared;
    private bool _closed;

    /// <summary>All lanes, closed.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="addresses">Where to connect.</param>
    /// <param name="count">How many lanes.</param>
    /// <param name="recorder">Told of every request.</param>
    /// <param name="checker">Judges responses; null when they are not checked.</param>
    /// <param name="ended">Called, with the lock held, when a request has ended or the engine has failed.</param>
    /// <exception cref="ArgumentException">The request cannot be sent.</exception>
    public PortableLanes(LoadPlan plan, AddressBook addresses, int count, Recorder recorder, ResponseChecker? checker, Action ended)
    {
        _plan = plan;
        _recorder = recorder;
        _ended = ended;
        _checker = checker;
        _captures = checker is null ? null : new Captures(checker, Gate);
        _messages = new Messages(plan);
        _connector = new Connector(plan, addresses, _messages.Origin);
        _identity = ServerCertificates.IdentityOf(plan.Tls);
        _timeouts = new RequestTimeouts(count, MonotonicClock.ToNs(plan.Timeout));
        _lanes = new PortableLane[count];
        for (var slot = 0; slot < count; slot++)
        {
            _lanes[slot] = new PortableLane(slot);
        }

        if (plan.HttpVersion == HttpProtocol.Http2)
        {
            _shared = new Client(plan, _connector, _identity, count, this);
        }
    }

    /// <summary>Held by whoever touches the lanes, their driver or the recorder.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Why the engine cannot go on; null while it can.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc/>
    public override ReadOnlySpan<Lane> All => _lanes;

    /// <summary>Next instant at which <see cref="Expire"/> has to be called.</summary>
    public long NextTimeoutNs => _timeouts.NextScanNs;

    /// <inheritdoc/>
    public override void Begin(Lane lane, long index, long dueNs, bool foundFree, long nowNs)
    {
        var own = (PortableLane)lane;
        if (own.State == ConnectionState.Idle && own.Line!.IsStale())
        {
            _recorder.ClosedIdle();
            Drop(own);
        }

        var open = own.State == ConnectionState.Idle;
        own.Begin(dueNs, foundFree && open && _shared is null);   // which connection of a shared client will be free nobody knows
        own.State = ConnectionState.Waiting;
        own.Line ??= CreateLine(own);
        own.Line.Begin(index);
        _timeouts.Start(own.Slot, dueNs);
        _recorder.Sent(own, reused: false);   // known when it has ended
        _begun.Enqueue(own.Line);
    }

    /// <summary>Hands to the library what has begun since, and takes back what was dropped. Without the lock; any thread.</summary>
    public void Launch()
    {
        if (_launching)
        {
            return;   // a request that ended at once came back here: the loop below goes on with what follows from it
        }

        _launching = true;
        try
        {
            while (TryTake(out var line, out var isBegun))
            {
                if (isBegun)
                {
                    _ = CarryAsync(line);
                }
                else
                {
                    line.Dispose();
                }
            }
        }
        finally
        {
            _launching = false;
        }
    }

    /// <summary>Ends requests whose timeout has passed.</summary>
    public void Expire(long nowNs)
    {
        int slot;
        while ((slot = _timeouts.TakeExpired(nowNs)) >= 0)
        {
            var lane = _lanes[slot];
            _timeouts.Stop(slot);
            Note(lane, default);
            _recorder.Failed(lane, Outcome.Timeout, nowNs);
            Drop(lane);
            Driver.OnEnded(lane, Outcome.Timeout, nowNs);
        }
    }

    /// <inheritdoc/>
    public override void HangUp(Lane lane) => Drop((PortableLane)lane);

    /// <inheritdoc/>
    public override void CensorAll(long endNs)
    {
        foreach (var lane in _lanes)
        {
            if (lane.IsBusy)
            {
                _timeouts.Stop(lane.Slot);
                Note(lane, default);
                _recorder.Censored(lane, endNs);
                Drop(lane);
            }
        }
    }

    /// <inheritdoc/>
    public override void CloseAll()
    {
        lock (Gate)
        {
            _closed = true;
            _begun.Clear();
            foreach (var lane in _lanes)
            {
                Drop(lane);
            }
        }

        Launch();
        _shared?.Dispose();
    }

    /// <inheritdoc/>
    public override void Dispose() => CloseAll();

    /// <inheritdoc/>
    void IClientEvents.Connecting(HttpRequestMessage message) => Line.Of(message)?.Connecting();

    /// <inheritdoc/>
    ITapSink IClientEvents.Connected(HttpRequestMessage message)
    {
        if (Line.Of(message) is { } line)
        {
            Connected(line);
        }

        return _sharedBytes;
    }

    private Line CreateLine(PortableLane lane) => _shared is { } shared
        ? Line.Over(lane, shared)
        : Line.WithOwnClient(lane, line => new Client(_plan, _connector, _identity, 1, new OwnClientEvents(this, line)));

    private bool TryTake([NotNullWhen(true)] out Line? line, out bool isBegun)
    {
        lock (Gate)
        {
            while (_begun.TryDequeue(out line))
            {
                if (line.Lane.Line == line)
                {
                    isBegun = true;
                    return true;
                }

                // Its request ended before it was sent, of its timeout: it must not be sent after that.
            }

            isBegun = false;
            return _dropped.TryDequeue(out line);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Every exception of the library is an outcome or a fault of the engine; both are kept.")]
    private async Task CarryAsync(Line line)
    {
        Ending ending;
        try
        {
            ending = await line.CarryAsync(_plan, _messages, _connector, _captures).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (line.Read(failure) is not { } found)
            {
                Fail(line, failure);
                return;
            }

            ending = found;
        }

        End(line, ending);
    }

    private void End(Line line, Ending ending)
    {
        lock (Gate)
        {
            var lane = line.Lane;
            if (_closed || lane.Line != line)
            {
                DropCapture(line);
                return;   // its timeout or the end of the load came first
            }

            var now = MonotonicClock.NowNs;
            _recorder.Advance(now);
            _timeouts.Stop(lane.Slot);
            Note(lane, ending);
            var end = Record(lane, line, ending, now, out var outcome);
            Driver.OnEnded(lane, outcome, end);
            _ended();
        }

        Launch();
    }

    /// <returns>When the request ended, its check included.</returns>
    private long Record(PortableLane lane, Line line, Ending ending, long nowNs, out Outcome outcome)
    {
        if (ending.Outcome is Outcome.Success or Outcome.Status or Outcome.Expect)
        {
            var end = line.LastByteNs == 0 ? nowNs : line.LastByteNs;
            var capture = line.Capture;
            outcome = capture is null ? ending.Outcome : _checker!.Judge(capture, lane, ending.Outcome, end);
            _recorder.Answered(lane, outcome, end);
            lane.State = _plan.KeepAlive && line.IsOpen ? ConnectionState.Idle : ConnectionState.Closed;
            return capture is null ? end : MonotonicClock.NowNs;   // the time that checking took is nobody's
        }

        DropCapture(line);
        outcome = ending.Outcome;
        if (ending.Outcome == Outcome.Refused)
        {
            _recorder.ConnectFailed(lane.DueNs, ending.ConnectError);
        }
        else if (ending.Outcome == Outcome.Tls)
        {
            _recorder.TlsFailed(lane.DueNs, ending.Tls);
        }

        _recorder.Failed(lane, ending.Outcome, nowNs);
        Drop(lane);
        return nowNs;
    }

    /// <summary>The engine cannot go on: whoever runs it throws what happened.</summary>
    private void Fail(Line line, Exception failure)
    {
        lock (Gate)
        {
            if (!_closed && line.Lane.Line == line)   // one that was taken from its request fails as it likes
            {
                Fault ??= failure;
                _ended();
            }
        }
    }

    private void Connected(Line line)
    {
        lock (Gate)
        {
            var lane = line.Lane;
            if (_closed || lane.Line != line || !lane.IsBusy)
            {
                return;
            }

            var now = MonotonicClock.NowNs;
            _recorder.Advance(now);
            line.HasConnected = true;
            lane.ConnectStartNs = line.LatestConnectNs;
            _recorder.Connected(lane, now);
            lane.ConnectStartNs = _shared is null ? line.ConnectStartNs : 0;   // of a call connecting is a part that cannot be told from waiting
        }
    }

    /// <summary>What the request has come to, for the recorder.</summary>
    private void Note(PortableLane lane, Ending ending)
    {
        var line = lane.Line!;
        var unconnected = ending.Outcome is Outcome.Refused or Outcome.Tls or Outcome.Dns && _shared is not null;
        lane.SentNs = unconnected ? 0 : line.SentNs;
        lane.WrittenNs = line.WrittenNs;
        lane.FirstByteNs = line.FirstByteNs;
        lane.Status = ending.Status;
        lane.BodyBytes = ending.BodyBytes;
        lane.Kind = ending.Kind;
        var (sent, received) = _shared is null ? (line.SentBytes, line.ReceivedBytes) : _sharedBytes.Take();
        lane.SentBytes = (int)Math.Min(int.MaxValue, sent);
        lane.ReceivedBytes = received;
        if (lane.SentNs != 0 && !line.HasConnected)
        {
            _recorder.Reused(lane.DueNs);
        }
    }

    /// <summary>A response that will not be judged. Called when nobody writes to it any more: that a request has timed out does not end who reads its response.</summary>
    private void DropCapture(Line line)
    {
        if (line.Capture is { } capture)
        {
            _checker!.Drop(capture);
        }
    }

    private void Drop(PortableLane lane)
    {
        if (lane.Line is { } line)
        {
            _dropped.Enqueue(line);
            lane.Line = null;
        }

        lane.State = ConnectionState.Closed;
    }

    /// <summary>The connections of a line's own client are the line's, whatever the message.</summary>
    private sealed class OwnClientEvents(PortableLanes lanes, Line line) : IClientEvents
    {
        public void Connecting(HttpRequestMessage message) => line.Connecting();

        public ITapSink Connected(HttpRequestMessage message)
        {
            lanes.Connected(line);
            return line;
        }
    }
}
