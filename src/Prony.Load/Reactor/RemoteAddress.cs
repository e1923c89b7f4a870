using System.Net;
using System.Net.Sockets;

namespace Prony.Load.Reactor;

/// <summary>Where to connect, as the kernel wants it: address family and struct sockaddr. Immutable.</summary>
internal sealed class RemoteAddress
{
    // Numbers of Linux; System.Net.Sockets numbers families differently.
    private const int Unix = 1;
    private const int InterNetwork = 2;
    private const int InterNetworkV6 = 10;

    private readonly byte[] _bytes;

    /// <summary>Renders an endpoint.</summary>
    /// <exception cref="ArgumentException">It is neither IPv4, IPv6 nor a Unix socket (names are resolved before).</exception>
    public RemoteAddress(EndPoint endPoint)
    {
        Family = endPoint.AddressFamily switch
        {
            AddressFamily.InterNetwork when endPoint is IPEndPoint => InterNetwork,
            AddressFamily.InterNetworkV6 when endPoint is IPEndPoint => InterNetworkV6,
            AddressFamily.Unix => Unix,
            _ => throw new ArgumentException($"The endpoint {endPoint} is not an IPv4, IPv6 or Unix socket address; resolve names first."),
        };
        EndPoint = endPoint;
        var address = endPoint.Serialize();
        _bytes = address.Buffer[..address.Size].ToArray();
    }

    /// <summary>The same as it was given.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>AF_ number of Linux.</summary>
    public int Family { get; }

    /// <summary>TCP; otherwise a Unix stream socket.</summary>
    public bool IsTcp => Family != Unix;

    /// <summary>struct sockaddr.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;
}
