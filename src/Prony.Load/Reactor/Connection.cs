using Prony.Load.Http;

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
internal sealed class Connection(int slot)
{
    /// <summary>Number among the connections of its thread.</summary>
    public readonly int Slot = slot;

    /// <summary>Reads the response.</summary>
    public ResponseParser Parser;

    public int Fd = -1;

    public ConnectionState State;

    /// <summary>The request found the connection open and idle when it became due: its lag is the generator's own.</summary>
    public bool FoundFree;

    /// <summary>Raised with every socket, so that a late event of an old one is told apart.</summary>
    public uint Generation;

    /// <summary>Bytes of the request that were sent.</summary>
    public int SentBytes;

    /// <summary>Bytes received for the request.</summary>
    public long ReceivedBytes;

    /// <summary>Instant at which the request was due.</summary>
    public long DueNs;

    /// <summary>Instant at which its first byte was handed to the socket; 0 before.</summary>
    public long SentNs;

    /// <summary>Instant at which the first byte of the response came; 0 before.</summary>
    public long FirstByteNs;

    /// <summary>Instant at which the connection was asked for.</summary>
    public long ConnectStartNs;

    /// <summary>Names this socket in epoll.</summary>
    public ulong Token => ((ulong)Generation << 32) | (uint)Slot;

    /// <summary>Whether a request is under way.</summary>
    public bool IsBusy => State is ConnectionState.Connecting or ConnectionState.Sending or ConnectionState.Waiting;
}
