using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Verdicts;

/// <summary>V27: rounds that had to be repeated, gave nothing, or were never made.</summary>
internal static class RoundHealth
{
    /// <summary>Null when no round was begun.</summary>
    internal static JudgedGate? Judge(PlanRecord plan, IReadOnlyList<PointTrials> points)
    {
        var (disturbed, all) = points.Select(point => point.Rounds.Health).OrderByDescending(h => h.All == 0 ? 0 : h.Disturbed / (double)h.All).FirstOrDefault();
        if (all == 0)
        {
            return null;
        }

        var row = GateLimits.RoundHealth.ChangedBy(plan.Limits);
        var share = disturbed / (double)all;
        var state = share > row.Invalid ? GateState.Invalid : share > row.Warn || all < plan.Rounds ? GateState.Warn : GateState.Ok;
        var gate = new GateRecord(row.Id, share, state == GateState.Invalid ? row.Invalid : row.Warn, state);
        return new JudgedGate(gate, state == GateState.Ok ? null : Doubt(plan, state, disturbed, all, points));
    }

    private static DoubtRecord Doubt(PlanRecord plan, string state, int disturbed, int all, IReadOnlyList<PointTrials> points)
    {
        var row = GateLimits.RoundHealth.ChangedBy(plan.Limits);
        if (all < plan.Rounds && disturbed <= row.Warn * all)
        {
            return new DoubtRecord(
                row.Id,
                state,
                $"The run ended after {all} of {CountText.Of(plan.Rounds, "planned round")}.",
                "The number of rounds is decided before the first one: a run that is ended when its figures please finds differences that do not exist.",
                "Let it run to its end (--resume), or plan fewer rounds.");
        }

        var numbers = points.SelectMany(point => point.Rounds.Replaced).Distinct().Order().Select(n => n.ToString(CultureInfo.InvariantCulture)).ToList();
        var repeated = numbers.Count == 0 ? string.Empty : $" (repeated: round{(numbers.Count == 1 ? string.Empty : "s")} {Texts.List(numbers)})";
        return new DoubtRecord(
            row.Id,
            state,
            $"{disturbed} of {CountText.Of(all, "round")} did not give every candidate a valid window at the first attempt{repeated}.",
            $"Above {ShareText.Format(row.Warn!.Value)} the rounds that remain may be the lucky ones; above {ShareText.Format(row.Invalid!.Value)} nothing is concluded.",
            "Look at what failed (failed trials and gates below), mend it, and run again.");
    }
}
