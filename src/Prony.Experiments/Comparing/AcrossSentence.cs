using Prony.Experiments.Verdicts;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Comparing;

/// <summary>Whom and what a comparison of two runs is about.</summary>
/// <param name="Names">The candidate in each run.</param>
/// <param name="Metric">As in files: "response.p99".</param>
/// <param name="Where">"at 100 users".</param>
/// <param name="Preview">Too few rounds or too short windows for a verdict in one of the runs.</param>
internal sealed record AcrossSubject(CandidateNames Names, string Metric, string Where, bool Preview);

/// <summary>A comparison of two runs in one plain sentence: who, in what, by how much, with interval and number of rounds.</summary>
internal static class AcrossSentence
{
    /// <param name="subject">Whom and what it is about.</param>
    /// <param name="result">Not without a ratio.</param>
    /// <param name="rules">What it was decided with.</param>
    /// <param name="rounds">Of the old run and of the new one.</param>
    internal static string Of(AcrossSubject subject, UnpairedResult result, ComparisonRules rules, (int Old, int New) rounds)
    {
        var words = new ResultWords(result, rules, MetricWords.For(subject.Metric));
        var measured = words.Measured($"{Rounds(rounds)}, not paired");
        return Mark(subject, result switch
        {
            { Cause: UndecidedCause.SingleRound } => $"{Head(subject, "cannot be told apart from what", "was")}: {words.Effect} by {Rounds(rounds)}, and a single round has no interval; "
                + $"a verdict needs at least {ComparisonRules.FewestRounds} rounds in each run.",
            { Verdict: ComparisonVerdict.Better } => $"{Head(subject, "is better than", "was")}: {measured}, {words.Size}.",
            { Verdict: ComparisonVerdict.Worse } => $"{Head(subject, "is worse than", "was")}: {measured}, {words.Size}.",
            { Verdict: ComparisonVerdict.Equivalent } => $"{Head(subject, "is equivalent to what", "was")}: {measured}, {words.Inside}.",
            _ => $"{Head(subject, "cannot be told apart from what", "was")}: {measured}; {words.Needed(" in each run")}.",
        });
    }

    /// <summary>A comparison without a ratio.</summary>
    /// <param name="subject">Whom and what it is about.</param>
    /// <param name="reason">Why, as the rest of a sentence.</param>
    internal static string Without(AcrossSubject subject, string reason)
    {
        var before = subject.Names.Old == subject.Names.New ? "between the two runs" : $"against {subject.Names.Old} of the old run";
        return Texts.Sentence($"No verdict on {subject.Names.New} {before} in {MetricWords.For(subject.Metric).Noun} {subject.Where}: {reason}");
    }

    /// <summary>Neither ever failed: the one case in which two zeros can be compared.</summary>
    internal static string NoFailures(AcrossSubject subject) => Mark(subject, $"{Head(subject, "is equivalent to what", "was")}: no request failed in either run.");

    private static string Mark(AcrossSubject subject, string sentence) => subject.Preview ? $"Preview, not a verdict: {sentence}" : sentence;

    private static string Head(AcrossSubject subject, string relation, string verb) =>
        $"{subject.Names.New} {relation} {(subject.Names.Old == subject.Names.New ? "it" : subject.Names.Old)} {verb} in {MetricWords.For(subject.Metric).Noun} {subject.Where}";

    private static string Rounds((int Old, int New) rounds) => $"{CountText.Of(rounds.Old, "round")} then and {CountText.Of(rounds.New)} now";
}
