using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V18: connection attempts that a full accept queue dropped ÷ connections that the load tried to open. The client sees no error, only a wait of 1, 3 or 7 s until it asks
/// again. Drops before the window only warn: they show in it as users who came late.
/// </summary>
internal sealed class AcceptQueueGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.AcceptQueue);
        if (facts.Surroundings is { IsTcp: false })
        {
            return GateFinding.NotApplicable(row, GateWords.NoTcp);
        }

        if (!facts.ServerIsLocal)
        {
            return GateFinding.Unknown(row, "the server's queue is on another machine: see ListenOverflows in `nstat -az` there");
        }

        if (facts.Surroundings is not { Tcp: { } tcp, TcpBefore: { } before })
        {
            return GateFinding.Unknown(row, GateWords.NoTcpCounters);
        }

        var (dropped, early) = (Dropped(tcp), Dropped(before));
        var tried = facts.Load.Connections.Opened + facts.Load.ConnectErrors.Values.Sum();
        if (tried == 0 && early == 0)
        {
            // The kernel counts for everybody: whoever asked for no connection lost none.
            return GateFinding.ByLimits(row, 0, _ => throw new InvalidOperationException("Nothing is within every limit."));
        }

        var share = (dropped > 0 ? dropped : early) / (double)Math.Max(1, tried);
        return GateFinding.ByLimits(row, share, row.Warn, facts.SingleLoad || dropped == 0 ? null : row.Invalid, state => new DoubtWords(
            dropped > 0
                ? $"A full accept queue dropped {CountText.Of(dropped, "connection attempt")} in the window, in which the load opened {CountText.Of(facts.Load.Connections.Opened, "connection")}."
                : $"A full accept queue dropped {CountText.Of(early, "connection attempt")} before the window began.",
            "The kernel tells the client nothing: it tries again after 1, 3 and 7 s, which stands in the connect and response times" + (state == GateState.Invalid
                ? ", and users who wait there do not load the server."
                : "."),
            facts.SingleLoad
                ? "Raise the server's backlog and net.core.somaxconn, let connections begin more slowly (--warmup), or look why it accepts so slowly."
                : "Raise the backlog (socket.backlog in the stack file, net.core.somaxconn), let users begin more slowly (ramp), or look why it accepts so slowly."));
    }

    private static long Dropped(TcpCounters tcp) => Math.Max(tcp.ListenOverflows, tcp.ListenDrops);
}
