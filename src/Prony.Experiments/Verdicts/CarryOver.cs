using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;
using Prony.Statistics.Dependence;

namespace Prony.Experiments.Verdicts;

/// <summary>
/// V27: does a round's ratio depend on who came first? Spearman's correlation of ln(candidate ÷ baseline) with the candidate's place in the round less the baseline's. The order is balanced, so it
/// moves no verdict; but a server that leaves something behind (a warm machine, a full cache, ports that rest) makes rounds scatter.
/// </summary>
internal static class CarryOver
{
    /// <summary>One finding for each candidate: of the load at which it is most certain. Nothing below <see cref="ComparisonRules.FewestRounds"/> rounds, or where all had the same place.</summary>
    internal static IEnumerable<JudgedGate> Judge(PlanRecord plan, IReadOnlyList<PointTrials> points) => plan.Candidates
        .Select(c => c.Name)
        .Where(name => name != plan.Baseline)
        .Select(name => points.Select(at => Judge(plan, name, at)).OfType<JudgedGate>().MinBy(judged => judged.Gate.Value))
        .OfType<JudgedGate>();

    private static JudgedGate? Judge(PlanRecord plan, string candidate, PointTrials at)
    {
        var rounds = at.Rounds.Pair(candidate, plan.Baseline).Pairs
            .Select(pair => (Place: PlaceIn(plan, pair.Candidate), D: LogRatio(plan.Primary, pair)))
            .Where(round => double.IsFinite(round.D) && double.IsFinite(round.Place))
            .ToList();
        if (rounds.Count < ComparisonRules.FewestRounds || rounds.TrueForAll(round => round.Place == rounds[0].Place))
        {
            return null;
        }

        var rho = RankCorrelation.Of([.. rounds.Select(round => round.Place)], [.. rounds.Select(round => round.D)]);
        var finding = GateFinding.ByLimits(GateLimits.CarryOver.ChangedBy(plan.Limits), RankCorrelation.Probability(rho, rounds.Count), _ => new DoubtWords(
            string.Create(CultureInfo.InvariantCulture, $"The ratio of {candidate} to {plan.Baseline} {Texts.At(at.Point, plan.Scenarios.Count > 1 ? at.Scenario : null)} {(rho > 0 ? "rises" : "falls")} with {candidate}'s place in the round (rank correlation {rho:0.00} over {CountText.Of(rounds.Count, "round")})."),
            "One candidate seems to leave something to the next. The order is balanced, so the ratio is not moved by it, but rounds scatter more than they need.",
            "Lengthen phases.pause or the warm-up, and look for what outlives a candidate: caches, ports that rest, a machine that gets warm."));
        return new JudgedGate(finding.Record with { Candidate = candidate }, finding.Doubt);
    }

    private static double PlaceIn(PlanRecord plan, TrialRecord trial)
    {
        var order = plan.Order.ElementAtOrDefault(trial.Round - 1)?.ToList();
        return order is null ? double.NaN : order.IndexOf(trial.Candidate) - order.IndexOf(plan.Baseline);
    }

    private static double LogRatio(string metric, (TrialRecord Candidate, TrialRecord Baseline) pair) =>
        Math.Log(MetricValues.Of(metric, pair.Candidate, null) ?? double.NaN) - Math.Log(MetricValues.Of(metric, pair.Baseline, null) ?? double.NaN);
}
