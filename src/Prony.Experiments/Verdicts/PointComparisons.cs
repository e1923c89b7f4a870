using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;
using Prony.Statistics.Quantiles;

namespace Prony.Experiments.Verdicts;

/// <summary>All comparisons at one load: every candidate against the baseline in every metric.</summary>
/// <param name="plan">What was decided before the first request.</param>
/// <param name="rounds">The rounds at this load.</param>
/// <param name="where">"at 100 users".</param>
/// <param name="histograms">Times of a trial's window.</param>
/// <param name="alpha">Error probability of a family of comparisons.</param>
internal sealed class PointComparisons(PlanRecord plan, RoundTable rounds, string where, Func<TrialRecord, WindowHistograms?> histograms, double alpha)
{
    /// <summary>What is compared besides the primary metric.</summary>
    internal static readonly string[] Always =
        [Metrics.Throughput, Metrics.ResponseP50, Metrics.ResponseP99, Metrics.CpuPerRequest, Metrics.Memory];

    private readonly string[] _others = [.. plan.Candidates.Select(c => c.Name).Where(name => name != plan.Baseline)];

    /// <summary>The primary metric first, then the others in a fixed order; within a metric the candidates in the plan's order.</summary>
    internal IReadOnlyList<ComparisonRecord> All() =>
        [.. Always.Prepend(plan.Primary).Distinct().SelectMany(Family)];

    /// <summary>Any two in the primary metric, as one of so many comparisons.</summary>
    internal ComparisonRecord OfTwo(string candidate, string other, int comparisons) => Compare(candidate, other, plan.Primary, comparisons)!.Record;

    private IEnumerable<ComparisonRecord> Family(string metric)
    {
        var members = _others.Select(name => Compare(name, plan.Baseline, metric, Math.Max(1, _others.Length))).OfType<Member>().ToList();
        var tested = members.Where(member => member.P is not null).ToList();
        var adjusted = Holm.Adjust([.. tested.Select(member => member.P!.Value)]);
        return members.Select(member => tested.IndexOf(member) is var at and >= 0 ? member.Record with { HolmP = adjusted[at] } : member.Record);
    }

    /// <summary>Null for a metric that is unknown for one of the two, unless it is the primary one.</summary>
    private Member? Compare(string candidate, string baseline, string metric, int comparisons)
    {
        var pair = rounds.Pair(candidate, baseline);
        var preview = plan.Preview || pair.Pairs.Count < ComparisonRules.FewestRounds;
        var subject = new ComparisonSubject(candidate, baseline, metric, where, preview);
        var rules = Rules(metric, comparisons);
        if (UnusableRounds.Reason(pair, GateLimits.RoundHealth.ChangedBy(plan.Limits).Invalid!.Value) is { } unusable)
        {
            return Without(subject, rules, ComparisonVerdict.Invalid, unusable);
        }

        if (DifferentEngines.Reason(pair) is { } incomparable)
        {
            return Without(subject, rules, ComparisonVerdict.Invalid, incomparable);
        }

        if (SameWork.Reason(plan, pair) is { } different)
        {
            return Without(subject, rules, ComparisonVerdict.Invalid, different);
        }

        if (TooFewSamples(metric, pair) is { } withheld)
        {
            return Without(subject, rules, preview ? ComparisonVerdict.Inconclusive : ComparisonVerdict.Invalid, withheld);
        }

        var mine = Values(metric, pair.Pairs.Select(p => p.Candidate));
        var theirs = Values(metric, pair.Pairs.Select(p => p.Baseline));
        if (metric == Metrics.Failures && mine.Concat(theirs).All(value => value == 0))
        {
            return new Member(Record(subject, rules, ComparisonVerdict.Equivalent, ComparisonSentence.NoFailures(subject, mine.Length)), null);
        }

        var unknown = mine.All(double.IsNaN) || theirs.All(double.IsNaN);
        if (unknown && metric != plan.Primary)
        {
            // A candidate that already ran has no CPU and no memory to compare; a line without figures would only be noise.
            return null;
        }

        var result = PairedComparison.Of(mine, theirs, rules);
        return result.Cause == UndecidedCause.UnusableValue
            ? Without(subject, rules, ComparisonVerdict.Invalid, Unmeasured(subject, pair, result, mine, theirs))
            : new Member(Decided(subject, result, rules) with { MeanRatio = CostRatio(metric, mine, theirs, rules) }, result.P);
    }

