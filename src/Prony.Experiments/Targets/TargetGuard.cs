using System.Net;
using System.Net.Sockets;

namespace Prony.Experiments.Targets;

/// <summary>
/// Says whether a load may go to an address without somebody's yes: only to this machine and its own network, or where PRONY_TARGETS says so.
/// </summary>
/// <remarks>Pure and thread-safe. Ask it with the address that is really connected to, not with the name alone.</remarks>
public static class TargetGuard
{
    /// <summary>Addresses at which clouds hand out credentials: link-local or private, and never a target by default.</summary>
    private static readonly IPAddress[] MetadataServices = [IPAddress.Parse("169.254.169.254"), IPAddress.Parse("fd00:ec2::254")];

    /// <summary>Networks that are nobody's on the internet: RFC 1122, 1918, 3927; RFC 4193, 4291.</summary>
    private static readonly IPNetwork[] OwnNetworks =
    [
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>Whether a load may go there without a yes.</summary>
    /// <param name="host">Name or address as in the URL.</param>
    /// <param name="address">The address that is connected to.</param>
    /// <param name="allowedHosts">Value of PRONY_TARGETS: hosts separated by commas; null or empty: none.</param>
    public static bool IsAllowed(string host, IPAddress address, string? allowedHosts)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(address);
        return IsOwn(address) || Split(allowedHosts).Any(allowed => IsSameHost(allowed, host));
    }

    /// <summary>Loopback, private or link-local, and no metadata service.</summary>
    /// <remarks>0.0.0.0 and :: count as loopback, which is where the system connects them to.</remarks>
    public static bool IsOwn(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : WithoutScope(address);
        return !MetadataServices.Contains(plain)
            && (plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any) || OwnNetworks.Any(network => network.Contains(plain)));
    }

    /// <summary>fe80::1%eth0 is fe80::1 as far as networks are concerned.</summary>
    private static IPAddress WithoutScope(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;

    private static string[] Split(string? hosts) =>
        (hosts ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Names by letters; addresses by what they mean, so that ::1 and 0:0:0:0:0:0:0:1 are the same.</summary>
    private static bool IsSameHost(string allowed, string host)
    {
        var (a, b) = (allowed.Trim('[', ']').TrimEnd('.'), host.Trim('[', ']').TrimEnd('.'));
        return string.Equals(a, b, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(a, out var first) && IPAddress.TryParse(b, out var second) && first.Equals(second));
    }
}
