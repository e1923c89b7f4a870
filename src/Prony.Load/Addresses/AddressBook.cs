using System.Net;
using Prony.Load.Plans;
using Prony.Load.Reactor;

namespace Prony.Load.Addresses;

/// <summary>Where new connections go: the addresses of the target in turn, over all generator threads.</summary>
/// <remarks>Thread: any thread reads, one replaces.</remarks>
internal sealed class AddressBook
{
    private RemoteAddress[] _addresses;
    private int _turn = -1;

    /// <summary>The addresses that the target has when the load begins.</summary>
    /// <exception cref="ArgumentException">One is neither IPv4, IPv6 nor a Unix socket.</exception>
    public AddressBook(LoadTarget target)
    {
        _addresses = [new RemoteAddress(target.EndPoint), .. target.FurtherEndPoints.Select(e => new RemoteAddress(e))];
        IsTcp = _addresses[0].IsTcp;
    }

    /// <summary>TCP; otherwise a Unix socket. Never changes.</summary>
    public bool IsTcp { get; }

    /// <summary>Where the next connection goes; null when the name has no address now.</summary>
    public RemoteAddress? Next()
    {
        var addresses = Volatile.Read(ref _addresses);
        return addresses.Length switch
        {
            0 => null,
            1 => addresses[0],
            _ => addresses[unchecked((uint)Interlocked.Increment(ref _turn)) % (uint)addresses.Length],
        };
    }

    /// <summary>The newest addresses; empty when there are none.</summary>
    /// <exception cref="ArgumentException">One is neither IPv4 nor IPv6.</exception>
    public void Replace(IReadOnlyList<EndPoint> endPoints) => Volatile.Write(ref _addresses, [.. endPoints.Select(e => new RemoteAddress(e))]);
}
