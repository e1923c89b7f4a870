using Prony.Measurement.Runs;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Observations;

/// <summary>The trials that the figures of a verdict rest on. Which attempt of a round counts is decided there; here it is only found again.</summary>
internal static class CountedTrials
{
    /// <summary>By reference; empty without a verdict.</summary>
    public static HashSet<TrialRecord> In(RunView view)
    {
        var counted = new HashSet<TrialRecord>(ReferenceEqualityComparer.Instance);
        foreach (var (scenario, points) in view.Verdict?.Scenarios ?? new Dictionary<string, ScenarioVerdict>())
        {
            foreach (var (point, candidate, round) in points.Points.SelectMany(p => p.Candidates.SelectMany(c => c.Value.Rounds.Where(r => !r.Invalid).Select(r => (p, c.Key, r)))))
            {
                if (Find(view.Trials, scenario, point.Load, candidate, round) is { } trial)
                {
                    counted.Add(trial);
                }
            }
        }

        return counted;
    }

    // The verdict holds a round's figures as its trial has them, to the last digit; of two attempts with the same the later one counts.
    private static TrialRecord? Find(IReadOnlyList<TrialRecord> trials, string scenario, PointRecord load, string candidate, RoundFigures round) => trials
        .Where(t => t.Round == round.Round && t.Candidate == candidate && t.Scenario == scenario && t.State == TrialState.Completed && t.Point == load)
        .Where(t => t.Load is { } measured && measured.ThroughputPerS.Equals(round.ThroughputPerS) && measured.Requests.FailureShare().Equals(round.Failures))
        .MaxBy(t => t.Attempt);
}
