using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V17: share of the window in which everything that wanted to run waited for memory. Waiting for a CPU is V03's, which sees it by thread.</summary>
internal sealed class MemoryPressureGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.MemoryPressure);
        if (facts.Surroundings is not { MemoryWaitNs: { } waitNs } around)
        {
            return GateFinding.Unknown(row, "the kernel does not tell how long programs wait for memory (/proc/pressure/memory)");
        }

        var share = waitNs / 1e9 / around.LengthS;
        return GateFinding.ByLimits(row, share, row.Warn, facts.IsHint ? null : row.Invalid, state => new DoubtWords(
            $"Everything that wanted to run waited for memory {ShareText.Format(share)} of the window ({GateWords.Time(waitNs)}).",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the window shows a machine that swaps, not a server."
                : $"Above {ShareText.Format(row.Warn!.Value)} response times hold waits for memory.",
            "Stop what fills the memory, give the machine more of it, or limit what the server keeps."));
    }
}
