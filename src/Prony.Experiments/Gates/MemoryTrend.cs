using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.SteadyState;

namespace Prony.Experiments.Gates;

/// <summary>The part of V12 that looks at memory: one that grows in the course of a window may leak.</summary>
internal static class MemoryTrend
{
    private const string Words = "Memory grew by ";

    private const string Reason = "growth of memory per minute, share of what was in use";

    /// <summary>Less in the whole window is what allocators ask the kernel for at once: a small server would be doubted for it.</summary>
    private const double LeastBytes = 1 << 20;

    /// <summary>Whether a doubt is about memory: it stands beside the others of its gate and is told apart from them.</summary>
    internal static bool IsAbout(DoubtRecord doubt) => doubt.Id == GateLimits.MemoryGrowth.Id && doubt.Seen.StartsWith(Words, StringComparison.Ordinal);

    /// <summary>The same over the windows of a candidate; null when memory grew in none of them.</summary>
    internal static (GateRecord Gate, DoubtRecord Doubt)? OfTrials(IReadOnlyList<TrialRecord> trials, string candidate)
    {
        var grew = trials.Where(trial => trial.Doubts.Any(IsAbout)).OrderByDescending(trial => trial.Resources?.MemoryGrowthBytesPerMin).ToList();
        if (grew.Count == 0)
        {
            return null;
        }

        var worst = grew[0].Doubts.First(IsAbout);
        var often = trials.Count == 1 ? candidate : string.Create(
            CultureInfo.InvariantCulture, $"{candidate}, in {(grew.Count == trials.Count ? "all" : $"{grew.Count} of")} {trials.Count} windows, worst in round {grew[0].Round}");
        return (
            new GateRecord(worst.Id, null, GateLimits.MemoryGrowth.Warn, GateState.Warn, Reason, candidate),
            worst with { Seen = $"{often}: {worst.Seen}" });
    }

    /// <summary>Null when there is nothing to say.</summary>
    internal static GateFinding? Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.MemoryGrowth);
        if (facts.Memory is not { } growth || !facts.LoadIsConstant || growth.P >= Steadiness.Alpha || growth.ShareOfMemory <= row.Warn
            || growth.BytesPerMin / 60 * facts.Load.Window.DurationS < LeastBytes)
        {
            return null;
        }

        var p = growth.P < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {growth.P:0.000}");
        return new GateFinding(
            new GateRecord(row.Id, growth.ShareOfMemory, row.Warn, GateState.Warn, Reason),
            new DoubtRecord(
                row.Id,
                GateState.Warn,
                $"{Words}{ByteText.Format((long)growth.BytesPerMin)}/min in the course of the window, {ShareText.Format(growth.ShareOfMemory)} a minute ({p}).",
                $"Above {ShareText.Format(row.Warn!.Value)} a minute it is a leak, a cache that fills or a heap that has not found its size: memory figures depend on when they were read.",
                $"Measure longer ({facts.Longer("10m")}): a cache or a heap levels off, a leak does not."));
    }
}
