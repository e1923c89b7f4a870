using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V06: requests without an answer at the end of the drain ÷ sent.</summary>
internal sealed class UnansweredGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Unanswered);
        var requests = facts.Load.Requests;
        if (requests.Sent == 0)
        {
            return GateFinding.Unknown(row, GateWords.NoRequests);
        }

        var share = requests.Censored / (double)requests.Sent;
        return GateFinding.ByLimits(row, share, row.Warn, facts.SingleLoad ? null : row.Invalid, _ => new DoubtWords(
            $"{CountText.Of(requests.Censored)} of {CountText.Of(requests.Sent, "request")} ({ShareText.Format(share)}) had no answer when the drain ended.",
            share > row.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the high percentiles are only lower bounds: nobody knows how long these would have taken."
                : "They stand in the response times with the age that they had reached, so the highest percentiles are lower bounds.",
            facts.SingleLoad
                ? "Lower the load, or look for what hangs in the server's log."
                : "Lengthen phases.drain, lower the load, or look for what hangs in the server's log."));
    }
}
