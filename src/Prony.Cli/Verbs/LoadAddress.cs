using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Prony.Cli.Parsing;
using Prony.Experiments.Running;
using Prony.Experiments.Targets;
using Prony.Load.Plans;

namespace Prony.Cli.Verbs;

/// <summary>Where <c>prony load</c> connects: the URL's host, what <c>--connect-to</c> or <c>--unix-socket</c> say instead, and whether the name is looked up again.</summary>
internal static class LoadAddress
{
    /// <summary>A lookup takes milliseconds; more often than this it would be a load on the name server.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <summary>Reads it.</summary>
    /// <param name="options">The flags.</param>
    /// <param name="parsed">Their values.</param>
    /// <param name="url">The address.</param>
    /// <param name="shown">The same as it is shown to people, secrets masked.</param>
    /// <exception cref="UsageException">The flags contradict each other, or a name cannot be resolved.</exception>
    public static (LoadTarget Target, NameLookup? Lookup) Read(LoadOptions options, ParseResult parsed, Uri url, string shown)
    {
        var elsewhere = parsed.GetValue(options.ConnectTo)!.Select(ConnectTo.Parse).ToList();
        var every = ReadInterval(parsed.GetValue(options.ResolveEvery));
        if (parsed.GetValue(options.UnixSocket) is { } path)
        {
            return (OverUnixSocket(path, url, shown, elsewhere.Count > 0 || every is not null), null);
        }

        var chosen = elsewhere.Find(c => c.IsFor(url));
        var connectTo = new DnsEndPoint(chosen?.Host ?? TargetAddress.HostOf(url), chosen?.Port ?? url.Port);
        if (every is not null && IPAddress.TryParse(connectTo.Host, out _))
        {
            throw new UsageException($"--resolve-every: {connectTo.Host} is an address, so there is no name to look up. Leave it out.");
        }

        var target = TargetPermission.Resolve(url, chosen is null ? shown : $"{shown} (over {Text(connectTo)})", connectTo) with { ConnectHost = connectTo.Host };
        return every is { } interval
            ? (target, new NameLookup(interval, Lookup(target, connectTo, parsed.GetValue(options.Yes)).Ask))
            : (target with { FurtherEndPoints = [] }, null);
    }

    private static TimeSpan? ReadInterval(TimeSpan? every) => every is { } interval && (interval < ShortestInterval || interval > LongestInterval)
        ? throw new UsageException("--resolve-every: a name can be looked up again every 10ms at the most often and every 24h at the least.")
        : every;

    private static LoadTarget OverUnixSocket(string path, Uri url, string shown, bool hasOtherAddress)
    {
        if (hasOtherAddress)
        {
            throw new UsageException("--unix-socket has no name and no port: leave out --connect-to and --resolve-every.");
        }

        return File.Exists(path)
            ? new LoadTarget(new UnixDomainSocketEndPoint(path), TargetAddress.HostHeaderOf(url), $"{shown} (over {path})")
            : throw new UsageException($"--unix-socket {path}: there is no such file.");
    }

    private static GuardedLookup Lookup(LoadTarget target, DnsEndPoint connectTo, bool yes) => new(
        connectTo.Host,
        connectTo.Port,
        [.. target.FurtherEndPoints.Prepend(target.EndPoint).OfType<IPEndPoint>().Select(e => e.Address)],
        address => TargetPermission.IsAllowed(connectTo.Host, address, yes),
        Dns.GetHostAddresses);

    private static string Text(DnsEndPoint address) =>
        string.Create(CultureInfo.InvariantCulture, $"{(address.Host.Contains(':', StringComparison.Ordinal) ? $"[{address.Host}]" : address.Host)}:{address.Port}");
}
