using Prony.Experiments.Gates;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;
using Prony.Statistics.Quantiles;

namespace Prony.Experiments.Comparing;

/// <summary>By what two runs are compared.</summary>
/// <param name="Primary">The metric that decides.</param>
/// <param name="Margin">Smallest difference worth acting on, a share.</param>
/// <param name="Candidates">Who is compared: the family that shares the error probability.</param>
internal sealed record AcrossRule(string Primary, double Margin, IReadOnlyList<CandidateNames> Candidates)
{
    internal ComparisonRules For(string metric) => new()
    {
        Comparisons = Candidates.Count,
        Margin = Margin,
        HigherIsBetter = MetricWords.For(metric).HigherIsBetter,
    };
}

/// <summary>All comparisons of two runs at one load: every candidate with itself of the other run, in every metric.</summary>
/// <param name="old">The run that is compared with.</param>
/// <param name="current">The run that is judged.</param>
/// <param name="scenario">Name of the scenario.</param>
/// <param name="load">One that both have.</param>
/// <param name="rule">By what.</param>
/// <param name="forbidden">Why no verdict may be given here, as the rest of a sentence; null when it may.</param>
internal sealed class AcrossPoint(StoredRun old, StoredRun current, string scenario, PointRecord load, AcrossRule rule, string? forbidden)
{
    private readonly RoundTable _old = TableOf(old, scenario, load);
    private readonly RoundTable _new = TableOf(current, scenario, load);

    internal string Scenario => scenario;

    internal PointRecord Load => load;

    /// <summary>The primary metric first, then the others in a fixed order; within a metric the candidates in the new run's order.</summary>
    internal IReadOnlyList<AcrossRunsRecord> All(bool severalScenarios)
    {
        var where = Texts.At(load, severalScenarios ? scenario : null);
        return [.. PointComparisons.Always.Prepend(rule.Primary).Distinct().SelectMany(metric => Family(metric, where))];
    }

    private static RoundTable TableOf(StoredRun run, string scenario, PointRecord load) =>
        new(run.Trials.Where(trial => trial.Scenario == scenario && trial.Point == load));

    private IEnumerable<AcrossRunsRecord> Family(string metric, string where)
    {
        var members = rule.Candidates.Select(names => Compare(new AcrossSubject(names, metric, where, IsPreview(names)))).OfType<Member>().ToList();
        var tested = members.Where(member => member.P is not null).ToList();
        var adjusted = Holm.Adjust([.. tested.Select(member => member.P!.Value)]);
        return members.Select(member => tested.IndexOf(member) is var at and >= 0 ? member.Record with { HolmP = adjusted[at] } : member.Record);
    }

    private bool IsPreview(CandidateNames names) => old.Plan.Preview || current.Plan.Preview
        || _old.Pair(names.Old, names.Old).Pairs.Count < ComparisonRules.FewestRounds
        || _new.Pair(names.New, names.New).Pairs.Count < ComparisonRules.FewestRounds;

    private Member? Compare(AcrossSubject subject)
    {
        var before = _old.Pair(subject.Names.Old, subject.Names.Old);
        var after = _new.Pair(subject.Names.New, subject.Names.New);
        if ((forbidden ?? Unusable(old, before, "old") ?? Unusable(current, after, "new") ?? FailuresDiffer(subject, before, after)) is { } reason)
        {
            return Without(subject, ComparisonVerdict.Invalid, reason);
        }

        if (TooFewSamples(subject.Metric, before, after) is { } withheld)
        {
            return Without(subject, subject.Preview ? ComparisonVerdict.Inconclusive : ComparisonVerdict.Invalid, withheld);
        }

        var theirs = Values(old, subject.Metric, before);
        var mine = Values(current, subject.Metric, after);
        if (subject.Metric == Metrics.Failures && mine.Concat(theirs).All(value => value == 0))
        {
            return new Member(Record(subject, ComparisonVerdict.Equivalent, AcrossSentence.NoFailures(subject)), null);
        }

        if ((mine.All(double.IsNaN) || theirs.All(double.IsNaN)) && subject.Metric != rule.Primary)
        {
            return null;
        }

        var rules = rule.For(subject.Metric);
        var result = UnpairedVerdict.Of(mine, theirs, rules);
        return result.Cause == UndecidedCause.UnusableValue
            ? Without(subject, ComparisonVerdict.Invalid, Unmeasured(subject, result, result.UnusableIsBaseline ? before : after, result.UnusableIsBaseline ? theirs : mine))
            : new Member(Decided(subject, result, rules, mine, theirs), result.P);
    }

    private static double[] Values(StoredRun run, string metric, PairedRounds rounds) =>
        [.. rounds.Pairs.Select(p => MetricValues.Of(metric, p.Candidate, null) ?? FromTimes(run, metric, p.Candidate) ?? double.NaN)];

    /// <summary>A percentile that the record does not publish: a file to read.</summary>
    private static double? FromTimes(StoredRun run, string metric, TrialRecord trial) =>
        Metrics.PercentileOf(metric) is null ? null : MetricValues.Of(metric, trial, run.Times(trial));

