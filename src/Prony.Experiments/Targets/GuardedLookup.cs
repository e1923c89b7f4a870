using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Prony.Load.Plans;

namespace Prony.Experiments.Targets;

/// <summary>Looks a name up again while a load runs, and gives out only addresses that may be loaded.</summary>
/// <remarks>Thread-safe when <paramref name="lookUp"/> is.</remarks>
/// <param name="host">The name.</param>
/// <param name="port">Port of every address.</param>
/// <param name="permitted">Addresses that were allowed before the load began; they stay allowed.</param>
/// <param name="isAllowed">Whether any other address may be loaded.</param>
/// <param name="lookUp">All addresses of a name; throws <see cref="SocketException"/> when there are none.</param>
public sealed class GuardedLookup(string host, int port, IReadOnlyList<IPAddress> permitted, Func<IPAddress, bool> isAllowed, Func<string, IPAddress[]> lookUp)
{
    /// <summary>Looks it up once. A failure is an answer without addresses; an address that is not allowed is left out, and the answer says so.</summary>
    public NameAnswer Ask()
    {
        try
        {
            var found = OfOneFamily(lookUp(host));
            var allowed = found.Where(a => permitted.Contains(a) || isAllowed(a)).ToList();
            return new NameAnswer([.. allowed.Select(a => new IPEndPoint(a, port))], Problem(found, allowed));
        }
        catch (SocketException failure)
        {
            return new NameAnswer([], $"{host}: {failure.Message}");
        }
    }

    /// <summary>The addresses of a name that new connections use in turn: all IPv4 ones; those of IPv6 only when there are no others.</summary>
    /// <remarks>Not both: a server that listens on one family only would refuse every second connection.</remarks>
    public static IReadOnlyList<IPAddress> OfOneFamily(IReadOnlyList<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        var old = addresses.Where(a => a.AddressFamily == AddressFamily.InterNetwork).Distinct().ToList();
        return old.Count > 0 ? old : [.. addresses.Distinct()];
    }

    private string? Problem(IReadOnlyList<IPAddress> found, List<IPAddress> allowed)
    {
        if (found.Count == 0)
        {
            return $"{host}: the name has no address.";
        }

        var left = found.Except(allowed).ToList();
        return left.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{host}: {string.Join(", ", left)} {(left.Count == 1 ? "is" : "are")} neither this machine nor a private network and was not connected to; if you may load it, add --yes, or name the host in PRONY_TARGETS.");
    }
}
