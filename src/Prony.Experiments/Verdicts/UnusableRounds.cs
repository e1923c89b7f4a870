using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Verdicts;

/// <summary>Says why the rounds of two candidates give no comparison.</summary>
internal static class UnusableRounds
{
    /// <summary>The reason as the rest of a sentence; null when there is a comparison.</summary>
    /// <param name="pair">Their rounds.</param>
    /// <param name="mostDisturbed">Share of rounds that may be broken or repeated.</param>
    internal static string? Reason(PairedRounds pair, double mostDisturbed)
    {
        if (pair.Finished == 0)
        {
            return "no round was finished";
        }

        if (pair.Broken.Count > 0 && (pair.Pairs.Count == 0 || pair.Finished - pair.Pairs.Count > mostDisturbed * pair.Finished))
        {
            return Texts.List([.. pair.Broken.GroupBy(trial => (trial.Candidate, What: What(trial))).Select(group => Describe([.. group], pair.Finished))]);
        }

        return pair.Disturbed > mostDisturbed * pair.Finished
            ? $"{pair.Disturbed} of {CountText.Of(pair.Finished, "round")} had to be repeated, and a result that needs more than {ShareText.Format(mostDisturbed)} of second tries is a selection"
            : null;
    }

    private static string Describe(List<TrialRecord> trials, int rounds)
    {
        var often = trials.Count == rounds
            ? rounds == 1 ? "in the only round" : $"in all {CountText.Of(rounds, "round")}"
            : $"in {trials.Count} of {CountText.Of(rounds, "round")}";
        var reason = trials[0].Reason is { } text ? $" ({text.TrimEnd('.', ' ')})" : string.Empty;
        return $"{trials[0].Candidate} {What(trials[0])} {often}{reason}";
    }

    private static string What(TrialRecord trial) => trial.State switch
    {
        TrialState.NotStarted => "could not be started",
        TrialState.NotReady => "did not become ready",
        TrialState.Died => "died under load",
        TrialState.StoppedAnswering => "stopped answering",
        _ => $"had unusable windows ({Gates(trial)})",
    };

    private static string Gates(TrialRecord trial)
    {
        var stopping = GateKeeper.Stopping(trial.Gates).Select(gate => $"{gate.Id} {GateLimits.Find(gate.Id)?.Name}".TrimEnd()).ToList();
        return stopping.Count == 0 ? "a missing result" : Texts.List(stopping);
    }
}
