using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>V28: generator and server share CPUs. Never invalid: comparisons stand, absolute figures are those of the pair.</summary>
internal sealed class ColocatedGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Colocated);
        if (!facts.ServerIsLocal)
        {
            return GateFinding.NotApplicable(row, "the server is on another machine");
        }

        var state = facts.IsColocated ? GateState.Warn : GateState.Ok;
        var record = new GateRecord(row.Id, facts.MachineCpus, row.Warn, state);
        if (state == GateState.Ok)
        {
            return new GateFinding(record, null);
        }

        var few = facts.MachineCpus <= row.Warn;
        return new GateFinding(record, new DoubtRecord(
            row.Id,
            state,
            $"Generator and server are co-located: they share {(facts.MachineCpus == 1 ? "the only CPU" : $"the {facts.MachineCpus} CPUs")} of this machine.",
            facts.SingleLoad
                ? "What the generator uses the server lacks: alone the server would be faster than these figures."
                : "What the generator uses the server lacks: the results compare candidates with each other and are not the absolute speed of any.",
            few
                ? "Read differences, not absolute figures; for those use a machine with 4 or more CPUs, or two machines."
                : "Give each its own CPUs (cpus in the stack file, or taskset), or use two machines."));
    }
}
