using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Verdicts;

/// <summary>What only the comparison of two candidates shows: that they fail differently (V07), or that the generator works harder for one of them (V01).</summary>
internal static class BetweenCandidates
{
    internal static IEnumerable<JudgedGate> Judge(PlanRecord plan, PointTrials at)
    {
        var baseline = at.Rounds.Measured(plan.Baseline);
        foreach (var name in plan.Candidates.Select(c => c.Name).Where(name => name != plan.Baseline))
        {
            var candidate = at.Rounds.Measured(name);
            if (candidate.Count == 0 || baseline.Count == 0)
            {
                continue;
            }

            var where = Texts.At(at.Point, plan.Scenarios.Count > 1 ? at.Scenario : null);
            var judged = new[] { Errors(plan, at.Scenario, name, where, candidate, baseline), GeneratorCost(plan, name, where, candidate, baseline) };
            foreach (var gate in judged.OfType<JudgedGate>())
            {
                yield return gate;
            }

            foreach (var different in SameWork.Find(plan, at.Scenario, candidate.Join(baseline, c => c.Round, b => b.Round, (c, b) => (c, b))))
            {
                yield return new JudgedGate(different.Gate, different.Doubt);
            }
        }
    }

    private static JudgedGate? Errors(PlanRecord plan, string scenario, string name, string where, IReadOnlyList<TrialRecord> candidate, IReadOnlyList<TrialRecord> baseline)
    {
        var row = GateLimits.ErrorsDiffer.ChangedBy(plan.Limits);
        var rounds = candidate.Join(baseline, c => c.Round, b => b.Round, (c, b) => Math.Abs(FailedShare([c]) - FailedShare([b]))).ToList();
        var differing = rounds.Count(difference => difference > row.Invalid);
        if (differing == 0)
        {
            return null;
        }

        // As with every gate of a window: a few rounds are a doubt, more of them forbid the verdict.
        // Where a timeline takes instances away, how many requests that costs is part of the answer: said, and no obstacle.
        var hasEvents = plan.Scenarios.Any(s => s.Name == scenario && s.Events.Count > 0);
        var state = !hasEvents && differing > GateLimits.RoundHealth.ChangedBy(plan.Limits).Invalid * rounds.Count ? GateState.Invalid : GateState.Warn;
        return new JudgedGate(
            new GateRecord(row.Id, rounds.Max(), row.Invalid, state, Candidate: name),
            new DoubtRecord(
                row.Id,
                state,
                $"{name} failed {ShareText.Format(FailedShare(candidate))} of its requests {where}, {plan.Baseline} {ShareText.Format(FailedShare(baseline))}; they differ in {differing} of {CountText.Of(rounds.Count, "round")}.",
                $"Shares that differ by more than {GateWords.Points(row.Invalid!.Value)} mean that the two did not do the same work.",
                "Find out why requests fail (outcomes and status codes in the report) before comparing speed, or compare at a load that both can bear."));
    }

    private static JudgedGate? GeneratorCost(PlanRecord plan, string name, string where, IReadOnlyList<TrialRecord> candidate, IReadOnlyList<TrialRecord> baseline)
    {
        var row = GateLimits.GeneratorCostDiffers.ChangedBy(plan.Limits);
        var (mine, theirs) = (CostNs(candidate), CostNs(baseline));
        if (mine <= 0 || theirs <= 0)
        {
            return null;
        }

        // A generator whose whole share stays below the margin cannot move a ratio by as much as the margin, whatever it costs per request.
        var share = candidate.Concat(baseline).Max(ShareOfMachine);
        var difference = Math.Exp(Math.Abs(Math.Log(mine / theirs))) - 1;
        return difference <= row.Warn || share <= plan.Margin ? null : new JudgedGate(
            new GateRecord(row.Id, difference, row.Warn, GateState.Warn, Candidate: name),
            new DoubtRecord(
                row.Id,
                GateState.Warn,
                $"The generator spends {GateWords.Time(mine)} of CPU on a request to {name} and {GateWords.Time(theirs)} on one to {plan.Baseline} {where}.",
                $"A difference above {ShareText.Format(row.Warn!.Value)} slows the one more than the other where generator and server share CPUs.",
                "Give the generator CPUs of its own, or read a difference of a few percent as unproven."));
    }

    /// <summary>Generator's part of the CPU that the machine used; 0 when that is not known.</summary>
    private static double ShareOfMachine(TrialRecord trial) =>
        trial.Resources?.MachineCpuS is > 0 and var machineS ? trial.Load!.Generator.CpuS / machineS : 0;

    private static double FailedShare(IReadOnlyList<TrialRecord> trials)
    {
        var sent = trials.Sum(trial => trial.Load!.Requests.Sent);
        return sent == 0 ? 0 : trials.Sum(trial => trial.Load!.Requests.Failed) / (double)sent;
    }

    private static double CostNs(IReadOnlyList<TrialRecord> trials)
    {
        var completed = trials.Sum(trial => trial.Load!.Requests.Completed);
        return completed == 0 ? 0 : trials.Sum(trial => trial.Load!.Generator.CpuS) * 1e9 / completed;
    }
}
