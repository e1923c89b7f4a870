using Prony.Experiments.Planning;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>How far a run got, from its plan and its trials alone: the same decisions that the run made, made again.</summary>
/// <param name="WholeRounds">Rounds 1 to this one are whole: every candidate that took part had its turn, and no further attempt was due.</param>
/// <param name="NextAttempt">The attempt that the next round continues with; those before it are whole.</param>
/// <param name="Problem">Why the run ended although rounds were left; null when it did not.</param>
internal sealed record RunProgress(int WholeRounds, int NextAttempt, RunProblem? Problem)
{
    /// <param name="plan">What was decided before the first request.</param>
    /// <param name="trials">All finished trials, in any order.</param>
    /// <param name="participants">As they were before the first round; afterwards as they are before the next attempt.</param>
    internal static RunProgress Replay(PlanRecord plan, IReadOnlyList<TrialRecord> trials, Participants participants)
    {
        var byAttempt = trials.ToLookup(trial => (trial.Round, trial.Attempt));
        for (var round = 1; round <= plan.Rounds; round++)
        {
            for (var attempt = 1; ; attempt++)
            {
                if (Whole(plan, round, [.. byAttempt[(round, attempt)]], participants) is not { } whole)
                {
                    return new RunProgress(round - 1, attempt, null);
                }

                var decision = participants.Judge(whole, attempt);
                if (decision.Problem is { } problem)
                {
                    return new RunProgress(round, 1, problem);
                }

                if (!decision.Repeat)
                {
                    break;
                }
            }
        }

        return new RunProgress(plan.Rounds, 1, null);
    }

    /// <summary>The trials of an attempt in the order of their turns; null when it is not whole, or ended because a candidate could not be started, which another day may mend.</summary>
    private static List<TrialRecord>? Whole(PlanRecord plan, int round, IReadOnlyList<TrialRecord> attempt, Participants participants)
    {
        var whole = new List<TrialRecord>();
        var points = RoundPlan.Points(plan, round).ToList();
        foreach (var name in plan.Order[round - 1])
        {
            if (participants.Find(name) is not { } candidate)
            {
                continue;
            }

            var turn = attempt.Where(trial => trial.Candidate == name).ToList();
            var started = !turn.Exists(trial => trial.State is TrialState.NotStarted or TrialState.NotReady);
            if (turn.Count == 0
                || turn.Exists(trial => trial.State == TrialState.Interrupted)
                || (started && points.Exists(p => !turn.Exists(trial => trial.Scenario == p.Scenario && trial.Point == p.Point)))
                || participants.NotStarted(candidate, turn) is not null)
            {
                return null;
            }

            whole.AddRange(turn);
        }

        return whole;
    }
}
