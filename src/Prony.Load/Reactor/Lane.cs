using Prony.Load.Recording;

namespace Prony.Load.Reactor;

/// <summary>What a lane is doing.</summary>
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

/// <summary>A place for one request at a time, used for the whole load: a connection in HTTP/1.1, a stream at a time in HTTP/2.</summary>
internal abstract class Lane : Exchange
{
    /// <summary>Number among the lanes of its generator.</summary>
    public readonly int Slot;

    public ConnectionState State;

    /// <summary>A lane that is closed.</summary>
    protected Lane(int slot) => Slot = ConnectionNumber = slot;

    /// <summary>Whether a request is under way.</summary>
    public bool IsBusy => State is ConnectionState.Connecting or ConnectionState.Sending or ConnectionState.Waiting;
}
