using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V03: share of the window in which the generator thread that waited most was ready to run and had no CPU. Only where the generator has CPUs of its own.</summary>
internal sealed class RunQueueGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.RunQueue);
        if (facts.Surroundings is not { LongestWaitNs: { } waitNs } around)
        {
            return GateFinding.Unknown(row, "the kernel does not tell how long threads wait for a CPU (schedstat)");
        }

        var share = waitNs / 1e9 / around.LengthS;
        return facts.IsColocated
            ? GateFinding.NotApplicable(row, "generator and server share CPUs, so that the generator has to wait for its turn: V01 and V02 say what it does to the figures", share)
            : GateFinding.ByLimits(row, share, state => new DoubtWords(
                $"A generator thread that was ready to run waited for a CPU {ShareText.Format(share)} of the window ({GateWords.Time(waitNs)}).",
                state == GateState.Invalid
                    ? $"Above {ShareText.Format(row.Invalid!.Value)} answers lie unread while the generator waits, and the wait is counted as the server's."
                    : $"Above {ShareText.Format(row.Warn!.Value)} the wait begins to show in the highest percentiles.",
                "Find what else runs on the generator's CPUs (top, sorted by CPU), or give it CPUs of its own."));
    }
}
