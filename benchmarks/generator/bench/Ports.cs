using System.Globalization;

namespace Prony.GeneratorBench;

/// <summary>Local ports, which connections that have ended hold for a minute on the side that closed first.</summary>
internal static class Ports
{
    /// <summary>Prints how many connections wait for their end, because a tool that finds no port measures something else.</summary>
    public static void Say()
    {
        var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var ports = int.Parse(range[1], CultureInfo.InvariantCulture) - int.Parse(range[0], CultureInfo.InvariantCulture) + 1;
        var words = File.ReadLines("/proc/net/sockstat").First(line => line.StartsWith("TCP:", StringComparison.Ordinal)).Split(' ');
        var waiting = int.Parse(words[Array.IndexOf(words, "tw") + 1], CultureInfo.InvariantCulture);
        Console.WriteLine();
        Console.WriteLine($"In TIME_WAIT at the end: {waiting} connections; {ports} local ports. A tool without figures, or with a rate far below the others', found no free port.");
    }
}
