using Prony.Load.Http;
using Prony.Load.Recording;
using Prony.Load.Requests;

namespace Prony.Load.Reactor;

/// <summary>What a connection is doing.</summary>
internal enum ConnectionState : byte
{
    /// <summary>No socket.</summary>
    Closed,

    /// <summary>A socket, not connected yet; a request waits for it.</summary>
    Connecting,

    /// <summary>Part of a request is still to be sent.</summary>
    Sending,

    /// <summary>A request is sent, its response is not whole.</summary>
    Waiting,

    /// <summary>Open, without a request.</summary>
    Idle,
}

/// <summary>One transport connection and the request on it, if any. Reused for the whole load, whatever becomes of its sockets.</summary>
internal sealed unsafe class Connection : Exchange
{
    /// <summary>Number among the connections of its thread.</summary>
    public readonly int Slot;

    /// <summary>Reads the response.</summary>
    public ResponseParser Parser;

    /// <summary>Number of the request in the load.</summary>
    public long RequestIndex;

    /// <summary>The bytes to send; null until they are rendered.</summary>
    public byte* Request;

    /// <summary>How many there are.</summary>
    public int RequestLength;

    /// <summary>What <see cref="Request"/> is rendered from; null when there is only one request, which is always ready.</summary>
    public RequestTemplate? Template;

    /// <summary>Memory of its own, for a request with variables that was not sent at once.</summary>
    public byte* Kept;

    /// <summary>How much there is.</summary>
    public int KeptCapacity;

    public int Fd = -1;

    public ConnectionState State;

    /// <summary>Raised with every socket, so that a late event of an old one is told apart.</summary>
    public uint Generation;

    /// <summary>A connection that is closed.</summary>
    public Connection(int slot) => Slot = ConnectionNumber = slot;

    /// <summary>Names this socket in epoll.</summary>
    public ulong Token => ((ulong)Generation << 32) | (uint)Slot;

    /// <summary>Whether a request is under way.</summary>
    public bool IsBusy => State is ConnectionState.Connecting or ConnectionState.Sending or ConnectionState.Waiting;
}
