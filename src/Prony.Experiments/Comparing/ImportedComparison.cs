using System.Globalization;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Comparing;

/// <summary>Two runs of which at least one is somebody else's measurement: figures side by side, and never a verdict.</summary>
internal static class ImportedComparison
{
    private const string Scenario = "imported";
    private const double UsualMargin = 0.05;

    private const string Caution =
        "What another tool measured at another time, perhaps on another machine, has no rounds. Its figures stand beside the others as they were printed; a ratio of such figures has no interval, and is no difference that was shown.";

    private static readonly string[] Compared =
        [Metrics.Throughput, Metrics.Failures, Metrics.ResponseMean, Metrics.ResponseP50, Metrics.ResponseP90, "response.p95", Metrics.ResponseP99];

    /// <summary>Whether it must be this comparison.</summary>
    public static bool IsNeeded(PlanRecord old, PlanRecord current) => old.Imported is not null || current.Imported is not null;

    /// <exception cref="RunMismatchException">They have no candidate or load in common, or the metric is unknown to both.</exception>
    public static RunComparisonRecord Of(StoredRun old, StoredRun current, RunComparisonOptions options)
    {
        var (then, now) = (ImportedSide.Of(old), ImportedSide.Of(current));
        var names = Names(old.Plan, then, current.Plan, now, options.Candidate);
        var primary = options.Metric ?? (old.Plan.Imported is null ? old.Plan.Primary : current.Plan.Imported is null ? current.Plan.Primary : Metrics.Throughput);
        var metrics = Compared.Prepend(primary).Distinct().ToList();
        var margin = options.Margin ?? (old.Plan.Imported is null ? old.Plan.Margin : UsualMargin);
        var pairs = names.SelectMany(name => Pairs(name, then, now)).ToList();
        if (pairs.Count == 0)
        {
            throw new RunMismatchException(
                $"The two runs have no load in common: {old.Plan.Run} has {Loads(then)}, {current.Plan.Run} has {Loads(now)}. Only the same load can be compared.");
        }

        var points = pairs.GroupBy(pair => (pair.New.Scenario, pair.New.Load))
            .Select(point => (point.Key.Scenario, Point: new RunComparisonPoint(
                point.Key.Load,
                [.. point.SelectMany(pair => metrics.Where(metric => pair.Old.Figure(metric) is not null || pair.New.Figure(metric) is not null || metric == primary).Select(metric => Compare(pair, metric, margin)))])))
            .ToList();
        var first = points[0].Point.Comparisons.First(comparison => comparison.Metric == primary);
        return new RunComparisonRecord
        {
            Old = Described(old),
            New = Described(current),
            Primary = primary,
            Margin = margin,
            Caution = Caution,
            Imported = [.. Banner(old).Concat(Banner(current)).Distinct()],
            Differences = [.. Differences(old, current, pairs)],
            Scenarios = points.GroupBy(point => point.Scenario).ToDictionary(scenario => scenario.Key, scenario => new RunComparisonScenario([.. scenario.Select(point => point.Point)])),
            Verdict = new OverallVerdict(points[0].Scenario, first.Candidate, VerdictName.Inconclusive, first.Sentence + " No verdict is possible.") { Load = points[0].Point.Load },
        };
    }

    private static List<CandidateNames> Names(PlanRecord old, IReadOnlyList<ImportedSide> then, PlanRecord current, IReadOnlyList<ImportedSide> now, CandidateNames? only)
    {
        var (before, after) = (then.Select(side => side.Candidate).Distinct().ToList(), now.Select(side => side.Candidate).Distinct().ToList());
        if (only is not null)
        {
            var (run, name, has) = before.Contains(only.Old) ? (current.Run, only.New, after) : (old.Run, only.Old, before);
            if (!has.Contains(name))
            {
                throw new RunMismatchException($"{run} has no load of candidate '{name}'; it has {List(has)}.");
            }

            return [only];
        }

        // One each is meant, whatever their names: "hey-1" and the candidate of an experiment.
        return (before, after) is ([var one], [var other])
            ? [new CandidateNames(one, other)]
            : after.Intersect(before).Select(name => new CandidateNames(name, name)).ToList() is { Count: > 0 } common
            ? common
            : throw new RunMismatchException(
                $"The two runs have no candidate in common: {old.Run} has {List(before)}, {current.Run} has {List(after)}. Say which are meant with 'prony compare --candidate OLD=NEW'; 'prony import --name' gives names.");
    }

