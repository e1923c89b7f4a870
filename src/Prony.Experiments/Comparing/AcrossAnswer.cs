using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Comparing;

/// <summary>A primary comparison of two runs with the load that it was made at.</summary>
internal sealed record PrimaryAcross(string Scenario, PointRecord Load, AcrossRunsRecord Comparison);

/// <summary>What two runs say in one sentence: the primary comparison at the first load that has one, with what the other candidates and loads say behind it.</summary>
internal static class AcrossAnswer
{
    /// <summary>Who got worse is what one looks for between two runs.</summary>
    private static readonly string[] ByAttention =
        [VerdictName.Worse, VerdictName.Inconclusive, VerdictName.Better, VerdictName.Equivalent, VerdictName.Invalid];

    /// <param name="primary">All primary comparisons, in the order of the new run; at least one.</param>
    internal static OverallVerdict Of(IReadOnlyList<PrimaryAcross> primary)
    {
        // The first of the file, not the most telling: which load speaks is decided before the run. One without a valid window says nothing to speak of.
        var first = primary.FirstOrDefault(p => p.Comparison.Verdict != VerdictName.Invalid) ?? primary[0];
        var here = primary.Where(p => p.Scenario == first.Scenario && p.Load == first.Load).ToList();
        var speaker = here.OrderBy(p => Array.IndexOf(ByAttention, p.Comparison.Verdict)).ThenBy(p => Advantage(p.Comparison)).First();
        var severalScenarios = primary.Any(p => p.Scenario != first.Scenario);
        var sentences = new List<string> { speaker.Comparison.Sentence };
        if (here.Count > 1)
        {
            sentences.Add($"The other{(here.Count > 2 ? "s" : "")}: {Listed(here.Where(p => p != speaker), p => p.Comparison.Candidate)}.");
        }

        var elsewhere = primary.Except(here).ToList();
        if (elsewhere.Count > 0)
        {
            sentences.Add($"At other loads: {Listed(elsewhere, p => $"{p.Comparison.Candidate} {Texts.At(p.Load, severalScenarios ? p.Scenario : null)}")}.");
        }

        return new OverallVerdict(speaker.Scenario, speaker.Comparison.Candidate, speaker.Comparison.Verdict, string.Join(' ', sentences)) { Load = speaker.Load };
    }

    private static double Advantage(AcrossRunsRecord comparison) => comparison.Ratio is { } ratio
        ? MetricWords.For(comparison.Metric).HigherIsBetter ? ratio : 1 / ratio
        : 0;

    private static string Listed(IEnumerable<PrimaryAcross> comparisons, Func<PrimaryAcross, string> name) =>
        Texts.List([.. comparisons.Select(p => $"{name(p)} {p.Comparison.Verdict}{Size(p.Comparison)}")]);

    private static string Size(AcrossRunsRecord comparison) => comparison is { Ratio: { } ratio, Low: not null }
        ? $" ({new RatioText(ratio, comparison.Low, comparison.High, MetricWords.For(comparison.Metric)) switch { var text => $"{text.Effect}, {text.Interval}" }})"
        : string.Empty;
}
