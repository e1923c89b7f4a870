using Prony.Experiments.Gates;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Quantiles;

namespace Prony.Experiments.Claims;

/// <summary>What the rounds of a run gave for the expression of one claim, or why they gave nothing.</summary>
/// <param name="Values">The value of each round that counts, in their order.</param>
/// <param name="Failures">Failed and due requests of these rounds, of every metric failures in the expression.</param>
/// <param name="Means">Of every metric in it, over these rounds.</param>
/// <param name="Missing">Why there is no value, as the rest of a sentence; null when there is one.</param>
internal sealed record ClaimFigures(
    IReadOnlyList<double> Values,
    IReadOnlyDictionary<MetricCall, (long Failed, long Due)> Failures,
    IReadOnlyDictionary<MetricCall, double> Means,
    string? Missing)
{
    /// <summary>Rounds that count.</summary>
    internal int Rounds { get; init; } = Values.Count;

    internal static ClaimFigures Without(string reason) => new([], new Dictionary<MetricCall, (long Failed, long Due)>(), new Dictionary<MetricCall, double>(), reason);
}

/// <summary>Gathers the figures of claims from stored trials.</summary>
/// <param name="plan">What was decided before the first request.</param>
/// <param name="points">The trials that count.</param>
/// <param name="histograms">Times of a trial's window.</param>
internal sealed class ClaimFigureReader(PlanRecord plan, IReadOnlyList<PointTrials> points, Func<TrialRecord, WindowHistograms?> histograms)
{
    private readonly double _mostBroken = GateLimits.RoundHealth.ChangedBy(plan.Limits).Invalid!.Value;

    /// <summary>The values of an expression.</summary>
    /// <param name="expression">Whose names were checked when the experiment was read.</param>
    /// <param name="scenario">Of metrics that name none.</param>
    internal ClaimFigures Read(ClaimExpression expression, string? scenario)
    {
        var sources = new List<Source>();
        foreach (var call in expression.Calls)
        {
            if (AbsenceOf(call.Candidate.Text) is { } absent)
            {
                return ClaimFigures.Without(absent);
            }

            var (at, unknown) = PointOf(call, call.Scenario?.Text ?? scenario);
            if (at is null)
            {
                return ClaimFigures.Without(unknown!);
            }

            var rounds = RoundsOf(call, at);
            if ((UnusableRounds.Reason(rounds, _mostBroken) ?? TooFewSamples(call, rounds)) is { } reason)
            {
                return ClaimFigures.Without(reason);
            }

            sources.Add(new Source(call, at, rounds.Pairs.ToDictionary(pair => pair.Candidate.Round, pair => pair.Candidate)));
        }

        return DifferentWork(sources) is { } different ? ClaimFigures.Without(different) : ValuesOf(expression, sources);
    }

    private string? AbsenceOf(string candidate) =>
        plan.Skipped.FirstOrDefault(s => s.Candidate == candidate) is { } skipped ? $"{candidate} was left out: {skipped.Reason.TrimEnd('.')}"
        : plan.Candidates.Any(c => c.Name == candidate) ? null
        : $"{candidate} does not take part in this run";

    private (PointTrials? At, string? Unknown) PointOf(MetricCall call, string? scenario)
    {
        var loads = points.Where(point => point.Scenario == scenario).ToList();
        if (loads.Count == 0)
        {
            return (null, $"this run has no scenario '{scenario}'");
        }

        var found = call.Load is { } load ? loads.Where(point => load.Means(point.Point)).ToList() : loads;
        return found.Count switch
        {
            1 => (found[0], null),
            0 => (null, $"this run has no load {call.Load!.Text} in '{scenario}'"),
            _ => (null, $"this run has {CountText.Of(found.Count, "load")} in '{scenario}', and {call.Metric}({call.Candidate.Text}) names none"),
        };
    }

    /// <summary>
    /// The rounds of one candidate at one load. Windows that a gate forbids do not count; but those that show nothing other than a server that fails under its load are what a claim about failures
    /// is about, so that for these they do, and with the first of them: a round that was repeated because the server failed would else count with a try in which it did not.
    /// </summary>
    private static PairedRounds RoundsOf(MetricCall call, PointTrials at)
    {
        var rounds = at.Rounds.Pair(call.Candidate.Text, call.Candidate.Text);
        if (call.Metric != Metrics.Failures)
        {
            return rounds;
        }

        var failing = rounds.Pairs.Select(pair => pair.Candidate).Concat(rounds.Broken)
            .Select(trial => at.Rounds.FirstOverloaded(call.Candidate.Text, trial.Round)).OfType<TrialRecord>()
            .ToDictionary(trial => trial.Round);
        var others = rounds.Pairs.Where(pair => !failing.ContainsKey(pair.Candidate.Round));
        return new PairedRounds(
            [.. others.Concat(failing.Values.Select(trial => (Candidate: trial, Baseline: trial))).OrderBy(pair => pair.Candidate.Round)],
            [.. rounds.Broken.Where(trial => !failing.ContainsKey(trial.Round))],
            rounds.Disturbed - failing.Count);
    }

