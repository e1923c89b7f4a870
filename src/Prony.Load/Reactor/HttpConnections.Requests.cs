using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Prony.Load.Requests;
using Prony.Measurement.Clocks;

namespace Prony.Load.Reactor;

/// <content>Which bytes a connection sends, and how.</content>
/// <remarks>
/// One request without variables is given to every connection once, and nothing here runs again. Of several, each has its bytes ready and a connection points to those of its request.
/// A request with variables is rendered immediately before it is sent, into a buffer that all connections of the thread share; only when the socket does not take it whole
/// the rest moves to memory of the connection, which is kept for the next time.
/// </remarks>
internal sealed unsafe partial class HttpConnections
{
    /// <returns>Whether the response will have no body, as it is of HEAD.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Choose(Connection connection, long index)
    {
        var template = _requests.Choose(index);
        connection.RequestIndex = index;
        connection.Template = template;
        if (template.Fixed is { } bytes)
        {
            Use(connection, bytes);
        }
        else
        {
            connection.Request = null;
        }

        return template.ToHead;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Render(Connection connection)
    {
        connection.RequestLength = _requests.Write(connection.Template!, connection.RequestIndex, new Span<byte>(_rendered, _requests.MostBytes));
        connection.Request = _rendered;
    }

    /// <summary>The bytes do not move (<see cref="RequestTemplate.Fixed"/>) and live as long as the plan's requests.</summary>
    private static void Use(Connection connection, byte[] bytes)
    {
        connection.Request = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(bytes));
        connection.RequestLength = bytes.Length;
    }

    /// <summary>The shared buffer will hold another request before this one is sent whole.</summary>
    private static void Keep(Connection connection)
    {
        var length = connection.RequestLength;
        if (connection.KeptCapacity < length)
        {
            connection.Kept = (byte*)NativeMemory.Realloc(connection.Kept, (nuint)length);
            connection.KeptCapacity = length;
        }

        var rest = length - connection.SentBytes;
        Buffer.MemoryCopy(connection.Request + connection.SentBytes, connection.Kept + connection.SentBytes, rest, rest);
        connection.Request = connection.Kept;
    }

    private void FreeRequests()
    {
        foreach (var connection in _connections)
        {
            NativeMemory.Free(connection.Kept);
            connection.Kept = null;
            connection.KeptCapacity = 0;
        }

        NativeMemory.Free(_rendered);
        _rendered = null;
    }

    /// <param name="connection">Open, with a request to send.</param>
    /// <param name="nowNs">The instant of this moment when it has just been read; 0 to read it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Send(Connection connection, long nowNs)
    {
        if (connection.Request == null)
        {
            Render(connection);
            nowNs = 0;
        }

        var length = connection.RequestLength;
        connection.SentNs = nowNs != 0 ? nowNs : MonotonicClock.NowNs;
        var sent = NativeSocket.send(connection.Fd, connection.Request, length, NativeSocket.NoSignal);
        if (sent == length)
        {
            connection.WrittenNs = connection.SentNs;   // one call is one instant: what it takes is the way to the server, not waiting for room
            connection.SentBytes = length;
            connection.State = ConnectionState.Waiting;
            return;
        }

        SentPart(connection, sent, Marshal.GetLastSystemError());
    }

    private void SendRest(Connection connection)
    {
        var rest = connection.RequestLength - connection.SentBytes;
        var sent = NativeSocket.send(connection.Fd, connection.Request + connection.SentBytes, rest, NativeSocket.NoSignal);
        SentPart(connection, sent, Marshal.GetLastSystemError());
    }

    /// <summary>After a send that was not whole: readiness to send is a new edge, because the socket was found full.</summary>
    private void SentPart(Connection connection, nint sent, int error)
    {
        if (sent < 0 && error is not (Errno.TryAgain or Errno.Interrupted))
        {
            Fail(connection, OutcomeOf(error), MonotonicClock.NowNs);
            return;
        }

        connection.SentBytes += (int)Math.Max(0, sent);
        if (connection.SentBytes == connection.RequestLength)
        {
            connection.WrittenNs = MonotonicClock.NowNs;
            connection.State = ConnectionState.Waiting;
            return;
        }

        connection.State = ConnectionState.Sending;
        if (connection.Request == _rendered)
        {
            Keep(connection);
        }

        if (sent > 0 || error == Errno.Interrupted)
        {
            _poller.Rearm(connection.Fd, connection.Token);   // a short send does not promise an edge; ask again
        }
    }

    private void OnSendingEvent(Connection connection, uint events)
    {
        if ((events & (NativeEpoll.In | PeerClosed)) != 0)
        {
            Receive(connection, events);   // an early answer to an upload
        }

        if (connection.State == ConnectionState.Sending && (events & NativeEpoll.Out) != 0)
        {
            SendRest(connection);
        }
    }
}
