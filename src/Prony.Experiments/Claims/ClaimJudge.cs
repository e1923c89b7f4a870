using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;
using Prony.Statistics.Intervals;

namespace Prony.Experiments.Claims;

/// <summary>Puts the claims of a plan to the test (docs/methods/claims.md). Pure.</summary>
/// <param name="plan">What was decided before the first request; with the mark of a preview.</param>
/// <param name="figures">Gathers figures from the trials.</param>
/// <param name="alpha">1 − confidence of each claim by itself.</param>
internal sealed class ClaimJudge(PlanRecord plan, ClaimFigureReader figures, double alpha)
{
    private const string OneRound = "one round has no interval";

    /// <summary>What became of every claim, in the order of the plan.</summary>
    internal IReadOnlyList<ClaimRecord> All() => [.. plan.Claims.Select(Judge)];

    private ClaimRecord Judge(PlannedClaim claim)
    {
        if (claim.Check is null || claim.Expect is null)
        {
            return NotTestable(claim, claim.NotTestable ?? "the plan holds no check for it");
        }

        var (expression, unreadable) = ExpressionParser.Read(claim.Check);
        if (expression is null)
        {
            return NotTestable(claim, $"its check cannot be read: {unreadable!.Message}");
        }

        var (expectation, wrong) = ClaimExpectation.Read(claim.Expect, expression.Unit);
        if (expectation is null)
        {
            return NotTestable(claim, $"its expectation cannot be read: {wrong!.Message}");
        }

        var found = figures.Read(expression, claim.Scenario);
        var known = claim with { Margin = expectation.Equivalent ? claim.Margin ?? plan.Margin : null };
        var subject = new ClaimSubject(known, expectation.Equivalent ? expectation.Within(known.Margin!.Value) : expectation, expression.Unit);
        return expectation.Equivalent && NeverFailed(found) ? NoFailures(subject, found)
            : found.Missing is { } missing ? NotTestable(known, missing) with { Unit = ClaimUnits.NameOf(expression.Unit) }
            : Judge(subject, expression, found);
    }

    private ClaimRecord Judge(ClaimSubject subject, ClaimExpression expression, ClaimFigures found)
    {
        if (RoundsEstimate.Of([.. found.Values], alpha) is not { } estimate)
        {
            return Record(subject, found, found.Values[0], null, ClaimState.Undecided, OneRound);
        }

        var (decisive, ranks) = subject.Expectation.Equivalent ? (estimate.Equivalence, estimate.EquivalenceRanks) : (estimate.Interval, estimate.Ranks);
        if (found.Failures.Count > 0)
        {
            var counted = Counted(expression, found);
            decisive = Bounded(ClosedInterval.Hull(decisive, counted), expression);
            ranks = Bounded(ClosedInterval.Hull(ranks, counted), expression);
            estimate = estimate with { Interval = Bounded(ClosedInterval.Hull(estimate.Interval, counted), expression), Ranks = Bounded(estimate.Ranks, expression) };
        }

        // Only the whole 95 % interval beyond the margin refutes that two are alike, as it makes a difference material.
        var state = subject.Expectation.IsMetBy(decisive.Low, decisive.High) ? ClaimState.Confirmed
            : subject.Expectation.IsFailedBy(estimate.Interval.Low, estimate.Interval.High) ? ClaimState.Refuted
            : ClaimState.Undecided;
        var agreed = state switch
        {
            ClaimState.Confirmed => subject.Expectation.IsMetBy(ranks.Low, ranks.High),
            ClaimState.Refuted => subject.Expectation.IsFailedBy(estimate.Ranks.Low, estimate.Ranks.High),
            _ => true,
        };
        var overruled = estimate.IsWild && found.Values.Count >= ComparisonRules.FewestRounds && !agreed;
        var reason = overruled ? "a round lies far out or rounds follow one another, and the interval of the ranks does not agree"
            : state == ClaimState.Undecided ? "the interval holds values that meet it and values that do not"
            : null;
        return Record(subject, found, estimate.Value, estimate.Interval, overruled ? ClaimState.Undecided : state, reason);
    }