    private static string? TooFewSamples(MetricCall call, PairedRounds rounds)
    {
        if (ClaimMetrics.PercentileOf(call.Metric) is not { } percentile)
        {
            return null;
        }

        var fewest = PercentileRanks.FewestValues(percentile / 100);
        var worst = rounds.Pairs.Select(pair => pair.Candidate).Where(trial => trial.Load!.Requests.Succeeded > 0).MinBy(Count);
        return worst is not null && Count(worst) < fewest
            ? $"{call.Metric} needs at least {CountText.Of(fewest, "request")} per window, and {call.Candidate.Text} had {CountText.Of(Count(worst))} in round {worst.Round}"
            : null;

        long Count(TrialRecord trial) => Metrics.IsResponse(call.Metric) ? trial.Load!.ResponseNs.Count : trial.Load!.ServiceNs.Count;
    }

    /// <summary>What a request costs or takes is no difference of two candidates that answer differently, or that were loaded differently.</summary>
    private string? DifferentWork(List<Source> sources)
    {
        var working = sources.Where(source => ClaimMetrics.IsOfWork(source.Call.Metric)).ToList();
        var ways = working.Where(source => ClaimMetrics.IsTime(source.Call.Metric)).SelectMany(source => source.Rounds.Values).Select(trial => (trial.Load!.Engine, trial.Load.Timestamps)).Distinct().Count();
        if (ways > 1)
        {
            return "its times were taken by different engines, and what an engine adds to a time is its own";
        }

        foreach (var at in working.GroupBy(source => source.At))
        {
            var names = at.Select(source => source.Call.Candidate.Text).Distinct().ToList();
            foreach (var (one, other) in names.SelectMany((one, index) => names.Skip(index + 1).Select(other => (one, other))))
            {
                if (SameWork.Reason(plan, at.Key.Rounds.Pair(one, other)) is { } different)
                {
                    return $"{one} and {other} cannot be compared: {different}";
                }
            }
        }

        return null;
    }

    private ClaimFigures ValuesOf(ClaimExpression expression, List<Source> sources)
    {
        // Windows of one attempt stand side by side; of two attempts they only have the same number.
        var rounds = sources.Select(source => source.Rounds.Keys).Aggregate((all, next) => [.. all.Intersect(next)])
            .Where(round => sources.Select(source => source.Rounds[round].Attempt).Distinct().Count() == 1).Order().ToList();
        var begun = sources.Max(source => source.Rounds.Count);
        if (begun - rounds.Count > _mostBroken * begun || rounds.Count == 0)
        {
            return ClaimFigures.Without($"only {rounds.Count} of {CountText.Of(begun, "round")} gave every figure in the same attempt");
        }

        var figures = new Dictionary<MetricCall, double[]>();
        foreach (var source in sources.DistinctBy(source => source.Call))
        {
            var needsTimes = ClaimMetrics.PercentileOf(source.Call.Metric) is not null;
            var windows = rounds.ConvertAll(round => (Trial: source.Rounds[round], Figure: ClaimMetrics.ValueOf(source.Call, source.Rounds[round], needsTimes ? histograms(source.Rounds[round]) : null)));
            if (windows.Find(window => window.Figure is null) is { Trial: { } unmeasured })
            {
                return ClaimFigures.Without(Unknown(source.Call, unmeasured));
            }

            figures[source.Call] = [.. windows.Select(window => window.Figure!.Value)];
        }

        var values = Enumerable.Range(0, rounds.Count).Select(index => expression.Evaluate(call => figures[call][index])).ToList();
        var (failures, means) = (Failures(sources, rounds), figures.ToDictionary(figure => figure.Key, figure => figure.Value.Average()));
        return values.FindIndex(value => !double.IsFinite(value)) is var index and >= 0
            ? new ClaimFigures([], failures, means, $"the check has no value in round {rounds[index]}, because it divides by zero there") { Rounds = rounds.Count }
            : new ClaimFigures(values, failures, means, null);
    }

    private static Dictionary<MetricCall, (long Failed, long Due)> Failures(List<Source> sources, List<int> rounds) => sources
        .Where(source => source.Call.Metric == Metrics.Failures)
        .DistinctBy(source => source.Call)
        .ToDictionary(source => source.Call, source => (rounds.Sum(r => source.Rounds[r].Load!.Requests.Failures()), rounds.Sum(r => source.Rounds[r].Load!.Requests.Due)));

    private static string Unknown(MetricCall call, TrialRecord trial)
    {
        var who = call.Service is { } service ? $"{service.Text} of {call.Candidate.Text}" : call.Candidate.Text;
        return ClaimMetrics.IsTime(call.Metric) && trial.Load!.Requests.Succeeded == 0
            ? $"{who} had no success at {trial.Point.Text} in round {trial.Round}, so there is no {call.Metric}"
            : $"the {call.Metric} of {who} is unknown in round {trial.Round}";
    }

    private sealed record Source(MetricCall Call, PointTrials At, IReadOnlyDictionary<int, TrialRecord> Rounds);
}
