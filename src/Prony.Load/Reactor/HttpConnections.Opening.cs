using System.Runtime.InteropServices;
using Prony.Measurement.Clocks;

namespace Prony.Load.Reactor;

/// <content>How connections are opened: asked for without waiting, finished when the socket becomes writable.</content>
internal sealed unsafe partial class HttpConnections
{
    private void Open(Connection connection, long nowNs)
    {
        connection.ConnectStartNs = nowNs;
        connection.State = ConnectionState.Connecting;
        unchecked
        {
            connection.Generation++;
        }

        if (_addresses.Next() is not { } address)
        {
            Fail(connection, Outcome.Dns, MonotonicClock.NowNs);
            return;
        }

        connection.Fd = NativeSocket.socket(address.Family, NativeSocket.Stream | NativeSocket.NonBlocking | NativeSocket.CloseOnExec, 0);
        if (connection.Fd < 0)
        {
            FailConnect(connection, Marshal.GetLastPInvokeError());
            return;
        }

        if (_isTcp)
        {
            var on = 1;
            _ = NativeSocket.setsockopt(connection.Fd, NativeSocket.Tcp, NativeSocket.TcpNoDelay, &on, sizeof(int));
        }

        int result;
        fixed (byte* bytes = address.Bytes)
        {
            result = NativeSocket.connect(connection.Fd, bytes, (uint)address.Bytes.Length);
        }

        var error = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error is not (0 or Errno.InProgress))
        {
            FailConnect(connection, error);
            return;
        }

        _poller.Add(connection.Fd, connection.Token);
        if (error == 0)
        {
            Connected(connection);
        }
    }

    /// <summary>The socket says how connecting ended, and perhaps more: an edge comes once, so what the peer sent or closed meanwhile is looked at now or never.</summary>
    private void OnConnectingEvent(Connection connection, uint events)
    {
        var generation = connection.Generation;
        FinishConnect(connection, events);
        if ((events & (NativeEpoll.In | PeerClosed)) != 0 && connection.Generation == generation && connection.IsBusy)
        {
            Receive(connection, events);
        }
    }

    /// <summary>Only a connection that failed has the error flag; not asking the others for their error saves 0.9 % of the CPU of a request with a connection of its own.</summary>
    private void FinishConnect(Connection connection, uint events)
    {
        int error = 0;
        if ((events & NativeEpoll.Error) != 0)
        {
            uint length = sizeof(int);
            _ = NativeSocket.getsockopt(connection.Fd, NativeSocket.SocketLevel, NativeSocket.SocketError, &error, &length);
        }

        if (error is Errno.ConnectionReset or Errno.BrokenPipe)
        {
            Fail(connection, OutcomeOf(error), MonotonicClock.NowNs);   // it was accepted, and over before we looked
        }
        else if (error != 0)
        {
            FailConnect(connection, error);
        }
        else
        {
            Connected(connection);
        }
    }

    private void Connected(Connection connection)
    {
        var now = MonotonicClock.NowNs;
        _recorder.Advance(now);
        _recorder.Connected(connection, now);
        Send(connection, now);
    }

    private void FailConnect(Connection connection, int error)
    {
        var now = MonotonicClock.NowNs;
        _recorder.Advance(now);
        _recorder.ConnectFailed(connection.DueNs, error);
        Fail(connection, Outcome.Refused, now);
    }
}
