using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Verdicts;

/// <summary>Names a winner among three and more candidates, the baseline among them: only one that beats every other one in the primary metric.</summary>
/// <remarks>Which of them is ahead is seen only in the figures, so all k(k − 1)/2 comparisons of two count, although those of the one ahead are the only ones to be computed.</remarks>
internal static class Winners
{
    private const int FewestCandidates = 3;

    /// <summary>Null where there are fewer than three candidates, or nobody has a ratio.</summary>
    /// <param name="plan">Who takes part.</param>
    /// <param name="primary">Comparisons of the primary metric with the baseline at this load.</param>
    /// <param name="where">"at 100 users".</param>
    /// <param name="comparisons">Compares any two.</param>
    internal static WinnerRecord? Of(PlanRecord plan, IReadOnlyList<ComparisonRecord> primary, string where, PointComparisons comparisons)
    {
        var names = plan.Candidates.Select(c => c.Name).ToList();
        if (names.Count < FewestCandidates || !primary.Any(comparison => comparison.Ratio is not null))
        {
            return null;
        }

        var m = names.Count * (names.Count - 1) / 2;
        var leader = Leader(plan, primary);
        var against = names.Where(name => name != leader).Select(name => (Name: name, Verdict: Proven(comparisons.OfTwo(leader, name, m)))).ToList();
        var alpha = primary[0].Alpha;
        if (against.TrueForAll(a => a.Verdict == VerdictName.Better))
        {
            var confidence = ((1 - alpha) * 100).ToString("0.##", CultureInfo.InvariantCulture);
            return new WinnerRecord(
                leader, alpha, m, $"Winner among all {CountText.Of(names.Count)} {where}: {leader}, which beats each of the others ({confidence} % for all {m} comparisons of two together).");
        }

        var reasons = new[]
        {
            Reason("is not told apart from", VerdictName.Inconclusive),
            Reason("is worse than", VerdictName.Worse),
            Reason("is equivalent to", VerdictName.Equivalent),
            Reason("has no valid comparison with", VerdictName.Invalid),
        };
        return new WinnerRecord(null, alpha, m, $"No winner among all {CountText.Of(names.Count)} {where}: {leader} {Texts.List([.. reasons.OfType<string>()])}.");

        string? Reason(string relation, string verdict) =>
            against.Where(a => a.Verdict == verdict).Select(a => a.Name).ToList() is { Count: > 0 } found ? $"{relation} {Texts.List(found)}" : null;
    }

    /// <summary>Two that share too few rounds are not told apart, whatever those show.</summary>
    private static string Proven(ComparisonRecord comparison) =>
        comparison.Verdict == VerdictName.Better && comparison.D.Count < ComparisonRules.FewestRounds ? VerdictName.Inconclusive : comparison.Verdict;

    private static string Leader(PlanRecord plan, IReadOnlyList<ComparisonRecord> primary)
    {
        var ahead = primary.Where(comparison => comparison.Ratio is not null).MaxBy(PrimaryAnswer.Advantage)!;
        return PrimaryAnswer.Advantage(ahead) > 1 ? ahead.Candidate : plan.Baseline;
    }
}
