using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V19: TCP segments sent again ÷ segments sent, in this network namespace. Those of connection attempts that a full accept queue dropped are V18's, and those that had arrived already delayed nobody.</summary>
internal sealed class RetransmitGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Retransmits);
        if (facts.Surroundings is { IsTcp: false })
        {
            return GateFinding.NotApplicable(row, GateWords.NoTcp);
        }

        if (facts.Surroundings is not { Tcp: { OutSegments: > 0 } tcp } around)
        {
            return GateFinding.Unknown(row, GateWords.NoTcpCounters);
        }

        var again = Math.Max(0, tcp.Retransmitted - tcp.NeedlesslyRetransmitted - (tcp.ListenDrops > 0 ? tcp.SynRetransmitted : 0));
        var share = again / (double)tcp.OutSegments;
        return GateFinding.ByLimits(row, share, row.Warn, facts.IsHint ? null : row.Invalid, state => new DoubtWords(
            $"{CountText.Of(again)} of {CountText.Of(tcp.OutSegments, "TCP segment")} had to be sent again ({ShareText.Format(share)}).",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the highest percentiles show waits of the network (200 ms and more), not of the server."
                : "Each of them may have made a request wait for 200 ms or more.",
            around.IsLoopback
                ? "On loopback nothing is lost unless a queue or memory is full: look at `nstat -az` (TCPBacklogDrop, TCPRcvQDrop) and at what else uses this network."
                : "Look for loss between the machines (ethtool -S, a switch that drops), or lower the load."));
    }
}
