using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Prony.Load.Addresses;
using Prony.Load.Checks;
using Prony.Load.Http;
using Prony.Load.Plans;
using Prony.Load.Recording;
using Prony.Load.Requests;
using Prony.Measurement.Clocks;

namespace Prony.Load.Reactor;

/// <summary>The connections of one generator thread and the requests on them: opens, sends, receives, and records how each request ended.</summary>
/// <remarks>
/// <para>Purpose: everything between "begin a request" (<see cref="Begin"/>, called by the <see cref="LoadDriver"/>) and "it ended" (<see cref="LoadDriver.OnEnded"/>).
/// Failures are outcomes, never exceptions.</para>
/// <para>Subtle: events are edge-triggered and a descriptor is registered once. A receive that fills less than the buffer has emptied the socket, so the next byte is a
/// new edge and no second recv is needed; when it filled the buffer, or the peer has closed, the socket is read on.</para>
/// <para>Thread: its generator thread only.</para>
/// </remarks>
internal sealed unsafe partial class HttpConnections : Lanes
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>A connection that always has more to read gives way to the others after this many reads.</summary>
    private const int ReadsPerTurn = 64;

    private const long MostSkippedPerRead = 1 << 20;
    private const uint PeerClosed = NativeEpoll.ReadHangUp | NativeEpoll.HangUp | NativeEpoll.Error;

    private readonly Connection[] _connections;
    private readonly Poller _poller;
    private readonly Recorder _recorder;
    private readonly RequestTimeouts _timeouts;
    private readonly AddressBook _addresses;
    private readonly bool _isTcp;
    private readonly StatusSet _expected;
    private readonly ResponseChecker? _checker;
    private readonly HeadMemo _memo = new();
    private readonly bool _keepAlive;
    private readonly RequestSource _requests;
    private readonly bool _varies;
    private readonly bool _toHead;
    private readonly int _headLimit;
    private byte* _rendered;
    private byte* _buffer;

    /// <summary>All connections, closed.</summary>
    public HttpConnections(LoadPlan plan, RequestSource requests, AddressBook addresses, int count, Poller poller, Recorder recorder, ResponseChecker? checker)
    {
        _addresses = addresses;
        _isTcp = addresses.IsTcp;
        _poller = poller;
        _recorder = recorder;
        _checker = checker;
        _timeouts = new RequestTimeouts(count, MonotonicClock.ToNs(plan.Timeout));
        _expected = plan.ExpectStatus;
        _headLimit = plan.HeadLimit;
        _keepAlive = plan.KeepAlive;
        _requests = requests;
        _varies = requests.Only is null;
        _toHead = requests.Only is { ToHead: true };
        _connections = new Connection[count];
        for (var slot = 0; slot < count; slot++)
        {
            _connections[slot] = new Connection(slot);
            if (requests.Only is { Fixed: { } bytes })
            {
                Use(_connections[slot], bytes);
            }
        }

        _rendered = (byte*)NativeMemory.Alloc((nuint)requests.MostBytes);
        _buffer = (byte*)NativeMemory.Alloc(BufferBytes);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<Lane> All => _connections;

    /// <summary>Next instant at which <see cref="Expire"/> has to be called.</summary>
    public long NextTimeoutNs => _timeouts.NextScanNs;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Begin(Lane lane, long index, long dueNs, bool foundFree, long nowNs)
    {
        var connection = Unsafe.As<Connection>(lane);   // there are no others here
        var open = connection.State == ConnectionState.Idle;
        connection.Begin(dueNs, foundFree && open);
        connection.Parser.Begin(_varies ? Choose(connection, index) : _toHead, _headLimit);
        _timeouts.Start(connection.Slot, dueNs);
        _recorder.Sent(connection, open);
        if (open)
        {
            // What is due at the very instant that was read last, as the next request of a user who does not think, is sent at it: a reading costs as much as all counting.
            Send(connection, dueNs == nowNs ? nowNs : 0);
        }
        else
        {
            Open(connection, nowNs);
        }
    }

    /// <summary>Something happened to a socket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void OnEvent(ulong token, uint events)
    {
        var connection = _connections[unchecked((int)token)];
        if (connection.Generation != (uint)(token >> 32))
        {
            return;   // of a socket that was closed earlier in this batch
        }

        switch (connection.State)
        {
            case ConnectionState.Waiting:
                if ((events & (NativeEpoll.In | PeerClosed)) != 0)
                {
                    Receive(connection, events);
                }

                break;
            case ConnectionState.Sending:
                OnSendingEvent(connection, events);
                break;
            case ConnectionState.Connecting:
                OnConnectingEvent(connection, events);
                break;
            case ConnectionState.Idle when (events & (NativeEpoll.In | PeerClosed)) != 0:
                // The peer closed it, or sent what nobody asked for: either way it may not carry another request (RFC 9112 section 9.2).
                CloseSocket(connection);
                _recorder.ClosedIdle();
                break;
        }
    }

    /// <summary>Ends requests whose timeout has passed.</summary>
    public void Expire(long nowNs)
    {
        int slot;
        while ((slot = _timeouts.TakeExpired(nowNs)) >= 0)
        {
            Fail(_connections[slot], Outcome.Timeout, nowNs);
        }
    }

    /// <inheritdoc/>
    public override void CensorAll(long endNs)
    {
        foreach (var connection in _connections)
        {
            if (connection.IsBusy)
            {
                _timeouts.Stop(connection.Slot);
                NoteResponse(connection);
                DropCapture(connection);
                _recorder.Censored(connection, endNs);
                CloseSocket(connection);
            }
        }
    }

    /// <inheritdoc/>
    public override void HangUp(Lane lane) => CloseSocket(Unsafe.As<Connection>(lane));

    /// <inheritdoc/>
    public override void CloseAll()
    {
        foreach (var connection in _connections)
        {
            CloseSocket(connection);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        CloseAll();
        FreeRequests();
        NativeMemory.Free(_buffer);
        _buffer = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Receive(Connection connection, uint events)
    {
        for (var turn = 0; turn < ReadsPerTurn; turn++)
        {
            var wanted = (nint)BufferBytes;
            var flags = 0;
            var skippable = _isTcp ? connection.Parser.Skippable : 0;
            if (skippable > BufferBytes)
            {
                wanted = (nint)Math.Min(skippable, MostSkippedPerRead);
                flags = NativeSocket.Truncate;
            }

            var received = NativeSocket.recv(connection.Fd, _buffer, wanted, flags);
            var now = MonotonicClock.NowNs;
            if (received <= 0)
            {
                var error = Marshal.GetLastSystemError();
                _recorder.Advance(now);
                ReceivedNone(connection, received, error, now);
                return;
            }

            var consumed = (int)received;
            connection.ReceivedBytes += received;
            if (connection.FirstByteNs == 0)
            {
                connection.FirstByteNs = now;
                if (_checker is not null)
                {
                    connection.Parser.Capture = _checker.Next();
                }
            }

            var status = flags != 0
                ? connection.Parser.Skip(received)
                : connection.Parser.Read(new ReadOnlySpan<byte>(_buffer, consumed), _memo, out consumed);
            if (status != ParseStatus.NeedMore)
            {
                _recorder.Advance(now);
                ReceivedAll(connection, status, consumed == received, (events & PeerClosed) != 0, now);
                return;
            }

            if (received < wanted && (events & PeerClosed) == 0)
            {
                return;   // the socket is empty: what comes next is a new edge
            }
        }

        _poller.Rearm(connection.Fd, connection.Token);
    }

    /// <summary>End of the stream, nothing there, or an error.</summary>
    private void ReceivedNone(Connection connection, nint received, int error, long nowNs)
    {
        if (received == 0)
        {
            if (connection.Parser.EndOfStream() == ParseStatus.Complete)
            {
                Answer(connection, reusable: false, nowNs);
            }
            else
            {
                Fail(connection, Outcome.Closed, nowNs);
            }
        }
        else if (error is not (Errno.TryAgain or Errno.Interrupted))
        {
            Fail(connection, OutcomeOf(error), nowNs);
        }
        else if (error == Errno.Interrupted)
        {
            _poller.Rearm(connection.Fd, connection.Token);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReceivedAll(Connection connection, ParseStatus status, bool wholeRead, bool peerClosed, long nowNs)
    {
        if (status == ParseStatus.Invalid)
        {
            Fail(connection, Outcome.Protocol, nowNs);
            return;
        }

        var persists = _keepAlive && connection.Parser.KeepAlive;
        if (persists && peerClosed)
        {
            _recorder.ClosedIdle();
        }

        // Bytes after the response belong to nobody, and a request that was answered before it was sent whole leaves the rest of it unsaid.
        Answer(connection, persists && !peerClosed && wholeRead && connection.SentBytes == connection.RequestLength, nowNs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Answer(Connection connection, bool reusable, long nowNs)
    {
        var outcome = _expected.Contains(connection.Parser.Status) ? Outcome.Success : Outcome.Status;
        _timeouts.Stop(connection.Slot);
        NoteResponse(connection);
        var capture = connection.Parser.Capture;
        if (capture is not null)
        {
            outcome = Check(connection, capture, outcome, nowNs);
        }

        _recorder.Answered(connection, outcome, nowNs);
        if (reusable)
        {
            connection.State = ConnectionState.Idle;
        }
        else
        {
            CloseSocket(connection);
        }

        if (capture is not null)
        {
            // The time that checking took is nobody's: a user's next request is due after it.
            nowNs = MonotonicClock.NowNs;
            _recorder.Advance(nowNs);
        }

        Driver.OnEnded(connection, outcome, nowNs);
    }

    private void Fail(Connection connection, Outcome outcome, long nowNs)
    {
        _recorder.Advance(nowNs);
        _timeouts.Stop(connection.Slot);
        NoteResponse(connection);
        DropCapture(connection);
        _recorder.Failed(connection, outcome, nowNs);
        CloseSocket(connection);
        Driver.OnEnded(connection, outcome, nowNs);
    }

    /// <summary>What the response has come to, for the recorder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NoteResponse(Connection connection)
    {
        connection.Status = connection.Parser.Status;
        connection.BodyBytes = connection.Parser.BodyBytes;
        connection.Kind = connection.Parser.Kind;
    }

    private static void CloseSocket(Connection connection)
    {
        if (connection.Fd >= 0)
        {
            _ = NativeSocket.close(connection.Fd);
            connection.Fd = -1;
            unchecked
            {
                connection.Generation++;
            }
        }

        connection.State = ConnectionState.Closed;
    }

    /// <summary>EPIPE means that the peer had closed in order before it reset (Linux keeps that apart), so it counts as closed.</summary>
    private static Outcome OutcomeOf(int error) => error == Errno.BrokenPipe ? Outcome.Closed : Outcome.Reset;
}
