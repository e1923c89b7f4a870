using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Variance;

namespace Prony.Experiments.Verdicts;

/// <summary>Proposes how long windows should be, from how much seconds and rounds scatter and what a round costs beside its windows (docs/methods/rounds.md).</summary>
/// <remarks>Kalibera and Jones' rule with the levels second and round, on d = ln(candidate ÷ baseline) of the same second of both windows. Advice for the next run:
/// a running plan is never changed by what its rounds show.</remarks>
internal static class WindowLengths
{
    private const int FewestRounds = 3;

    private const int FewestSeconds = 2;

    /// <summary>Less than that is not worth changing a plan for.</summary>
    private const double WorthSaving = 0.10;

    /// <summary>Below it the gate of the steady state has too few seconds to speak.</summary>
    private const double ShortestJudgedS = 10;

    /// <summary>Null where too few rounds or seconds are there, the load has no seconds alike (stages, counts of requests), or the metric has no figure of a second.</summary>
    internal static WindowAdvice? Of(PlanRecord plan, IReadOnlyList<PointTrials> points, Func<TrialRecord, IEnumerable<SliceRecord>> seconds)
    {
        if (SecondOf(plan.Primary) is not { } figure)
        {
            return null;
        }

        var found = new List<Finding>();
        foreach (var at in points.Where(point => point.Point is { Stages: null, Requests: null }))
        {
            foreach (var candidate in plan.Candidates.Select(c => c.Name).Where(name => name != plan.Baseline))
            {
                if (Find(plan, at.Rounds.Pair(candidate, plan.Baseline).Pairs, trial => [.. seconds(trial).Where(s => s.Phase == PhaseName.Window).Select(figure)]) is { } one)
                {
                    found.Add(one);
                }
            }
        }

        // The comparison that takes longest to decide is the one that the length of the run depends on.
        return found.Count == 0 ? null : Advice(plan, found.MaxBy(one => one.EffortAt(one.WindowS))!);
    }

    /// <summary>The figure of one second that stands for a metric; a second without one has 0.</summary>
    private static Func<SliceRecord, double>? SecondOf(string metric) => metric switch
    {
        Metrics.Throughput => slice => slice.Outcomes.Success,
        Metrics.ResponseP90 => slice => slice.P90Ns,
        Metrics.ResponseP99 => slice => slice.P99Ns,
        _ when Metrics.IsResponse(metric) => slice => slice.P50Ns,
        _ => null,
    };

    private static Finding? Find(PlanRecord plan, IReadOnlyList<(TrialRecord Candidate, TrialRecord Baseline)> pairs, Func<TrialRecord, double[]> seconds)
    {
        if (pairs.Count < FewestRounds)
        {
            return null;
        }

        var rounds = pairs.Select(pair => (Mine: seconds(pair.Candidate), Theirs: seconds(pair.Baseline))).ToList();

        // The last slice of a window may be a part of a second.
        var windowS = pairs.Min(pair => Math.Min(pair.Candidate.Load!.Window.DurationS, pair.Baseline.Load!.Window.DurationS));
        var length = Math.Min((int)Math.Floor(windowS + 1e-6), rounds.Min(round => Math.Min(round.Mine.Length, round.Theirs.Length)));
        if (length < FewestSeconds || rounds.Exists(round => round.Mine.Take(length).Concat(round.Theirs.Take(length)).Any(value => value <= 0)))
        {
            return null;
        }

        double[] d = [.. rounds.SelectMany(round => round.Mine.Zip(round.Theirs, (mine, theirs) => Math.Log(mine) - Math.Log(theirs)).Take(length))];
        var components = VarianceComponents.Of(d, [length, rounds.Count]).Components;
        return new Finding(components[0], components[1], OverheadS(plan, pairs), windowS, FloorS(plan, pairs));
    }

