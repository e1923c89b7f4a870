using Prony.Load.Http;
using Prony.Load.Requests;

namespace Prony.Load.Reactor;

/// <summary>One transport connection and the request on it, if any. Reused for the whole load, whatever becomes of its sockets.</summary>
internal sealed unsafe class Connection(int slot) : Lane(slot)
{
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

    /// <summary>Raised with every socket, so that a late event of an old one is told apart.</summary>
    public uint Generation;

    /// <summary>Names this socket in epoll.</summary>
    public ulong Token => ((ulong)Generation << 32) | (uint)Slot;
}
