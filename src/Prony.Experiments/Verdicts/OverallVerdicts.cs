using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>A primary comparison with the load that it was made at.</summary>
internal sealed record PrimaryComparison(string Scenario, PointRecord Point, ComparisonRecord Comparison);

/// <summary>The answer to the experiment's question: the primary comparison at the first load that has one, with what the other candidates and loads say behind it.</summary>
internal static class OverallVerdicts
{
    private static readonly string[] ByInterest =
        [VerdictName.Better, VerdictName.Inconclusive, VerdictName.Equivalent, VerdictName.Worse, VerdictName.Invalid];

    /// <param name="primary">All primary comparisons, in the order of the plan.</param>
    /// <returns>Null when nothing was compared.</returns>
    internal static OverallVerdict? Of(IReadOnlyList<PrimaryComparison> primary)
    {
        if (primary.Count == 0)
        {
            return null;
        }

        // The first of the file, not the most favourable: which load speaks is decided before the run. One without a valid window says nothing to speak of.
        var first = primary.FirstOrDefault(p => p.Comparison.Verdict != VerdictName.Invalid) ?? primary[0];
        var here = primary.Where(p => p.Scenario == first.Scenario && p.Point == first.Point).ToList();
        var elsewhere = primary.Except(here).ToList();

        // The candidate that is furthest ahead stands for the answer; whether it is also ahead of the other candidates says the sentence on the winner.
        var best = here.OrderBy(p => Array.IndexOf(ByInterest, p.Comparison.Verdict)).ThenBy(p => -Advantage(p.Comparison)).First();
        var severalScenarios = primary.Any(p => p.Scenario != first.Scenario);
        var sentences = new List<string> { best.Comparison.Sentence };
        if (here.Count > 1)
        {
            sentences.Add($"The others against {best.Comparison.Baseline}: {Listed(here.Where(p => p != best), p => p.Comparison.Candidate)}.");
        }

        if (elsewhere.Count > 0)
        {
            sentences.Add($"At other loads: {Listed(elsewhere, p => $"{p.Comparison.Candidate} {Texts.At(p.Point, severalScenarios ? p.Scenario : null)}")}.");
        }

        return new OverallVerdict(best.Scenario, best.Comparison.Candidate, best.Comparison.Verdict, string.Join(' ', sentences)) { Load = best.Point };
    }

    /// <summary>How far ahead of the baseline: above 1 is better, 0 where that is unknown.</summary>
    internal static double Advantage(ComparisonRecord comparison) => comparison.Ratio is { } ratio
        ? MetricWords.For(comparison.Metric).HigherIsBetter ? ratio : 1 / ratio
        : 0;

    private static string Listed(IEnumerable<PrimaryComparison> comparisons, Func<PrimaryComparison, string> name) =>
        Texts.List([.. comparisons.Select(p => $"{name(p)} {p.Comparison.Verdict}{Size(p.Comparison)}")]);

    private static string Size(ComparisonRecord comparison) => comparison is { Ratio: { } ratio, Low: not null }
        ? $" ({new RatioText(ratio, comparison.Low, comparison.High, MetricWords.For(comparison.Metric)) switch { var text => $"{text.Effect}, {text.Interval}" }})"
        : string.Empty;
}
