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
                if (WithFigures(round, At(view, scenario, point.Load, candidate)) is { } trial)
                {
                    counted.Add(trial);
                }
            }
        }

        return counted;
    }

    /// <summary>What was measured of a candidate in a scenario at a load: every attempt of every round.</summary>
    public static IEnumerable<TrialRecord> At(RunView view, string scenario, PointRecord load, string candidate) =>
        view.Trials.Where(t => t.Candidate == candidate && t.Scenario == scenario && t.Point == load && t is { State: TrialState.Completed, Load: not null });

    /// <summary>The attempt that a verdict took for a round; null where it is not there. An attempt that has no other is it in any case.</summary>
    /// <param name="round">What the verdict says of the round.</param>
    /// <param name="trials">As <see cref="At"/> gives them.</param>
    public static TrialRecord? Behind(RoundFigures round, IEnumerable<TrialRecord> trials)
    {
        var attempts = trials.Where(t => t.Round == round.Round).ToList();
        return attempts is [var only] ? only : WithFigures(round, attempts);
    }

    // The verdict holds a round's figures as its trial has them, to the last digit; of two attempts with the same the later one counts.
    private static TrialRecord? WithFigures(RoundFigures round, IEnumerable<TrialRecord> trials) => trials
        .Where(t => t.Round == round.Round && t.Load!.ThroughputPerS.Equals(round.ThroughputPerS) && t.Load.Requests.FailureShare().Equals(round.Failures))
        .MaxBy(t => t.Attempt);
}
