using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Articles;

/// <summary>What a run leaves open, derived from its records alone: what was not decided, not measured, or measured at a limit of something else.</summary>
internal static class StillToTest
{
    public static IReadOnlyList<Bullet> Of(RunView view) => view.Verdict is { } verdict
        ?
        [
            .. Whole(view, verdict),
            .. verdict.Scenarios.SelectMany(scenario => scenario.Value.Points.SelectMany(point => Undecided(verdict, scenario.Key, point))),
            .. verdict.Claims.Select(Open).OfType<Bullet>(),
            .. verdict.Skipped.Select(skipped => new Bullet(skipped.Candidate, "It was left out: " + SkippedText.Of(skipped))),
            .. verdict.FailedTrials.GroupBy(trial => (trial.Candidate, trial.State)).Select(trials => new Bullet(trials.Key.Candidate, $"Why {Figure.Count(trials.Count(), "trial")} ended as {trials.Key.State}: {trials.First().Reason}")),
            .. verdict.Scenarios.SelectMany(scenario => scenario.Value.Curves.Select(curve => Further(scenario.Key, curve))).OfType<Bullet>(),
            .. verdict.Scenarios.SelectMany(scenario => scenario.Value.Points.SelectMany(point => Saturated(scenario.Key, point))),
            .. verdict.Doubts.GroupBy(doubt => doubt.Advice).Where(doubts => doubts.Key.Length > 0).Select(doubts => new Bullet(string.Join(", ", doubts.Select(doubt => $"{doubt.Id} {GateNames.Of(doubt.Id)}".TrimEnd()).Distinct()), doubts.Key)),
        ]
        : [new Bullet(null, $"Everything: the run ended before its verdict. {RunDocument.WhatThereIs(view)} 'prony {(view.Plan?.Primary == Metrics.Capacity ? "capacity" : "run")} --resume' goes on with it.")];

    private static IEnumerable<Bullet> Whole(RunView view, VerdictRecord verdict)
    {
        if (verdict.Preview)
        {
            yield return new Bullet(null, "The whole experiment: this was a preview, with too few rounds or too short windows.");
        }

        if (RunDocument.IsCutShort(view))
        {
            yield return new Bullet(null, $"The rest of the plan. {RunDocument.WhatThereIs(view)}");
        }
    }

    private static IEnumerable<Bullet> Undecided(VerdictRecord verdict, string scenario, PointVerdict point)
    {
        foreach (var comparison in point.Comparisons.Where(c => c.Metric == verdict.Primary))
        {
            var where = $"{comparison.Candidate} against {comparison.Baseline}";
            var at = $"{comparison.Metric} at {point.Load.Text} ({scenario})";
            if (comparison.Verdict == VerdictName.Inconclusive)
            {
                var rounds = comparison.RoundsNeeded is { } needed ? $" About {Figure.Count(needed, "round")} would decide it." : "";
                yield return new Bullet(where, $"{at} is not decided after {Figure.Count(verdict.Rounds, "round")}.{rounds}");
            }
            else if (comparison.Verdict == VerdictName.Invalid)
            {
                yield return new Bullet(where, $"{at} has no valid comparison: {comparison.Sentence}");
            }
        }

        if (point.Winner is { Candidate: null } winner)
        {
            yield return new Bullet($"The best at {point.Load.Text} ({scenario})", winner.Sentence);
        }
    }

    private static Bullet? Open(ClaimRecord claim) => claim.State switch
    {
        ClaimState.Undecided => new Bullet($"Claim \"{claim.Says}\"", $"It is undecided{(claim.Reason is { } reason ? ": " + reason : ".")}"),
        ClaimState.NotTestable => new Bullet($"Claim \"{claim.Says}\"", $"It could not be tested here{(claim.Reason is { } reason ? ": " + reason : ".")}"),
        _ => null,
    };

    /// <summary>A curve that still grows says nothing of where it ends.</summary>
    private static Bullet? Further(string scenario, CurveRecord curve) => curve.Fall.State == "highest-at-last" && curve.Points.Count > 0
        ? new Bullet(curve.Candidate, $"More {curve.Load} than {Figure.ChosenRate(curve.Points[^1].At)} ({scenario}): throughput was highest at the last load.")
        : null;

    /// <summary>Where the machine or the generator was full, candidates were compared by what they leave to each other.</summary>
    private static IEnumerable<Bullet> Saturated(string scenario, PointVerdict point)
    {
        foreach (var (resource, advice) in Limits)
        {
            var names = point.Candidates.Where(candidate => candidate.Value.Bottleneck?.Resource == resource).Select(candidate => candidate.Key).ToList();
            if (names.Count > 0)
            {
                yield return new Bullet($"{point.Load.Text} ({scenario})", $"{advice} It was so for {string.Join(", ", names)}.");
            }
        }
    }

    private static readonly (string Resource, string Advice)[] Limits =
    [
        (BottleneckName.MachineCpu, "All CPUs of the machine were full: a lower load, or the load generator on a machine of its own, shows what a response takes when the server has room."),
        (BottleneckName.Generator, "The generator was full: another machine for it shows what the server can do."),
        (BottleneckName.CpuLimit, "The CPU limit of a service was full: another limit shows what the program needs."),
        (BottleneckName.ServiceThreads, "All threads of a service were at work with CPUs to spare: more workers."),
        (BottleneckName.AcceptQueue, "Connections waited to be accepted: more workers, or a longer backlog."),
        (BottleneckName.OpenFiles, "A process had as many files open as it may: a higher limit."),
    ];
}
