using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>V16: was a service held back at a CPU limit of its control group? A fact about the setup: it warns unless the candidate declares `cpu-limit`, and never forbids a verdict.</summary>
internal sealed class CpuLimitGate : IGate
{
    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.CpuLimit);
        if (facts.SingleLoad)
        {
            return GateFinding.NotApplicable(row, GateWords.SingleLoad);
        }

        var known = facts.Services.Where(service => service.HeldPeriods is not null).ToList();
        if (known.Count == 0)
        {
            return GateFinding.Unknown(row, facts.Services.Count == 0 ? "Prony did not start the server" : "the server is in no control group of its own, so that nobody counts it");
        }

        var most = known.MaxBy(service => service.HeldPeriods)!;
        if (facts.CpuLimitIsMeant)
        {
            return GateFinding.NotApplicable(row, "the candidate declares its CPU limit", most.HeldPeriods);
        }

        var limit = most.CpuLimitCores is { } cores ? string.Create(CultureInfo.InvariantCulture, $" of {cores:0.##} cores") : "";
        return GateFinding.ByLimits(row, most.HeldPeriods!.Value, row.Warn, row.Invalid, _ => new DoubtWords(
            $"{most.Name} was held back at its CPU limit{limit} in {CountText.Of(most.HeldPeriods.Value, "period")} of the window, for {GateWords.Time(most.HeldS * 1e9)} of its threads' time.",
            "What is held back answers late in bursts: response times are those of the limit as much as of the server.",
            "Lift the limit (cpu.max of the control group, or of the container that Prony runs in), or declare it: `declares: {cpu-limit: ...}`."));
    }
}