    /// <summary>
    /// What the counts of failed requests allow, all rounds together: no failure in a thousand requests is not a share of zero. Every share that was counted takes its exact interval, the others the
    /// mean of their rounds is taken for.
    /// </summary>
    private ClosedInterval Counted(ClaimExpression expression, ClaimFigures found)
    {
        var each = alpha / found.Failures.Count;
        return Evaluate(expression, call => found.Failures.TryGetValue(call, out var counts) ? ExactShare.Of(counts.Failed, counts.Due, each) : ClosedInterval.At(found.Means[call]));
    }

    private static ClosedInterval Evaluate(ClaimExpression expression, Func<MetricCall, ClosedInterval> metric) => expression switch
    {
        Number number => ClosedInterval.At(number.Value),
        MetricCall call => metric(call),
        Arithmetic { Sign: '+' } sum => ClosedInterval.Sum(Evaluate(sum.Left, metric), Evaluate(sum.Right, metric)),
        Arithmetic { Sign: '-' } difference => ClosedInterval.Difference(Evaluate(difference.Left, metric), Evaluate(difference.Right, metric)),
        Arithmetic { Sign: '*' } product => ClosedInterval.Product(Evaluate(product.Left, metric), Evaluate(product.Right, metric)),
        Arithmetic quotient => ClosedInterval.Quotient(Evaluate(quotient.Left, metric), Evaluate(quotient.Right, metric)),
        Extreme { IsLargest: true } largest => largest.Items.Select(item => Evaluate(item, metric)).Aggregate(ClosedInterval.Largest),
        Extreme smallest => smallest.Items.Select(item => Evaluate(item, metric)).Aggregate(ClosedInterval.Smallest),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no value."),
    };

    /// <summary>A share, or one of several, is no less than nothing and no more than all, whatever the t interval says.</summary>
    private static ClosedInterval Bounded(ClosedInterval interval, ClaimExpression expression) =>
        IsShare(expression) ? new(Math.Clamp(interval.Low, 0, 1), Math.Clamp(interval.High, 0, 1)) : interval;

    private static bool IsShare(ClaimExpression expression) => expression switch
    {
        MetricCall call => call.Metric == Metrics.Failures,
        Extreme extreme => extreme.Items.All(IsShare),
        _ => false,
    };

    /// <summary>Two that never failed are alike in failures: the one case in which two zeros can be compared.</summary>
    private static bool NeverFailed(ClaimFigures found) => found.Failures.Count > 0 && found.Failures.Values.All(counts => counts.Failed == 0);

    private ClaimRecord NoFailures(ClaimSubject subject, ClaimFigures found)
    {
        var state = found.Rounds > 1 ? ClaimState.Confirmed : ClaimState.Undecided;
        var sentence = ClaimSentence.NoFailures(found.Rounds, IsPreview(found.Rounds));
        return Bare(subject.Claim, state, state == ClaimState.Confirmed ? null : OneRound, sentence) with { Unit = ClaimUnits.NameOf(subject.Unit), Rounds = found.Rounds };
    }

    private ClaimRecord Record(ClaimSubject subject, ClaimFigures found, double value, ClosedInterval? interval, string state, string? reason) =>
        Bare(subject.Claim, state, reason, ClaimSentence.Of(subject, value, interval, state, IsPreview(found.Rounds))) with
        {
            Unit = ClaimUnits.NameOf(subject.Unit),
            Value = value,
            Low = Finite(interval?.Low),
            High = Finite(interval?.High),
            Rounds = found.Rounds,
            Values = found.Values,
        };

    private static ClaimRecord NotTestable(PlannedClaim claim, string reason) => Bare(claim, ClaimState.NotTestable, reason, ClaimSentence.NotTestable(reason));

    private static ClaimRecord Bare(PlannedClaim claim, string state, string? reason, string sentence) => new()
    {
        Says = claim.Says,
        Source = claim.Source,
        Scenario = claim.Scenario,
        Check = claim.Check,
        Expect = claim.Expect,
        Margin = claim.Margin,
        State = state,
        Reason = reason,
        Sentence = sentence,
    };

    private bool IsPreview(int rounds) => plan.Preview || rounds < ComparisonRules.FewestRounds;

    private static double? Finite(double? end) => end is { } value && double.IsFinite(value) ? value : null;
}

/// <summary>A claim whose texts were read.</summary>
/// <param name="Claim">As planned.</param>
/// <param name="Expectation">What its value is to be, with the bounds that a margin gives.</param>
/// <param name="Unit">Of the value.</param>
internal sealed record ClaimSubject(PlannedClaim Claim, ClaimExpectation Expectation, ClaimUnit Unit);
