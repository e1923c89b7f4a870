using System.Net;
using System.Net.Sockets;
using Prony.Experiments.Running;
using Prony.Experiments.Targets;
using Prony.Load.Plans;

namespace Prony.Cli;

/// <summary>A load goes only where it is meant to: this machine and its network, or where somebody said yes.</summary>
internal static class TargetPermission
{
    /// <summary>Resolves the host of an address.</summary>
    /// <param name="url">The address.</param>
    /// <param name="shown">The same as it is shown to people, secrets masked.</param>
    /// <exception cref="UsageException">The name cannot be resolved.</exception>
    public static LoadTarget Resolve(Uri url, string shown) => Resolving(url.Host, () => TargetAddress.Resolve(url, shown));

    /// <summary>The same for a host that need not be that of the address; all addresses of its name.</summary>
    /// <exception cref="UsageException">The name cannot be resolved.</exception>
    public static LoadTarget Resolve(Uri url, string shown, DnsEndPoint connectTo) =>
        Resolving(connectTo.Host, () => TargetAddress.Resolve(url, shown, connectTo));

    /// <exception cref="UsageException">Nobody said yes.</exception>
    public static void Demand(LoadTarget target, bool yes)
    {
        var host = target.ConnectHost ?? new Uri(target.Url).Host;
        foreach (var endpoint in target.FurtherEndPoints.Prepend(target.EndPoint).OfType<IPEndPoint>())
        {
            if (!IsAllowed(host, endpoint.Address, yes) && !Ask(host, endpoint.Address))
            {
                throw new UsageException(
                    $"{host} ({endpoint.Address}) is neither this machine nor a private network. If you may load it, add --yes, or name the host in PRONY_TARGETS.");
            }
        }
    }

    /// <summary>Whether an address may be loaded without asking.</summary>
    /// <param name="host">Name or address that is connected to.</param>
    /// <param name="address">What the name stands for.</param>
    /// <param name="yes">Somebody has said yes to all of them.</param>
    public static bool IsAllowed(string host, IPAddress address, bool yes) =>
        yes || TargetGuard.IsAllowed(host, address, Environment.GetEnvironmentVariable("PRONY_TARGETS"));

    private static LoadTarget Resolving(string host, Func<LoadTarget> resolve)
    {
        try
        {
            return resolve();
        }
        catch (SocketException failure)
        {
            throw new UsageException($"{host}: the name cannot be resolved ({failure.Message}). Check its spelling, or give an address.");
        }
    }

    private static bool Ask(string host, IPAddress address)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return false;
        }

        Console.Error.Write($"{host} ({address}) is neither this machine nor a private network. Load it all the same? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
