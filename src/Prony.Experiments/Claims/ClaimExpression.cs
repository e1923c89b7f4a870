using Prony.Measurement.Runs;

namespace Prony.Experiments.Claims;

/// <summary>A piece of the expression of a claim.</summary>
/// <param name="At">Where it begins in the text, 0-based.</param>
/// <param name="Unit">What its value is measured in.</param>
internal abstract record ClaimExpression(int At, ClaimUnit Unit)
{
    /// <summary>All metrics in it, in the order of the text.</summary>
    internal IEnumerable<MetricCall> Calls => this switch
    {
        MetricCall call => [call],
        Arithmetic pair => pair.Left.Calls.Concat(pair.Right.Calls),
        Extreme extreme => extreme.Items.SelectMany(item => item.Calls),
        _ => [],
    };

    /// <summary>Its value, given those of its metrics.</summary>
    internal double Evaluate(Func<MetricCall, double> metric) => this switch
    {
        Number number => number.Value,
        MetricCall call => metric(call),
        Arithmetic { Sign: '+' } sum => sum.Left.Evaluate(metric) + sum.Right.Evaluate(metric),
        Arithmetic { Sign: '-' } difference => difference.Left.Evaluate(metric) - difference.Right.Evaluate(metric),
        Arithmetic { Sign: '*' } product => product.Left.Evaluate(metric) * product.Right.Evaluate(metric),
        Arithmetic quotient => quotient.Left.Evaluate(metric) / quotient.Right.Evaluate(metric),
        Extreme { IsLargest: true } largest => largest.Items.Max(item => item.Evaluate(metric)),
        Extreme smallest => smallest.Items.Min(item => item.Evaluate(metric)),
        _ => throw new InvalidOperationException($"{GetType().Name} has no value."),
    };
}

/// <summary>A number that was written.</summary>
internal sealed record Number(int At, double Value) : ClaimExpression(At, ClaimUnit.None);

/// <summary>+, -, * or / of two.</summary>
internal sealed record Arithmetic(int At, char Sign, ClaimExpression Left, ClaimExpression Right, ClaimUnit Unit) : ClaimExpression(At, Unit);

/// <summary>min(…) or max(…).</summary>
internal sealed record Extreme(int At, bool IsLargest, IReadOnlyList<ClaimExpression> Items, ClaimUnit Unit) : ClaimExpression(At, Unit);

/// <summary>A metric of a candidate: throughput(async, users=100).</summary>
/// <param name="At">Where it begins in the text.</param>
/// <param name="Metric">One of <see cref="ClaimMetrics"/>.</param>
/// <param name="Candidate">Its name.</param>
/// <param name="Load">The load; null: the only one of the scenario.</param>
/// <param name="Scenario">Null: that of the claim.</param>
/// <param name="Service">Null: all services of the candidate.</param>
internal sealed record MetricCall(int At, string Metric, Word Candidate, ClaimLoad? Load, Word? Scenario, Word? Service)
    : ClaimExpression(At, ClaimMetrics.UnitOf(Metric));

/// <summary>A word of the text and where it begins.</summary>
internal sealed record Word(int At, string Text);

/// <summary>A load as claims name it: "users=100" or "rate=300/s".</summary>
/// <param name="At">Where it begins in the text.</param>
/// <param name="Text">As written.</param>
/// <param name="Users">Of the closed model; null otherwise.</param>
/// <param name="RatePerS">Of the open model; null otherwise.</param>
internal sealed record ClaimLoad(int At, string Text, int? Users, double? RatePerS)
{
    internal bool Means(PointRecord point) => point.Stages is null && point.Users == Users && point.RatePerS == RatePerS;
}
