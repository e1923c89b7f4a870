using System.Globalization;
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
        var words = new ResultWords(result, rules, MetricWords.For(subject.Metric));
        var measured = words.Measured(CountText.Of(result.D.Count, "round"));
        return Mark(subject, result switch
        {
            { Cause: UndecidedCause.SingleRound } => $"{Head(subject, "cannot be told apart from")}: the one round gave {words.Effect}, and one round has no interval; "
                + $"a verdict needs at least {ComparisonRules.FewestRounds} rounds.",
            { Verdict: ComparisonVerdict.Better } => $"{Head(subject, "is better than")}: {measured}, {words.Size}.",
            { Verdict: ComparisonVerdict.Worse } => $"{Head(subject, "is worse than")}: {measured}, {words.Size}.",
            { Verdict: ComparisonVerdict.Equivalent } => $"{Head(subject, "is equivalent to")}: {measured}, {words.Inside}.",
            _ => $"{Head(subject, "cannot be told apart from")}: {measured}; {words.Needed(where: string.Empty)}.",
        });
    }

    /// <summary>A difference that what measured it may have made.</summary>
    /// <param name="subject">Whom and what it is about.</param>
    /// <param name="result">With an interval.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="reason">Why it is none, as the rest of a sentence.</param>
    internal static string WithinSteps(ComparisonSubject subject, ComparisonResult result, ComparisonRules rules, string reason) => Mark(
        subject,
        Texts.Sentence($"{Head(subject, "cannot be told apart from")}: {new ResultWords(result, rules, MetricWords.For(subject.Metric)).Measured(CountText.Of(result.D.Count, "round"))}; {reason}"));

    /// <summary>A comparison of which only the direction and a bound are certain.</summary>
    /// <param name="subject">Whom and what it is about.</param>
    /// <param name="isAhead">The candidate is, in every round.</param>
    /// <param name="bound">At least, or at most, so many times as much.</param>
    /// <param name="rounds">How many there are.</param>
    /// <param name="needed">Rounds that would decide; null where these do.</param>
    internal static string Bounded(ComparisonSubject subject, bool isAhead, double bound, int rounds, int? needed)
    {
        var relation = (isAhead, needed) switch
        {
            (true, null) => "is better than",
            (false, null) => "is worse than",
            (true, _) => "is ahead of",
            _ => "is behind",
        };
        var times = string.Create(CultureInfo.InvariantCulture, $"{(isAhead ? "at least" : "at most")} {Math.Round(bound, 2, isAhead ? MidpointRounding.ToZero : MidpointRounding.ToPositiveInfinity):0.00} times as much");
        var by = isAhead ? "by its lower end and the other's upper one" : "by its upper end and the other's lower one";
        return Mark(subject, $"{Head(subject, relation)}: {times} in {(rounds == 1 ? "the one round" : $"each of {CountText.Of(rounds, "round")}")}, {by}{(needed is { } more ? $"; {CountText.Of(more, "round")} of that kind would decide" : "")}.");
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
}