    /// <summary>The same loads; where each side has one, those two, because a tool may not tell its load.</summary>
    private static IEnumerable<Pair> Pairs(CandidateNames names, IReadOnlyList<ImportedSide> then, IReadOnlyList<ImportedSide> now)
    {
        List<ImportedSide> before = [.. then.Where(side => side.Candidate == names.Old)];
        List<ImportedSide> after = [.. now.Where(side => side.Candidate == names.New)];
        if (before is [var old] && after is [var current])
        {
            return [new Pair(old, current)];
        }

        return after.SelectMany(mine => before.Where(theirs => mine.IsLoadOf(theirs)).Take(1).Select(theirs => new Pair(theirs, mine)));
    }

    private static AcrossRunsRecord Compare(Pair pair, string metric, double margin)
    {
        var (then, now) = (pair.Old.Figure(metric), pair.New.Figure(metric));
        double? ratio = then > 0 && now > 0 ? now / then : null;
        return new AcrossRunsRecord
        {
            Candidate = pair.New.Candidate,
            OldCandidate = pair.Old.Candidate,
            Metric = metric,
            Figure = now,
            OldFigure = then,
            Ratio = ratio,
            Margin = margin,
            Verdict = VerdictName.Inconclusive,
            Sentence = Sentence(pair, metric, ratio),
        };
    }

    private static string Sentence(Pair pair, string metric, double? ratio)
    {
        var noun = MetricWords.For(metric).Noun;
        var (then, now) = ($"{pair.Old.Candidate} ({pair.Old.Source})", $"{pair.New.Candidate} ({pair.New.Source})");
        if (ratio is { } value)
        {
            return $"In {noun} the figure of {now} is {Times(value)} times that of {then}, without an interval, because "
                + $"{(pair.Old.IsImported && pair.New.IsImported ? "neither was" : "one of them was not")} measured in rounds; it may be chance.";
        }

        var unknown = new[] { (then, pair.Old.Figure(metric)), (now, pair.New.Figure(metric)) }.Where(side => side.Item2 is null).Select(side => side.Item1).ToList();
        return unknown.Count > 0 ? $"Of {List(unknown)} the {noun} is not known." : $"In {noun} one of {then} and {now} is 0, or below the digits that were printed.";
    }

    private static string Times(double ratio) => ratio.ToString(ratio < 0.1 ? "0.0000" : ratio < 10 ? "0.00" : "#,0.0", CultureInfo.InvariantCulture);

    private static IEnumerable<RunDifference> Differences(StoredRun old, StoredRun current, List<Pair> pairs)
    {
        yield return new RunDifference(DifferenceKind.Machine, "machine", Machine(old.Plan), Machine(current.Plan), Forbids: true);
        foreach (var (then, now) in pairs.Select(pair => (pair.Old.Source, pair.New.Source)).Where(source => source.Item1 != source.Item2).Distinct())
        {
            yield return new RunDifference(DifferenceKind.Load, "measured by", then, now, Forbids: true);
        }

        foreach (var pair in pairs.Where(pair => !pair.New.IsLoadOf(pair.Old)))
        {
            yield return new RunDifference(DifferenceKind.Load, $"load of {pair.New.Candidate}", pair.Old.LoadText, pair.New.LoadText, Forbids: true);
        }
    }

    private static string Machine(PlanRecord plan) => plan.Imported is null ? string.Create(CultureInfo.InvariantCulture, $"{plan.Machine.Cpus} × {plan.Machine.Cpu}") : "unknown";

    private static IEnumerable<string> Banner(StoredRun run) => run.Plan.Imported is not { } imported ? []
        : [$"{run.Plan.Run}: read from {string.Join(", ", imported.Files.Select(file => file.Name))} ({string.Join(", ", imported.Results.Select(result => result.Tool).Distinct())}). Prony measured nothing of it; 'prony report' says what it cannot tell."];

    private static string Loads(IReadOnlyList<ImportedSide> sides) => List([.. sides.Select(side => $"{side.Candidate} at {side.LoadText}").Distinct()]);

    private static string List(List<string> items) => items.Count == 0 ? "none" : Texts.List(items);

    private static ComparedRun Described(StoredRun run) => new(run.Plan.Run, run.Plan.CreatedUtc, run.Plan.Experiment, run.Verdict.Rounds, run.Plan.Tool);

    private sealed record Pair(ImportedSide Old, ImportedSide New);
}