    private double[] Values(string metric, IEnumerable<TrialRecord> trials)
    {
        // Only a percentile that the record does not publish needs the histogram, which is a file to read.
        var needsTimes = Metrics.PercentileOf(metric) is not null;
        return [.. trials.Select(trial => MetricValues.Of(metric, trial, needsTimes ? histograms(trial) : null) ?? double.NaN)];
    }

    /// <summary>Costs add up, so their ratio is that of the arithmetic means; the geometric mean that decides speaks of a typical round.</summary>
    private static MeanRatioRecord? CostRatio(string metric, double[] mine, double[] theirs, ComparisonRules rules) =>
        metric == Metrics.CpuPerRequest && mine.Length > 1 && RatioOfMeans.Paired(mine, theirs, rules.Alpha / rules.Comparisons) is { } cost
            ? new MeanRatioRecord(cost.Ratio, cost.Low, cost.High)
            : null;

    private ComparisonRules Rules(string metric, int comparisons) => new()
    {
        Alpha = alpha,
        Comparisons = comparisons,
        Margin = plan.Margin,
        HigherIsBetter = MetricWords.For(metric).HigherIsBetter,
    };

    private static ComparisonRecord Record(ComparisonSubject subject, ComparisonRules rules, ComparisonVerdict verdict, string sentence) => new()
    {
        Candidate = subject.Candidate,
        Baseline = subject.Baseline,
        Metric = subject.Metric,
        Confidence = 1 - rules.Alpha,
        Alpha = rules.Alpha,
        M = rules.Comparisons,
        Margin = rules.Margin,
        Verdict = NameOf(verdict),
        Sentence = sentence,
    };

    private static ComparisonRecord Decided(ComparisonSubject subject, ComparisonResult result, ComparisonRules rules) =>
        Record(subject, rules, result.Verdict, ComparisonSentence.Of(subject, result, rules)) with
        {
            Ratio = result.Ratio,
            Low = result.Low,
            High = result.High,
            D = result.D,
            Sd = result.Sd,
            Material = result.Material,
            RoundsNeeded = result.RoundsNeeded,
        };

    private static Member Without(ComparisonSubject subject, ComparisonRules rules, ComparisonVerdict verdict, string reason) =>
        new(Record(subject, rules, verdict, ComparisonSentence.Without(subject, reason)), null);

    internal static string NameOf(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Better => VerdictName.Better,
        ComparisonVerdict.Worse => VerdictName.Worse,
        ComparisonVerdict.Equivalent => VerdictName.Equivalent,
        ComparisonVerdict.Inconclusive => VerdictName.Inconclusive,
        _ => VerdictName.Invalid,
    };

    private static string? TooFewSamples(string metric, PairedRounds pair)
    {
        if (Metrics.PercentileOf(metric) is not { } percentile)
        {
            return null;
        }

        var fewest = PercentileRanks.FewestValues(percentile / 100);
        var worst = pair.Pairs.SelectMany(p => new[] { p.Candidate, p.Baseline }).MinBy(trial => trial.Load!.ResponseNs.Count);
        return worst is { Load.ResponseNs.Count: var count } && count < fewest
            ? $"it needs at least {CountText.Of(fewest, "request")} per window, and {worst.Candidate} had {CountText.Of(count, "request")} in round {worst.Round}; measure longer"
            : null;
    }

    private static string Unmeasured(ComparisonSubject subject, PairedRounds pair, ComparisonResult result, double[] mine, double[] theirs)
    {
        var index = result.UnusableRound!.Value;
        var (name, value) = result.UnusableIsBaseline ? (subject.Baseline, theirs[index]) : (subject.Candidate, mine[index]);
        var noun = MetricWords.For(subject.Metric).Noun;
        var round = pair.Pairs[index].Candidate.Round;
        return double.IsNaN(value)
            ? $"the {noun} of {name} is unknown in round {round}"
            : $"the {noun} of {name} was {(value < 0 ? "below zero" : "zero")} in round {round}, and a ratio needs values above zero";
    }

    private sealed record Member(ComparisonRecord Record, double? P);
}
