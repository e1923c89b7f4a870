using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V13: CPU time that the hypervisor gave to other guests ÷ all time, of the CPU that lost most. Two ticks are beneath notice: a reading is not finer.</summary>
internal sealed class StealGate : IGate
{
    private const int UnseenTicks = 2;

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Steal);
        if (facts.Surroundings is not { Cpus: { Count: > 0 } cpus } || cpus.All(cpu => cpu.TotalS <= 0))
        {
            return GateFinding.Unknown(row, GateWords.NoCpuTimes);
        }

        var worst = cpus.Where(cpu => cpu.TotalS > 0).MaxBy(cpu => cpu.StealS / cpu.TotalS);
        var share = worst.StealS / worst.TotalS;
        var unseen = UnseenTicks * CpuTimes.TickS / worst.TotalS;
        return GateFinding.ByLimits(row, share, Math.Max(row.Warn!.Value, unseen), facts.IsHint ? null : Math.Max(row.Invalid!.Value, unseen), state => new DoubtWords(
            $"The hypervisor gave {ShareText.Format(share)} of a CPU's time to other guests ({GateWords.Time(worst.StealS * 1e9)} of {GateWords.Time(worst.TotalS * 1e9)}).",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} the window shows the neighbours of this virtual machine."
                : $"Above {ShareText.Format(row.Warn!.Value)} response times hold pauses that are nobody's on this machine.",
            "Measure when the host is quiet, or on a machine of your own."));
    }
}
