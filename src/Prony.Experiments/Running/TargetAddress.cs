using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Prony.Load.Plans;

namespace Prony.Experiments.Running;

/// <summary>From the address of a candidate to the socket address that the generator connects to.</summary>
public static class TargetAddress
{
    /// <summary>Resolves a name once, IPv4 first; numeric addresses are taken as they are.</summary>
    /// <param name="url">http or https.</param>
    /// <param name="shown">The address as it is shown to people, secrets masked.</param>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    public static LoadTarget Resolve(Uri url, string shown)
    {
        ArgumentNullException.ThrowIfNull(url);
        var host = url.IdnHost.Trim('[', ']');
        var address = IPAddress.TryParse(host, out var numeric)
            ? numeric
            : Dns.GetHostAddresses(host).OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
        return new LoadTarget(new IPEndPoint(address, url.Port), HostHeaderOf(url), shown) { IsSecure = url.Scheme == "https" };
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
