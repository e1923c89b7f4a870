using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Prony.Experiments.Targets;
using Prony.Load.Plans;
using Prony.Measurement.Clocks;

namespace Prony.Experiments.Running;

/// <summary>From the address of a candidate to the socket address that the generator connects to.</summary>
public static class TargetAddress
{
    /// <summary>Resolves a name once and takes its first address, IPv4 before IPv6; numeric addresses are taken as they are.</summary>
    /// <param name="url">http only.</param>
    /// <param name="shown">The address as it is shown to people, secrets masked.</param>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public static LoadTarget Resolve(Uri url, string shown)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Resolve(url, shown, new DnsEndPoint(HostOf(url), url.Port)) with { FurtherEndPoints = [] };
    }

    /// <summary>Resolves the name that is connected to, which need not be that of the URL; numeric addresses are taken as they are.</summary>
    /// <param name="url">http only; says what the Host header is.</param>
    /// <param name="shown">The address as it is shown to people, secrets masked.</param>
    /// <param name="connectTo">Where to connect.</param>
    /// <returns>All addresses of the name, of one family (<see cref="GuardedLookup.OfOneFamily"/>).</returns>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public static LoadTarget Resolve(Uri url, string shown, DnsEndPoint connectTo)
    {
        ArgumentNullException.ThrowIfNull(connectTo);
        if (IPAddress.TryParse(connectTo.Host, out var numeric))
        {
            return new LoadTarget(new IPEndPoint(numeric, connectTo.Port), HostHeaderOf(url), shown);
        }

        var start = MonotonicClock.NowNs;
        var addresses = GuardedLookup.OfOneFamily(Dns.GetHostAddresses(connectTo.Host));
        var took = MonotonicClock.NowNs - start;
        return addresses.Count == 0
            ? throw new SocketException((int)SocketError.HostNotFound)
            : new LoadTarget(new IPEndPoint(addresses[0], connectTo.Port), HostHeaderOf(url), shown)
            {
                FurtherEndPoints = [.. addresses.Skip(1).Select(a => new IPEndPoint(a, connectTo.Port))],
                LookupNs = took,
            };
    }

    /// <summary>Name or address of a URL, IPv6 without brackets.</summary>
    public static string HostOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IdnHost.Trim('[', ']');
    }

    /// <summary>Whether server and generator share this machine's CPUs: loopback, a Unix socket, or an address of one of its interfaces.</summary>
    public static bool IsThisMachine(LoadTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.EndPoint is not IPEndPoint { Address: var address }
            || IPAddress.IsLoopback(address)
            || NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(card => card.GetIPProperties().UnicastAddresses)
                .Any(own => own.Address.Equals(address));
    }

    /// <summary>host or host:port, the port only when it is not the scheme's own; IPv6 in brackets.</summary>
    public static string HostHeaderOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var host = url.HostNameType == UriHostNameType.IPv6 ? "[" + url.IdnHost.Trim('[', ']') + "]" : url.IdnHost;
        return url.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{url.Port}");
    }
}
