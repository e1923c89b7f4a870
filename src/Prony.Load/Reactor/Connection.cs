using Prony.Load.Http;

namespace Prony.Load.Reactor;

/// <summary>One transport connection and the request on it, if any. Reused for the whole load, whatever becomes of its sockets.</summary>
internal sealed class Connection(int slot) : Lane(slot)
{
    /// <summary>Reads the response.</summary>
    public ResponseParser Parser;

    public int Fd = -1;

    /// <summary>Raised with every socket, so that a late event of an old one is told apart.</summary>
    public uint Generation;

    /// <summary>Names this socket in epoll.</summary>
    public ulong Token => ((ulong)Generation << 32) | (uint)Slot;
}
