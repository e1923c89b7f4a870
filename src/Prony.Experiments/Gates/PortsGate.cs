using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V21: connections opened per second ÷ what the local ports allow. A port rests for a minute behind a closed connection, for a second on loopback where the kernel reuses
/// it. Running out (EADDRNOTAVAIL) is invalid: the generator failed, not the server.
/// </summary>
internal sealed class PortsGate : IGate
{
    private const string NoPortLeft = "EADDRNOTAVAIL";
    private const double RestS = 60;
    private const double RestOnLoopbackS = 1;

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Ports);
        if (facts.Surroundings is { IsTcp: false })
        {
            return GateFinding.NotApplicable(row, "a Unix socket has no ports");
        }

        if (facts.Surroundings is not { Ports: { } ports } around)
        {
            return GateFinding.Unknown(row, "the kernel does not tell its range of ports (ip_local_port_range)");
        }

        var opened = facts.Load.Connections.Opened;
        var perS = ports.Count / (around.IsLoopback && ports.ReusedOnLoopback ? RestOnLoopbackS : RestS);
        var share = opened / around.LengthS / perS;

        // Where no connection ever succeeded the address itself is not available here (IPv6 that is switched off).
        if (opened > 0 && facts.Load.ConnectErrors.GetValueOrDefault(NoPortLeft) is > 0 and var failed)
        {
            return GateFinding.ByLimits(row, Math.Max(share, 1), state => new DoubtWords(
                $"{CountText.Of(failed, "connection")} could not be opened because no local port was free.",
                "The generator ran out of ports: what failed is its own fault and stands in the failures.",
                Advice(facts)));
        }

        return GateFinding.ByLimits(row, share, state => new DoubtWords(
            string.Create(CultureInfo.InvariantCulture, $"{opened / around.LengthS:0} connections were opened per second; {ports.Count:#,0} local ports allow {perS:0}."),
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the generator runs out of ports."
                : $"Above {ShareText.Format(row.Warn!.Value)} a longer window may run out of ports.",
            Advice(facts)));
    }

    private static string Advice(TrialFacts facts) => facts.SingleLoad
        ? "Keep connections alive (no --no-keepalive), lower the load, or widen net.ipv4.ip_local_port_range."
        : "Let the server keep connections alive, lower the load, or widen net.ipv4.ip_local_port_range.";
}
