using Prony.Experiments.Claims;
using Prony.Experiments.Objectives;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Verdicts;

/// <summary>What may be concluded from the trials of a run.</summary>
/// <remarks>Pure: the same plan and trials give the same verdict, during the run, after it and on another machine.</remarks>
public static class VerdictBuilder
{
    /// <summary>The candidate that is furthest ahead stands for the answer; whether it is also ahead of the other candidates says the sentence on the winner.</summary>
    private static readonly SpeakerOrder ByInterest = new(
        [VerdictName.Better, VerdictName.Inconclusive, VerdictName.Equivalent, VerdictName.Worse, VerdictName.Invalid], FurthestAhead: true);

    /// <summary>Summaries, comparisons, objectives and doubts of all trials so far.</summary>
    /// <param name="plan">What was decided before the first request.</param>
    /// <param name="trials">All trials that were written, in any order, those of replaced attempts too.</param>
    /// <param name="histograms">Times of a trial's window; null when they cannot be read. Called for completed trials only, maybe more than once.</param>
    /// <param name="objectives">Bounds that every candidate must keep at every load.</param>
    public static VerdictRecord Build(
        PlanRecord plan,
        IReadOnlyList<TrialRecord> trials,
        Func<TrialRecord, WindowHistograms?> histograms,
        IReadOnlyList<Objective> objectives) => Build(plan, trials, histograms, objectives, new RunEvidence());

    internal static VerdictRecord Build(
        PlanRecord plan,
        IReadOnlyList<TrialRecord> trials,
        Func<TrialRecord, WindowHistograms?> histograms,
        IReadOnlyList<Objective> objectives,
        RunEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentNullException.ThrowIfNull(histograms);
        ArgumentNullException.ThrowIfNull(objectives);

        var looks = new LookRules(plan, trials, evidence.Looks);
        plan = plan with { Preview = plan.Preview || looks.BeforeFirst };
        var points = plan.Scenarios.SelectMany(scenario => scenario.Points.Select(point => (Scenario: scenario.Name, Point: point)))
            .Select(at => new PointTrials(at.Scenario, at.Point, new RoundTable(trials.Where(t => t.Scenario == at.Scenario && t.Point == at.Point && looks.Counts(t)))))
            .ToList();

        // A load that nobody survived has no rounds, which says nothing of the others.
        var rounds = points.Select(point => CountedRounds(plan, point.Rounds)).Where(count => count > 0).DefaultIfEmpty(0).Min();
        var preview = plan.Preview || rounds < ComparisonRules.FewestRounds;
        var judged = points.Select(point => Judge(plan, point, histograms, objectives, looks.Alpha)).ToList();
        var look = looks.Verdict(points, point => judged.Single(j => j.Trials == point).Verdict.Comparisons.Where(comparison => comparison.Metric == plan.Primary));

        // A run that ended at a look made all the rounds that it was to make.
        var (gates, doubts) = RunDoubts.Of(look is { Ended: true } ? plan with { Rounds = look.Round } : plan, points);
        return new VerdictRecord
        {
            Experiment = plan.Experiment,
            Question = plan.Question,
            Baseline = plan.Baseline,
            Primary = plan.Primary,
            Margin = plan.Margin,
            Rounds = rounds,
            Look = look,
            ReplacedRounds = points.SelectMany(point => point.Rounds.Replaced).Distinct().Count(),
            Preview = preview,
            Profiles = plan.Profiles,
            Order = plan.Order,
            Scenarios = judged.GroupBy(point => point.Trials.Scenario)
                .ToDictionary(scenario => scenario.Key, scenario => new ScenarioVerdict([.. scenario.Select(point => point.Verdict)])
                {
                    Curves = Curves.Of(plan, [.. scenario.Select(point => (point.Trials, point.Verdict))], evidence.Seconds),
                }),
            Verdict = Overall(judged, plan, looks, look),
            Objectives = [.. judged.SelectMany(point => point.Objectives)],
            Claims = new ClaimJudge(plan, new ClaimFigureReader(plan, points, histograms), looks.Alpha).All(),
            Fairness = FairnessTable.Of(plan, points),
            Skipped = plan.Skipped,
            FailedTrials = FailedTrials(plan, trials),
            Window = WindowLengths.Of(plan, points, evidence.Seconds),
            Gates = gates,
            Doubts = doubts,
        };
    }