    private static string? Unusable(StoredRun run, PairedRounds rounds, string which)
    {
        var row = GateLimits.RoundHealth.ChangedBy(run.Plan.Limits);
        return run.Verdict.Gates.Any(gate => gate.Id == row.Id && gate.State == GateState.Invalid)
            ? $"the {which} run is invalid ({row.Id}): too many of its rounds had to be repeated or gave nothing"
            : UnusableRounds.Reason(rounds, row.Invalid!.Value) is { } reason ? $"in the {which} run {reason}" : null;
    }

    /// <summary>V07 between two runs: who fails more does other work. Of the failures themselves the shares are the answer.</summary>
    private string? FailuresDiffer(AcrossSubject subject, PairedRounds before, PairedRounds after)
    {
        var row = GateLimits.ErrorsDiffer.ChangedBy(current.Plan.Limits);
        var (then, now) = (FailedShare(before), FailedShare(after));
        return subject.Metric != Metrics.Failures && Math.Abs(then - now) > row.Invalid
            ? $"{ShareText.Format(now)} of its requests failed in the new run and {ShareText.Format(then)} in the old one, and shares that differ by more than {GateWords.Points(row.Invalid!.Value)} ({row.Id}) mean that the two did not do the same work"
            : null;
    }

    private static double FailedShare(PairedRounds rounds)
    {
        var sent = rounds.Pairs.Sum(p => p.Candidate.Load!.Requests.Sent);
        return sent == 0 ? 0 : rounds.Pairs.Sum(p => p.Candidate.Load!.Requests.Failed) / (double)sent;
    }

    private static string? TooFewSamples(string metric, PairedRounds before, PairedRounds after)
    {
        if (Metrics.PercentileOf(metric) is not { } percentile)
        {
            return null;
        }

        var fewest = PercentileRanks.FewestValues(percentile / 100);
        var worst = before.Pairs.Select(p => (p.Candidate, Which: "old")).Concat(after.Pairs.Select(p => (p.Candidate, Which: "new"))).MinBy(t => t.Candidate.Load!.ResponseNs.Count);
        return worst.Candidate is { Load.ResponseNs.Count: var count } && count < fewest
            ? $"it needs at least {CountText.Of(fewest, "request")} per window, and round {worst.Candidate.Round} of the {worst.Which} run had {CountText.Of(count, "request")}; measure longer"
            : null;
    }

    private static string Unmeasured(AcrossSubject subject, UnpairedResult result, PairedRounds rounds, double[] values)
    {
        var value = values[result.UnusableRound!.Value];
        var where = $"in round {rounds.Pairs[result.UnusableRound.Value].Candidate.Round} of the {(result.UnusableIsBaseline ? "old" : "new")} run";
        return double.IsNaN(value)
            ? $"it is unknown {where}"
            : $"it was {(value < 0 ? "below zero" : "zero")} {where}, and a ratio needs values above zero";
    }

    private AcrossRunsRecord Record(AcrossSubject subject, ComparisonVerdict verdict, string sentence)
    {
        var rules = rule.For(subject.Metric);
        return new AcrossRunsRecord
        {
            Candidate = subject.Names.New,
            OldCandidate = subject.Names.Old,
            Metric = subject.Metric,
            Figure = FigureOf(current, subject.Names.New, subject.Metric),
            OldFigure = FigureOf(old, subject.Names.Old, subject.Metric),
            Confidence = 1 - rules.Alpha,
            Alpha = rules.Alpha,
            M = rules.Comparisons,
            Margin = rules.Margin,
            Verdict = PointComparisons.NameOf(verdict),
            Sentence = sentence,
        };
    }

    private double? FigureOf(StoredRun run, string candidate, string metric) =>
        run.Verdict.Scenarios.GetValueOrDefault(scenario)?.Points.FirstOrDefault(p => p.Load == load)?.Candidates.GetValueOrDefault(candidate) is { } summary
            ? metric switch
            {
                Metrics.Throughput => summary.ThroughputPerS,
                Metrics.Failures => summary.Failures,
                Metrics.CpuPerRequest => summary.CpuPerRequestNs,
                Metrics.Memory => summary.MemoryPssBytes,
                _ => IsEnough(metric, summary.ResponseNs) ? Metrics.ResponseOf(metric, summary.ResponseNs) : null,
            }
            : null;

    private static bool IsEnough(string metric, Distribution responses) =>
        Metrics.PercentileOf(metric) is not { } percentile || responses.Count >= PercentileRanks.FewestValues(percentile / 100);

    private AcrossRunsRecord Decided(AcrossSubject subject, UnpairedResult result, ComparisonRules rules, double[] mine, double[] theirs) =>
        Record(subject, result.Verdict, AcrossSentence.Of(subject, result, rules, (theirs.Length, mine.Length))) with
        {
            Ratio = result.Ratio,
            Low = result.Low,
            High = result.High,
            Rounds = mine,
            OldRounds = theirs,
            DegreesOfFreedom = result.DegreesOfFreedom,
            Material = result.Material,
            RoundsNeeded = result.RoundsNeeded,
        };

    private Member Without(AcrossSubject subject, ComparisonVerdict verdict, string reason) =>
        new(Record(subject, verdict, AcrossSentence.Without(subject, reason)), null);

    private sealed record Member(AcrossRunsRecord Record, double? P);
}
