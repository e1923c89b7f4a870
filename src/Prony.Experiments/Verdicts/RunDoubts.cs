using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>The doubts of a whole run: those of its trials, one per gate and candidate, and those that only several trials together show.</summary>
internal static class RunDoubts
{
    private static readonly string[] ByWeight = [GateState.Invalid, GateState.Warn, GateState.Unknown, GateState.Ok, GateState.NotApplicable];

    internal static (IReadOnlyList<GateRecord> Gates, IReadOnlyList<DoubtRecord> Doubts) Of(PlanRecord plan, IReadOnlyList<PointTrials> points)
    {
        var counted = points.SelectMany(point => point.Rounds.Counted).Where(RoundTable.IsMeasured).ToList();
        var found = TrialGates(plan, counted).ToList();
        found.AddRange(points.SelectMany(point => BetweenCandidates.Judge(plan, point)));
        found.AddRange(CommonCeiling.Judge(plan, points));
        found.Add(FairnessTable.Judge(plan, FairnessTable.Of(plan, points)));
        found.AddRange(CarryOver.Judge(plan, points));
        if (RoundHealth.Judge(plan, points) is { } health)
        {
            found.Add(health);
        }

        // A stable sort: within one weight the plan's order stays.
        var sorted = found.OrderBy(f => Weight(f.Gate)).ThenBy(f => f.Gate.Id, StringComparer.Ordinal).ToList();
        return ([.. sorted.Select(f => f.Gate)], [.. sorted.Select(f => f.Doubt).OfType<DoubtRecord>()]);
    }

    private static int Weight(GateRecord gate) => Array.IndexOf(ByWeight, gate.State);

    private static IEnumerable<JudgedGate> TrialGates(PlanRecord plan, List<TrialRecord> trials)
    {
        foreach (var id in trials.SelectMany(trial => trial.Gates).Select(gate => gate.Id).Distinct().Order(StringComparer.Ordinal))
        {
            if (id == GateLimits.Colocated.Id || id == GateLimits.Clock.Id)
            {
                // The machine is the same for all: said once.
                yield return Worst(id, trials, candidate: null);
                continue;
            }

            foreach (var candidate in plan.Candidates.Select(c => c.Name))
            {
                var own = trials.Where(trial => trial.Candidate == candidate && trial.Gates.Any(gate => gate.Id == id)).ToList();
                if (own.Count > 0)
                {
                    yield return Worst(id, own, candidate);
                }

                if (id == GateLimits.MemoryGrowth.Id && MemoryTrend.OfTrials(own, candidate) is { } growth)
                {
                    yield return new JudgedGate(growth.Gate, growth.Doubt);
                }
            }
        }
    }

    private static JudgedGate Worst(string id, List<TrialRecord> trials, string? candidate)
    {
        var sign = GateLimits.Find(id)?.HigherIsWorse == false ? 1 : -1;
        var judged = trials.Where(trial => trial.Gates.Any(gate => gate.Id == id)).Select(trial => (Trial: trial, Gate: trial.Gates.First(gate => gate.Id == id)))
            .OrderBy(x => Weight(x.Gate))
            .ThenBy(x => x.Trial.Doubts.Any(doubt => IsOwn(doubt, id)) ? 0 : 1)
            .ThenBy(x => sign * (x.Gate.Value ?? double.PositiveInfinity * sign))
            .ToList();
        var (trial, gate) = judged[0];
        var doubtful = judged.Where(x => x.Trial.Doubts.Any(doubt => IsOwn(doubt, id))).ToList();
        var worst = trial.Doubts.FirstOrDefault(doubt => IsOwn(doubt, id));
        return new JudgedGate(
            gate with { Candidate = candidate },
            worst is null || candidate is null ? worst : worst with { Seen = $"{Often(candidate, doubtful.Count, judged)}: {worst.Seen}" });
    }

    /// <summary>What memory did is told beside the other findings of its gate, not instead of them.</summary>
    private static bool IsOwn(DoubtRecord doubt, string id) => doubt.Id == id && !MemoryTrend.IsAbout(doubt);

    private static string Often(string candidate, int doubtful, List<(TrialRecord Trial, GateRecord Gate)> judged)
    {
        var worst = judged[0].Trial;
        if (judged.Count == 1)
        {
            return candidate;
        }

        var share = doubtful == judged.Count ? $"all {judged.Count}" : string.Create(CultureInfo.InvariantCulture, $"{doubtful} of {judged.Count}");
        var load = judged.Exists(j => j.Trial.Point != worst.Point) ? " " + Texts.At(worst.Point, null) : string.Empty;
        return $"{candidate}, in {share} windows, worst in round {worst.Round}{load}";
    }
}

/// <summary>A gate with the doubt that it gives, if any.</summary>
internal sealed record JudgedGate(GateRecord Gate, DoubtRecord? Doubt);
