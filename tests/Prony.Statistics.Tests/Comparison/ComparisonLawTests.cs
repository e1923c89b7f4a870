using FsCheck;
using FsCheck.Fluent;
using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

/// <summary>What holds for every pair of series.</summary>
public sealed class ComparisonLawTests
{
    /// <summary>Two series of 2 to 20 values between 0.1 and 10,000.</summary>
    private static readonly Arbitrary<(double[] Candidate, double[] Baseline)> Series = Arb.From(
        from rounds in Gen.Choose(2, 20)
        from candidate in Gen.ArrayOf(Gen.Choose(1, 100_000), rounds)
        from baseline in Gen.ArrayOf(Gen.Choose(1, 100_000), rounds)
        select (Array.ConvertAll(candidate, v => v / 10.0), Array.ConvertAll(baseline, v => v / 10.0)));

    [Fact]
    public void Swapping_the_two_gives_the_reciprocal_and_the_opposite_verdict() => Holds((candidate, baseline) =>
    {
        var there = Compare(candidate, baseline);
        var back = Compare(baseline, candidate);
        return Near(there.Ratio!.Value * back.Ratio!.Value, 1)
            && Near(there.Low!.Value * back.High!.Value, 1)
            && back.Verdict == Opposite(there.Verdict);
    });

    [Fact]
    public void The_unit_of_the_values_does_not_matter() => Holds((candidate, baseline) =>
    {
        var plain = Compare(candidate, baseline);
        var scaled = Compare(Array.ConvertAll(candidate, v => v * 1e6), Array.ConvertAll(baseline, v => v * 1e6));
        return Near(plain.Ratio!.Value, scaled.Ratio!.Value) && Near(plain.High!.Value, scaled.High!.Value) && plain.Verdict == scaled.Verdict;
    });

    [Fact]
    public void Every_interval_contains_its_estimate_and_the_narrower_lies_in_the_wider() => Holds((candidate, baseline) =>
    {
        var r = Compare(candidate, baseline);
        return r.Low <= r.EquivalenceLow && r.EquivalenceLow <= r.Ratio && r.Ratio <= r.EquivalenceHigh && r.EquivalenceHigh <= r.High
            && (r.Ranks is null || (r.Ranks.Low <= r.Ranks.Ratio && r.Ranks.Ratio <= r.Ranks.High));
    });

    [Fact]
    public void More_comparisons_only_widen_the_interval() => Holds((candidate, baseline) =>
    {
        var one = Compare(candidate, baseline);
        var three = PairedComparison.Of(candidate, baseline, new ComparisonRules { Comparisons = 3 });
        return three.Low <= one.Low && one.High <= three.High;
    });

    [Fact]
    public void A_verdict_and_its_interval_never_disagree() => Holds((candidate, baseline) =>
    {
        var r = Compare(candidate, baseline);
        return r.Verdict switch
        {
            ComparisonVerdict.Better => r.High < 1,
            ComparisonVerdict.Worse => r.Low > 1,
            ComparisonVerdict.Equivalent => r.EquivalenceHigh < 1.05 && r.EquivalenceLow > 1 / 1.05,
            _ => r.RoundsNeeded > candidate.Length,
        };
    });

    [Fact]
    public void A_series_is_equivalent_to_itself() => Holds((candidate, _) =>
        Compare(candidate, candidate) is { Verdict: ComparisonVerdict.Equivalent, Ratio: 1 });

    [Fact]
    public void Nothing_in_a_result_is_infinite_or_not_a_number() => Holds((candidate, baseline) =>
    {
        var r = Compare(candidate, baseline);
        double?[] figures = [r.Ratio, r.Low, r.High, r.EquivalenceLow, r.EquivalenceHigh, r.Sd, r.StandardError, r.T, r.P, r.EquivalenceP, r.Lag1];
        return figures.All(f => f is null || double.IsFinite(f.Value));
    });

    private static void Holds(Func<double[], double[], bool> law) =>
        Prop.ForAll(Series, series => law(series.Candidate, series.Baseline)).QuickCheckThrowOnFailure();

    private static ComparisonResult Compare(double[] candidate, double[] baseline) =>
        PairedComparison.Of(candidate, baseline, new ComparisonRules());

    private static ComparisonVerdict Opposite(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Better => ComparisonVerdict.Worse,
        ComparisonVerdict.Worse => ComparisonVerdict.Better,
        _ => verdict,
    };

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(Math.Abs(a), Math.Abs(b));
}
