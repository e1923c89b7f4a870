using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Comparing;

/// <summary>What became of the candidates between two runs (docs/methods/comparing-runs.md).</summary>
/// <remarks>Pure but for the histograms that it asks the runs for; thread-safe.</remarks>
public static class RunComparer
{
    /// <summary>Who got worse is what one looks for between two runs.</summary>
    private static readonly SpeakerOrder ByAttention = new(
        [VerdictName.Worse, VerdictName.Inconclusive, VerdictName.Better, VerdictName.Equivalent, VerdictName.Invalid], FurthestAhead: false);

    private const string Caution =
        "Runs of different times are not paired: what changed on this machine between them (drift, heat, neighbours, updates) is part of every ratio and cannot be removed. "
        + "To trust a small difference, put both versions into one experiment, which measures them side by side.";

    /// <summary>Whether there is anything to compare, from the plans alone: to be asked before a run is made for the sake of the comparison.</summary>
    /// <param name="old">Plan of the run that is compared with.</param>
    /// <param name="current">Plan of the run that is judged.</param>
    /// <exception cref="RunMismatchException">They have no candidate or no load in common, or were made on machines that forbid every verdict.</exception>
    public static void Check(PlanRecord old, PlanRecord current)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(current);
        if (old.Imported is not null)
        {
            throw new RunMismatchException($"{old.Run} is somebody else's measurement, which has no rounds to compare with. 'prony compare' shows its figures beside those of a run.");
        }

        var ground = CommonGround.Of(old, current, only: null);
        var differences = RunDifferences.OfPlans(old, current, ground);
        if (ground.Scenarios.All(scenario => differences.Forbidding(scenario.Name) is not null))
        {
            throw new RunMismatchException($"{old.Run} gives no verdict on this run: {differences.Forbidding(ground.Scenarios[0].Name)}.");
        }
    }

    /// <summary>Compares every candidate that both runs have, at every scenario and load that both have.</summary>
    /// <param name="old">The run that is compared with: the divisor of every ratio.</param>
    /// <param name="current">The run that is judged.</param>
    /// <param name="options">What to compare.</param>
    /// <exception cref="RunMismatchException">They have nothing in common, or a candidate of the options is unknown.</exception>
    /// <exception cref="RunFormatException">A file with times is damaged.</exception>
    public static RunComparisonRecord Compare(StoredRun old, StoredRun current, RunComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(options);
        if (ImportedComparison.IsNeeded(old.Plan, current.Plan))
        {
            return ImportedComparison.Of(old, current, options);
        }

        var ground = CommonGround.Of(old.Plan, current.Plan, options.Candidate);
        var differences = RunDifferences.Of(old, current, ground);
        var rule = new AcrossRule(options.Metric ?? old.Plan.Primary, options.Margin ?? old.Plan.Margin, ground.Candidates);
        var points = ground.Scenarios
            .SelectMany(scenario => scenario.Points.Select(point => new AcrossPoint(old, current, scenario.Name, point, rule, differences.Forbidding(scenario.Name))))
            .Select(point => (point.Scenario, point.Load, Comparisons: point.All(severalScenarios: ground.Scenarios.Count > 1)))
            .ToList();
        return new RunComparisonRecord
        {
            Old = Described(old),
            New = Described(current),
            Primary = rule.Primary,
            Margin = rule.Margin,
            Caution = Caution,
            Preview = IsPreview(old) || IsPreview(current),
            Differences = differences.Records,
            Scenarios = points.GroupBy(p => p.Scenario)
                .ToDictionary(s => s.Key, s => new RunComparisonScenario([.. s.Select(p => new RunComparisonPoint(p.Load, p.Comparisons))])),
            Verdict = PrimaryAnswer.Of(
                [.. points.SelectMany(p => p.Comparisons.Where(c => c.Metric == rule.Primary).Select(c => new PrimaryComparison(p.Scenario, p.Load, c)))],
                ByAttention,
                others => others > 1 ? "The others" : "The other"),
            Doubts = Doubts(old, current),
        };
    }

    internal static bool IsPreview(StoredRun run) => run.Plan.Preview || run.Verdict.Preview || run.Verdict.Rounds < ComparisonRules.FewestRounds;

    private static ComparedRun Described(StoredRun run) => new(run.Plan.Run, run.Plan.CreatedUtc, run.Plan.Experiment, run.Verdict.Rounds, run.Plan.Tool);

    /// <summary>What both runs say in the same words is said once.</summary>
    private static List<RunDoubt> Doubts(StoredRun old, StoredRun current)
    {
        var common = current.Verdict.Doubts.Intersect(old.Verdict.Doubts).ToList();
        return
        [
            .. common.Select(doubt => new RunDoubt(null, doubt)),
            .. old.Verdict.Doubts.Except(common).Select(doubt => new RunDoubt(old.Plan.Run, doubt)),
            .. current.Verdict.Doubts.Except(common).Select(doubt => new RunDoubt(current.Plan.Run, doubt)),
        ];
    }
}