    /// <summary>The answer, who wins at its load, and at which look it was given.</summary>
    private static OverallVerdict? Overall(List<JudgedPoint> judged, PlanRecord plan, LookRules looks, LookVerdict? look)
    {
        var primary = judged.SelectMany(point => point.Verdict.Comparisons
            .Where(comparison => comparison.Metric == plan.Primary)
            .Select(comparison => new PrimaryComparison(point.Trials.Scenario, point.Trials.Point, comparison))).ToList();
        if (primary.Count == 0)
        {
            return null;
        }

        var overall = PrimaryAnswer.Of(primary, ByInterest, _ => $"The others against {plan.Baseline}");
        var here = judged.First(point => point.Trials.Scenario == overall.Scenario && point.Trials.Point == overall.Load);
        string?[] sentences = [overall.Sentence, here.Verdict.Winner?.Sentence, looks.Sentence(look, primary.Select(p => p.Comparison))];
        return overall with { Sentence = string.Join(' ', sentences.OfType<string>()) };
    }

    /// <summary>Rounds of the comparison that has most of them: a candidate that was left out on the way does not take the rounds of the others with it.</summary>
    private static int CountedRounds(PlanRecord plan, RoundTable rounds)
    {
        var pairs = plan.Candidates.Where(c => c.Name != plan.Baseline).Select(c => rounds.Pair(c.Name, plan.Baseline).Pairs.Count).DefaultIfEmpty(0).Max();
        return pairs > 0 ? pairs : rounds.Measured(plan.Baseline).Count;
    }

    private static JudgedPoint Judge(
        PlanRecord plan, PointTrials at, Func<TrialRecord, WindowHistograms?> histograms, IReadOnlyList<Objective> objectives, double alpha)
    {
        var summaries = new Dictionary<string, CandidateSummary>();
        var kept = new List<ObjectiveRecord>();
        foreach (var candidate in plan.Candidates.Select(c => c.Name))
        {
            var measured = at.Rounds.Measured(candidate);
            if (measured.Count == 0)
            {
                kept.AddRange(objectives.Select(o => new ObjectiveRecord(at.Scenario, at.Point.Name, candidate, o.Text, null, Met: false)));
                continue;
            }

            var times = MergedTimes.Of(measured, histograms);
            var summary = CandidateSummaries.Of(measured, times);
            summaries.Add(candidate, summary);
            kept.AddRange(objectives.Select(o => Check(at, candidate, o, o.ValueOf(summary, times.Response))));
        }

        var where = Texts.At(at.Point, plan.Scenarios.Count > 1 ? at.Scenario : null);
        var comparisons = new PointComparisons(plan, at.Rounds, where, histograms, alpha);
        var all = comparisons.All();
        var preview = plan.Preview || CountedRounds(plan, at.Rounds) < ComparisonRules.FewestRounds;
        var winner = preview ? null : Winners.Of(plan, [.. all.Where(comparison => comparison.Metric == plan.Primary)], where, comparisons);
        return new JudgedPoint(at, new PointVerdict(at.Point, summaries, all) { Winner = winner }, kept);
    }

    private static ObjectiveRecord Check(PointTrials at, string candidate, Objective objective, double? value) =>
        new(at.Scenario, at.Point.Name, candidate, objective.Text, value, objective.IsMetBy(value));

    /// <summary>Interrupted trials are no failure of a candidate: the user ended them.</summary>
    private static List<FailedTrialRecord> FailedTrials(PlanRecord plan, IReadOnlyList<TrialRecord> trials)
    {
        var names = new RunDirectory(plan.Run);
        return [.. trials.Where(trial => trial.State is not (TrialState.Completed or TrialState.Interrupted))
            .OrderBy(trial => trial.Round).ThenBy(trial => trial.Attempt)
            .Select(trial => new FailedTrialRecord(
                names.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, plan.HasSeveralPoints(trial.Scenario) ? trial.Point : null).Name,
                trial.Candidate,
                trial.State,
                trial.Reason ?? "No reason was recorded.",
                trial.LogTail))];
    }

    private sealed record JudgedPoint(PointTrials Trials, PointVerdict Verdict, IReadOnlyList<ObjectiveRecord> Objectives);
}

/// <summary>The trials of one scenario at one load.</summary>
internal sealed record PointTrials(string Scenario, PointRecord Point, RoundTable Rounds);