    /// <summary>Mean time of a trial outside of its window, with its share of the pause.</summary>
    private static double OverheadS(PlanRecord plan, IReadOnlyList<(TrialRecord Candidate, TrialRecord Baseline)> pairs)
    {
        var trials = pairs.SelectMany(pair => new[] { pair.Candidate, pair.Baseline });
        var points = plan.Scenarios.Sum(scenario => scenario.Points.Count);
        return Math.Max(1e-3, trials.Average(trial => trial.Phases.Where(phase => phase.Name != PhaseName.Window).Sum(phase => phase.DurationS)) + (plan.Phases.PauseS / points));
    }

    /// <summary>Seconds that hold the responses which a percentile of one window has to rest on; 0 for other metrics.</summary>
    private static double FloorS(PlanRecord plan, IReadOnlyList<(TrialRecord Candidate, TrialRecord Baseline)> pairs)
    {
        if (Metrics.PercentileOf(plan.Primary) is not { } percentile)
        {
            return 0;
        }

        var perS = pairs.SelectMany(pair => new[] { pair.Candidate, pair.Baseline }).Min(trial => trial.Load!.ResponseNs.Count / trial.Load.Window.DurationS);
        var row = GateLimits.Samples.ChangedBy(plan.Limits);
        return perS <= 0 ? 0 : Math.Ceiling(Math.Round(row.Warn!.Value * 100 / (100 - percentile) / perS, 6));
    }

    private static WindowAdvice Advice(PlanRecord plan, Finding found)
    {
        var best = CostRule.Repetitions(1, found.OverheadS, found.Inner, found.Outer);
        double? proposed = !double.IsInfinity(best) ? Math.Max(1, Math.Max(Math.Ceiling(best), found.FloorS))
            : found.FloorS > found.WindowS ? found.FloorS
            : null;
        var (second, round) = (Math.Sqrt(Math.Max(0, found.Inner)), Math.Sqrt(Math.Max(0, found.Outer)));
        var why = $"a second scatters by {ShareText.Format(second)}, a round by {ShareText.Format(round)} beside that, and each window costs {Seconds(found.OverheadS)} around it";
        return new WindowAdvice(second, round, found.OverheadS, found.WindowS, proposed, Sentence(plan, found, proposed, why));
    }

    private static string Sentence(PlanRecord plan, Finding found, double? proposed, string why)
    {
        var now = Seconds(found.WindowS);
        if (proposed is not { } seconds)
        {
            return $"Longer windows than {now} would serve as well as more rounds: {why}.";
        }

        if (found.FloorS > found.WindowS)
        {
            return $"Windows of {Seconds(seconds)} instead of {now}: {Metrics.ShortName(plan.Primary)} rests on too few responses in shorter ones.";
        }

        var saving = 1 - (found.EffortAt(seconds) / found.EffortAt(found.WindowS));
        if (saving < WorthSaving)
        {
            return $"Windows of {now} are about right: {why}.";
        }

        var unjudged = seconds < ShortestJudgedS ? $" Below {Seconds(ShortestJudgedS)} nobody can tell whether a window is steady (V12)." : "";
        return $"Windows of {Seconds(seconds)} instead of {now} would give the same certainty in about {ShareText.Format(Math.Round(saving, 2))} less time: {why}.{unjudged}";
    }

    private static string Seconds(double seconds) => DurationText.Short((long)(Math.Round(seconds, 1) * 1e9));

    /// <param name="Inner">T² of seconds.</param>
    /// <param name="Outer">T² of rounds.</param>
    /// <param name="OverheadS">What a window costs beside itself.</param>
    /// <param name="WindowS">Length of the windows.</param>
    /// <param name="FloorS">What the percentile needs.</param>
    private sealed record Finding(double Inner, double Outer, double OverheadS, double WindowS, double FloorS)
    {
        internal double EffortAt(double seconds) => CostRule.Effort(seconds, 1, OverheadS, Inner, Outer);
    }
}
