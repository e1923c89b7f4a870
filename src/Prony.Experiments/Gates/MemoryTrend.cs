using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.SteadyState;

namespace Prony.Experiments.Gates;

/// <summary>The part of V12 that looks at memory: one that grows in the course of a window may leak.</summary>
internal static class MemoryTrend
{
    /// <summary>Null when there is nothing to say.</summary>
    internal static GateFinding? Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.MemoryGrowth);
        if (facts.Memory is not { } growth || !facts.LoadIsConstant || growth.P >= Steadiness.Alpha || growth.ShareOfMemory <= row.Warn)
        {
            return null;
        }

        var p = growth.P < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {growth.P:0.000}");
        return new GateFinding(
            new GateRecord(row.Id, growth.ShareOfMemory, row.Warn, GateState.Warn, "growth of memory per minute, share of what was in use"),
            new DoubtRecord(
                row.Id,
                GateState.Warn,
                $"Memory grew by {ByteText.Format((long)growth.BytesPerMin)}/min in the course of the window, {ShareText.Format(growth.ShareOfMemory)} a minute ({p}).",
                $"Above {ShareText.Format(row.Warn!.Value)} a minute it is a leak, a cache that fills or a heap that has not found its size: memory figures depend on when they were read.",
                $"Measure longer ({facts.Longer("10m")}): a cache or a heap levels off, a leak does not."));
    }
}
