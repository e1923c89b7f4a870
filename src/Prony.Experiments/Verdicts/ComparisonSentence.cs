using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Verdicts;

/// <summary>Whom and what a comparison is about.</summary>
/// <param name="Candidate">Name of the candidate.</param>
/// <param name="Baseline">Name of the baseline.</param>
/// <param name="Metric">As in files: "response.p99".</param>
/// <param name="Where">"at 100 users".</param>
/// <param name="Preview">Too few rounds or too short windows for a verdict.</param>
internal sealed record ComparisonSubject(string Candidate, string Baseline, string Metric, string Where, bool Preview);

/// <summary>A comparison in one plain sentence: who, in what, by how much, with interval and number of rounds.</summary>
internal static class ComparisonSentence
{
    internal static string Of(ComparisonSubject subject, ComparisonResult result, ComparisonRules rules)
    {
        var sentence = result switch
        {
            { Cause: UndecidedCause.SingleRound } => Single(subject, result),
            { Verdict: ComparisonVerdict.Better } => $"{Head(subject, "is better than")}: {Measured(subject, result, rules)}, {Size(result, rules)}.",
            { Verdict: ComparisonVerdict.Worse } => $"{Head(subject, "is worse than")}: {Measured(subject, result, rules)}, {Size(result, rules)}.",
            { Verdict: ComparisonVerdict.Equivalent } => $"{Head(subject, "is equivalent to")}: {Measured(subject, result, rules)}, {Inside(subject, result, rules)}.",
            _ => $"{Head(subject, "cannot be told apart from")}: {Measured(subject, result, rules)}; {Needed(result)}.",
        };
        return Mark(subject, sentence);
    }

    /// <summary>A comparison without a ratio.</summary>
    /// <param name="subject">Whom and what it is about.</param>
    /// <param name="reason">Why, as the rest of a sentence.</param>
    internal static string Without(ComparisonSubject subject, string reason) =>
        Texts.Sentence($"No verdict on {subject.Candidate} against {subject.Baseline} in {Noun(subject)} {subject.Where}: {reason}");

    /// <summary>Neither ever failed: the one case in which two zeros can be compared.</summary>
    internal static string NoFailures(ComparisonSubject subject, int rounds) =>
        Mark(subject, $"{Head(subject, "is equivalent to")}: no request failed in {CountText.Of(rounds, "round")} of either.");

    private static string Mark(ComparisonSubject subject, string sentence) => subject.Preview ? $"Preview, not a verdict: {sentence}" : sentence;

    private static string Head(ComparisonSubject subject, string relation) =>
        $"{subject.Candidate} {relation} {subject.Baseline} in {Noun(subject)} {subject.Where}";

    private static string Noun(ComparisonSubject subject) => MetricWords.For(subject.Metric).Noun;

    private static string Single(ComparisonSubject subject, ComparisonResult result) =>
        $"{Head(subject, "cannot be told apart from")}: the one round gave {Text(subject, result).Effect}, and one round has no interval; "
        + $"a verdict needs at least {ComparisonRules.FewestRounds} rounds.";

    private static string Measured(ComparisonSubject subject, ComparisonResult result, ComparisonRules rules)
    {
        var text = Text(subject, result);
        var family = rules.Comparisons == 1 ? string.Empty : $" for all {rules.Comparisons} comparisons together";
        var confidence = ((1 - rules.Alpha) * 100).ToString("0.##", CultureInfo.InvariantCulture);
        return $"{text.Effect} ({text.Interval}, {confidence} % interval{family}, {CountText.Of(result.D.Count, "round")})";
    }

    private static string Size(ComparisonResult result, ComparisonRules rules) => result.Material
        ? $"by more than the margin of {ShareText.Format(rules.Margin)}"
        : $"though perhaps by less than the margin of {ShareText.Format(rules.Margin)}";

    /// <summary>Equivalence is decided by the narrower interval of two one-sided tests; where only that one is inside the margin, it is shown.</summary>
    private static string Inside(ComparisonSubject subject, ComparisonResult result, ComparisonRules rules)
    {
        var margin = $"within the margin of {ShareText.Format(rules.Margin)}";
        if (result.High < 1 + rules.Margin && result.Low > 1 / (1 + rules.Margin))
        {
            return margin;
        }

        var text = new RatioText(result.Ratio!.Value, result.EquivalenceLow, result.EquivalenceHigh, MetricWords.For(subject.Metric));
        return $"{margin} by its two one-sided tests ({text.Interval})";
    }

    private static string Needed(ComparisonResult result)
    {
        var rounds = $"about {CountText.Of(result.RoundsNeeded ?? 0, "round")} would decide";
        return result.Cause == UndecidedCause.WildRounds
            ? $"some rounds lie far out or follow each other, and ranks do not confirm the interval; {rounds}"
            : rounds;
    }

    private static RatioText Text(ComparisonSubject subject, ComparisonResult result) =>
        new(result.Ratio!.Value, result.Low, result.High, MetricWords.For(subject.Metric));
}
