using System.Net;
using System.Net.Sockets;
using Prony.Load.Addresses;
using Prony.Load.Plans;

namespace Prony.Load.Portable;

/// <summary>Opens TCP connections and Unix sockets: to the target at the addresses that the load knows, anywhere else only where the plan allows it.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Connector(LoadPlan plan, AddressBook addresses, Uri target)
{
    /// <summary>Connects where the client library wants to go.</summary>
    /// <param name="asked">Host and port of the address, or of the proxy.</param>
    /// <param name="sockets">Where the socket is kept.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SocketException">The name is unknown, or nobody accepts.</exception>
    /// <exception cref="ForbiddenAddressException">The plan does not allow that address.</exception>
    public async ValueTask<Socket> ConnectAsync(DnsEndPoint asked, OpenSockets sockets, CancellationToken cancel)
    {
        var endPoint = plan.Proxy is { } proxy ? proxy.EndPoint : await ResolveAsync(asked.Host, asked.Port, cancel).ConfigureAwait(false);
        var isTcp = endPoint is IPEndPoint;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, isTcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        sockets.Add(socket);
        try
        {
            if (isTcp)
            {
                socket.NoDelay = true;   // a Unix socket refuses to be asked
            }

            await socket.ConnectAsync(endPoint, cancel).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            sockets.Remove(socket);
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The address of a host, the target's own as the load knows it.</summary>
    /// <exception cref="ForbiddenAddressException">The plan does not allow it.</exception>
    public async ValueTask<EndPoint> ResolveAsync(string host, int port, CancellationToken cancel)
    {
        if (port == target.Port && host.Equals(target.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            return addresses.Next()?.EndPoint ?? throw new SocketException((int)SocketError.HostNotFound);   // no address now
        }

        var plain = host.Trim('[', ']');
        var address = IPAddress.TryParse(plain, out var numeric)
            ? numeric
            : (await Dns.GetHostAddressesAsync(plain, cancel).ConfigureAwait(false)).OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
        return IsAllowed(plain, address) ? new IPEndPoint(address, port) : throw new ForbiddenAddressException(plain, address);
    }

    private bool IsAllowed(string host, IPAddress address) =>
        plan.Target.FurtherEndPoints.Prepend(plan.Target.EndPoint).OfType<IPEndPoint>().Any(own => own.Address.Equals(address)) || (plan.MayConnect?.Invoke(host, address) ?? false);
}

/// <summary>A redirect led to an address that the load may not go to.</summary>
internal sealed class ForbiddenAddressException(string host, IPAddress address) : IOException($"{host} ({address}) may not be loaded.");
