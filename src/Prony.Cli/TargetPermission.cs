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
    public static LoadTarget Resolve(Uri url, string shown)
    {
        try
        {
            return TargetAddress.Resolve(url, shown);
        }
        catch (SocketException failure)
        {
            throw new UsageException($"{url.Host}: the name cannot be resolved ({failure.Message}). Check its spelling, or give an address.");
        }
    }

    /// <exception cref="UsageException">Nobody said yes.</exception>
    public static void Demand(LoadTarget target, bool yes)
    {
        if (target.EndPoint is not IPEndPoint endpoint)
        {
            return;
        }

        var host = new Uri(target.Url).Host;
        var allowed = Environment.GetEnvironmentVariable("PRONY_TARGETS");
        if (TargetGuard.IsAllowed(host, endpoint.Address, allowed) || yes || Ask(host, endpoint.Address))
        {
            return;
        }

        throw new UsageException(
            $"{host} ({endpoint.Address}) is neither this machine nor a private network. If you may load it, add --yes, or name the host in PRONY_TARGETS.");
    }

    /// <summary>The proxy is connected to as well.</summary>
    /// <exception cref="UsageException">Nobody said yes.</exception>
    public static void Demand(LoadProxy? proxy, bool yes)
    {
        if (proxy is not null)
        {
            Demand(new LoadTarget(proxy.EndPoint, proxy.Url.Host, proxy.Url.GetLeftPart(UriPartial.Authority)), yes);
        }
    }

    /// <summary>Whether a redirect may lead there: nobody can be asked in the middle of a load, and a yes to the target is no yes to others.</summary>
    public static bool MayConnect(string host, IPAddress address) =>
        TargetGuard.IsAllowed(host, address, Environment.GetEnvironmentVariable("PRONY_TARGETS"));

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
