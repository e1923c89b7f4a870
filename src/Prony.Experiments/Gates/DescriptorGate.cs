using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V22: files that Prony had open at the window's end ÷ its limit (sockets are files). Connections that failed for want of a descriptor are invalid: the generator failed.</summary>
internal sealed class DescriptorGate : IGate
{
    private static readonly string[] NoDescriptorLeft = ["EMFILE", "ENFILE"];

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Descriptors);
        if (facts.Surroundings is not { OpenFiles: { } open, OpenFilesLimit: > 0 and var limit })
        {
            return GateFinding.Unknown(row, "the open files of this process cannot be counted (/proc/self/fd)");
        }

        var share = open / (double)limit;
        var failed = NoDescriptorLeft.Sum(name => facts.Load.ConnectErrors.GetValueOrDefault(name));
        return GateFinding.ByLimits(row, failed > 0 ? Math.Max(share, 1) : share, state => new DoubtWords(
            failed > 0
                ? $"{CountText.Of(failed, "connection")} could not be opened because Prony may have no more than {CountText.Of(limit, "open file")}."
                : $"Prony had {CountText.Of(open)} of at most {CountText.Of(limit, "open file")} open.",
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} connections fail for want of a descriptor: the generator's own fault, which stands in the failures."
                : $"Above {ShareText.Format(row.Warn!.Value)} a few more connections would exceed the limit.",
            $"Raise the limit before the run (ulimit -n), or use fewer connections{(facts.SingleLoad ? " (--connections, -c)" : string.Empty)}."));
    }
}
