using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>The ports that the kernel gives to connections of this machine.</summary>
/// <param name="Count">How many there are for one remote address and port, at least 1.</param>
/// <param name="ReusedOnLoopback">The port of a closed connection on loopback is free again after a second instead of a minute.</param>
public readonly record struct LocalPorts(int Count, bool ReusedOnLoopback)
{
    /// <summary>Now; null where the kernel does not tell.</summary>
    public static LocalPorts? Read() =>
        Parse(KernelText.Read("/proc/sys/net/ipv4/ip_local_port_range"), KernelText.Read("/proc/sys/net/ipv4/tcp_tw_reuse"));

    /// <summary>ip_local_port_range ("32768 60999", both in use) and tcp_tw_reuse (0 no, 1 yes, 2 on loopback only).</summary>
    internal static LocalPorts? Parse(string? range, string? reuse) =>
        range?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var low, var high]
            ? new LocalPorts(int.Parse(high, CultureInfo.InvariantCulture) - int.Parse(low, CultureInfo.InvariantCulture) + 1, reuse?.Trim() is "1" or "2")
            : null;
}
