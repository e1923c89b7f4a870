using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>A primary comparison with the load that it was made at.</summary>
internal sealed record PrimaryComparison(string Scenario, PointRecord Load, IComparisonRecord Comparison);

/// <summary>Which comparison speaks for a load where there are several.</summary>
/// <param name="Verdicts">The verdicts, that of the speaker first.</param>
/// <param name="FurthestAhead">Among those of one verdict the candidate that is furthest ahead speaks; else the one furthest behind.</param>
internal sealed record SpeakerOrder(IReadOnlyList<string> Verdicts, bool FurthestAhead);

/// <summary>An answer in a few sentences: the primary comparison at the first load that has one, with what the other candidates and loads say behind it.</summary>
internal static class PrimaryAnswer
{
    /// <param name="primary">All primary comparisons, in the order of the plan; at least one.</param>
    /// <param name="order">Who speaks.</param>
    /// <param name="others">How the other candidates at that load are called, from their number: "The others".</param>
    internal static OverallVerdict Of(IReadOnlyList<PrimaryComparison> primary, SpeakerOrder order, Func<int, string> others)
    {
        // The first of the file, not the most favourable: which load speaks is decided before the run. One without a valid window says nothing to speak of.
        var first = primary.FirstOrDefault(p => p.Comparison.Verdict != VerdictName.Invalid) ?? primary[0];
        var here = primary.Where(p => p.Scenario == first.Scenario && p.Load == first.Load).ToList();
        var elsewhere = primary.Except(here).ToList();
        var speaker = here
            .OrderBy(p => order.Verdicts.Index().First(v => v.Item == p.Comparison.Verdict).Index)
            .ThenBy(p => order.FurthestAhead ? -Advantage(p.Comparison) : Advantage(p.Comparison))
            .First();
        var severalScenarios = primary.Any(p => p.Scenario != first.Scenario);
        var sentences = new List<string> { speaker.Comparison.Sentence };
        if (here.Count > 1)
        {
            sentences.Add($"{others(here.Count - 1)}: {Listed(here.Where(p => p != speaker), p => p.Comparison.Candidate)}.");
        }

        if (elsewhere.Count > 0)
        {
            sentences.Add($"At other loads: {Listed(elsewhere, p => $"{p.Comparison.Candidate} {Texts.At(p.Load, severalScenarios ? p.Scenario : null)}")}.");
        }

        return new OverallVerdict(speaker.Scenario, speaker.Comparison.Candidate, speaker.Comparison.Verdict, string.Join(' ', sentences)) { Load = speaker.Load };
    }

    /// <summary>How far ahead of the baseline: above 1 is better, 0 where that is unknown.</summary>
    internal static double Advantage(IComparisonRecord comparison) => comparison.Ratio is { } ratio
        ? MetricWords.For(comparison.Metric).HigherIsBetter ? ratio : 1 / ratio
        : 0;

    private static string Listed(IEnumerable<PrimaryComparison> comparisons, Func<PrimaryComparison, string> name) =>
        Texts.List([.. comparisons.Select(p => $"{name(p)} {p.Comparison.Verdict}{Size(p.Comparison)}")]);

    private static string Size(IComparisonRecord comparison) => comparison is { Ratio: { } ratio, Low: not null }
        ? $" ({new RatioText(ratio, comparison.Low, comparison.High, MetricWords.For(comparison.Metric)) switch { var text => $"{text.Effect}, {text.Interval}" }})"
        : string.Empty;
}
