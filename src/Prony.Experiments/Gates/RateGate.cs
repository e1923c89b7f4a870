using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V04: sent ÷ due in the window. Open model only.</summary>
internal sealed class RateGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.RateKept);
        var requests = facts.Load.Requests;
        if (facts.IsClosed)
        {
            return GateFinding.NotApplicable(row, GateWords.ClosedModel);
        }

        if (requests.Due == 0)
        {
            return GateFinding.Unknown(row, GateWords.NoRequests);
        }

        var kept = requests.Sent / (double)requests.Due;
        return GateFinding.ByLimits(row, kept, state => new DoubtWords(
            $"{CountText.Of(requests.Unsent)} of {CountText.Of(requests.Due, "due request")} were never sent ({ShareText.Format(1 - kept)}).",
            state == GateState.Invalid
                ? $"Below {ShareText.Format(row.Invalid!.Value)} sent, the load was not the one that was asked for."
                : $"Below {ShareText.Format(row.Warn!.Value)} sent, the load begins to differ from the one that was asked for.",
            "Lower the rate, or allow more connections if the server can serve them."));
    }
}
