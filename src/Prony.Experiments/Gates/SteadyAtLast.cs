using System.Globalization;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>The part of V12 that looks at the warm-up: an automatic one that was over before the server was steady.</summary>
internal static class SteadyAtLast
{
    /// <summary>What MSER-5 may cut off, as a share: at that limit there is no steady state.</summary>
    private const double Limit = 0.5;

    /// <summary>Null when there is nothing to say.</summary>
    internal static GateFinding? Judge(TrialFacts facts)
    {
        if (facts.Load.Warmup is not { Ended: WarmupEndName.NeverSteady } warmup)
        {
            return null;
        }

        var id = GateLimits.Stationary.Id;
        var state = facts.IsHint ? GateState.Warn : GateState.Invalid;
        var what = string.Join(" and ", warmup.Unsteady.Select(name => name == Metrics.CpuPerRequest ? "CPU per request" : "response times"));
        return new GateFinding(
            new GateRecord(id, Limit, Limit, state, "share of the last 12 s of the warm-up that MSER-5 would cut off: it never got steady"),
            new DoubtRecord(
                id,
                state,
                $"No steady state was reached in a warm-up of {DurationText.Format((long)(warmup.DurationS * 1e9))}: {what} still changed at its end.",
                string.Create(CultureInfo.InvariantCulture, $"MSER-5 would cut off half of its last 12 s: the window, which began after {AutoWarmup.Longest.TotalSeconds:0} s without one, shows a state on its way to another."),
                $"Look whether it ever gets steady ({(facts.SingleLoad ? "--warmup" : "phases.warmup")} with a length of minutes); a load above the capacity never does."));
    }
}
