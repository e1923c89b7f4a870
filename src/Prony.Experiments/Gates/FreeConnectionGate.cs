using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V05: share of sent requests that neither found a free connection nor opened one, so that they waited for another's answer. Open model only.</summary>
internal sealed class FreeConnectionGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.NoFreeConnection);
        if (facts.IsClosed)
        {
            return GateFinding.NotApplicable(row, GateWords.ClosedModel);
        }

        if (facts.Load.Timestamps == TimestampsName.Call)
        {
            return GateFinding.Unknown(row, "requests share connections, and which of them waited for one is not known");
        }

        var sent = facts.Load.Requests.Sent;
        if (sent == 0)
        {
            return GateFinding.Unknown(row, GateWords.NoRequests);
        }

        var waited = Math.Max(0, sent - facts.Load.LagGeneratorNs.Count - facts.Load.Connections.Opened);
        var share = waited / (double)sent;
        return GateFinding.ByLimits(row, share, state => new DoubtWords(
            $"{CountText.Of(waited)} of {CountText.Of(sent, "request")} ({ShareText.Format(share)}) found all connections busy.",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} this is a test with as many users as there are connections, not one with a rate."
                : $"Above {ShareText.Format(row.Warn!.Value)} arrivals begin to depend on the server's answers.",
            facts.SingleLoad
                ? "Allow more connections (--connections), lower the rate, or load with users (-c) if that is what is meant."
                : "Lower the rate, or load with users if that is what is meant."));
    }
}
