using FsCheck;
using FsCheck.Fluent;
using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

public sealed class UnpairedVerdictTests
{
    private static readonly Arbitrary<(double[] New, double[] Old)> Series = Arb.From(
        from mine in Gen.Choose(2, 14)
        from theirs in Gen.Choose(2, 14)
        from candidate in Gen.ArrayOf(Gen.Choose(1, 100_000), mine)
        from baseline in Gen.ArrayOf(Gen.Choose(1, 100_000), theirs)
        select (Array.ConvertAll(candidate, v => v / 10.0), Array.ConvertAll(baseline, v => v / 10.0)));

    [Theory]
    [InlineData("B", 0.896878, 0.828352, 0.971074)]
    [InlineData("C", 1.002726, 0.921871, 1.090674)]
    public void The_interval_is_Welchs_of_the_worked_example(string candidate, double ratio, double low, double high)
    {
        var result = Compare(WorkedExample.Of(candidate), WorkedExample.A);

        result.Ratio!.Value.ShouldBe(ratio, 5e-7);
        result.Low!.Value.ShouldBe(low, 5e-7);
        result.High!.Value.ShouldBe(high, 5e-7);
    }

    [Fact]
    public void What_pairs_decide_may_stay_open_without_them()
    {
        var better = Compare(WorkedExample.B, WorkedExample.A);
        better.Verdict.ShouldBe(ComparisonVerdict.Better);
        better.Material.ShouldBeFalse();
        better.AtLeast!.Value.ShouldBe(1 - 0.971074, 5e-7);

        // By Welch and Satterthwaite's formulas in another language, the tail by Simpson's rule on the density.
        better.DegreesOfFreedom!.Value.ShouldBe(17.479850463766, 1e-9);
        better.P!.Value.ShouldBe(0.010117938235, 1e-10);

        var open = Compare(WorkedExample.C, WorkedExample.A);
        (open.Verdict, open.Cause).ShouldBe((ComparisonVerdict.Inconclusive, UndecidedCause.WideInterval));
        open.RoundsNeeded!.Value.ShouldBeGreaterThan(10);
        PairedComparison.Of(WorkedExample.C, WorkedExample.A, new ComparisonRules()).Verdict.ShouldBe(ComparisonVerdict.Equivalent);
    }

    [Fact]
    public void Equal_and_quiet_series_are_equivalent()
    {
        var result = Compare([100, 101, 99, 100.5, 99.5, 100], [100.2, 99.8, 100, 100.9, 99.1, 100]);

        result.Verdict.ShouldBe(ComparisonVerdict.Equivalent);
        result.EquivalenceP!.Value.ShouldBeLessThan(0.05);
        (result.RoundsNeeded, result.AtLeast).ShouldBe((null, null));
    }

    [Fact]
    public void Series_without_scatter_are_decided_by_the_margin()
    {
        Compare([104, 104, 104], [100, 100, 100]).Verdict.ShouldBe(ComparisonVerdict.Equivalent);
        Compare([106, 106, 106], [100, 100, 100]).Verdict.ShouldBe(ComparisonVerdict.Worse);
    }

    [Fact]
    public void More_is_better_where_the_rules_say_so() =>
        UnpairedVerdict.Of([200, 201, 199], [100, 101, 99], new ComparisonRules { HigherIsBetter = true }).Verdict.ShouldBe(ComparisonVerdict.Better);

    [Fact]
    public void A_far_round_needs_ranks_that_agree()
    {
        // Seven of eight rounds are 7 % longer by a hair's breadth; the eighth of the old run is ten times as long and widens Welch's interval only.
        double[] old = [100, 100.1, 99.9, 100.05, 99.95, 100.02, 99.98, 1_000];
        var result = Compare([107, 107.1, 106.9, 107.05, 106.95, 107.02, 106.98, 107], old);

        result.Wild.ShouldBeTrue();
        result.Verdict.ShouldBe(ComparisonVerdict.Inconclusive);

        // Rounds that follow each other look the same to Welch as rounds that do not; the ranks of these are all on one side.
        var trend = Compare([120, 121, 122, 123, 124, 125, 126, 127], [100, 101, 102, 103, 104, 105, 106, 107]);
        (trend.Verdict, trend.Wild).ShouldBe((ComparisonVerdict.Worse, false), "eight rounds have a limit of 0.71 that this trend stays below");
    }

    [Fact]
    public void Ranks_that_do_not_agree_overrule_the_interval()
    {
        // By Welch 19 % longer and surely so; by ranks the middle of the new run lies within what the old one gave.
        double[] old = [100, 101, 99, 100.5, 99.5, 100.2, 99.8, 100.1, 99.9, 100];
        double[] late = [100, 100.1, 99.9, 100.05, 99.95, 100.02, 99.98, 300, 300, 300];
        var result = UnpairedVerdict.Of(late, old, new ComparisonRules { Alpha = 0.2 });

        result.Wild.ShouldBeTrue();
        (result.Verdict, result.Cause).ShouldBe((ComparisonVerdict.Inconclusive, UndecidedCause.WildRounds));
    }

    [Fact]
    public void A_single_value_has_a_ratio_and_no_interval()
    {
        var result = Compare([20], [10, 10]);

        (result.Verdict, result.Cause, result.Low).ShouldBe((ComparisonVerdict.Inconclusive, UndecidedCause.SingleRound, null));
        result.Ratio!.Value.ShouldBe(2, 1e-12);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_without_a_logarithm_has_no_ratio(double value)
    {
        Compare([1, value, 3], [1, 2]).ShouldBe(new UnpairedResult { Verdict = ComparisonVerdict.Invalid, Cause = UndecidedCause.UnusableValue, UnusableRound = 1 });
        Compare([1, 2], [1, 2, value]).ShouldBe(new UnpairedResult { Verdict = ComparisonVerdict.Invalid, Cause = UndecidedCause.UnusableValue, UnusableRound = 2, UnusableIsBaseline = true });
    }

    [Fact]
    public void Nothing_cannot_be_compared() => Compare([], [1]).Cause.ShouldBe(UndecidedCause.NoRounds);

    [Fact]
    public void Rules_outside_their_range_are_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => UnpairedVerdict.Of([1, 2], [1, 2], new ComparisonRules { Alpha = 0 }));

    [Fact]
    public void Swapping_the_two_runs_gives_the_reciprocal_and_the_opposite_verdict() => Holds((mine, theirs) =>
    {
        var there = Compare(mine, theirs);
        var back = Compare(theirs, mine);
        return Near(there.Ratio!.Value * back.Ratio!.Value, 1)
            && Near(there.Low!.Value * back.High!.Value, 1)
            && Near(there.P!.Value, back.P!.Value)
            && back.Verdict == Opposite(there.Verdict);
    });

    [Fact]
    public void A_verdict_and_its_interval_never_disagree() => Holds((mine, theirs) => Compare(mine, theirs) switch
    {
        { Verdict: ComparisonVerdict.Better } r => r.High < 1,
        { Verdict: ComparisonVerdict.Worse } r => r.Low > 1,
        { Verdict: ComparisonVerdict.Equivalent } r => r.EquivalenceHigh < 1.05 && r.EquivalenceLow > 1 / 1.05,
        var r => r.RoundsNeeded > Math.Min(mine.Length, theirs.Length),
    });

    [Fact]
    public void The_order_of_the_values_changes_no_figure() => Holds((mine, theirs) =>
    {
        var plain = Compare(mine, theirs);
        var sorted = Compare([.. mine.Order()], [.. theirs.Order()]);
        return Near(plain.Ratio!.Value, sorted.Ratio!.Value) && Near(plain.Low!.Value, sorted.Low!.Value) && Near(plain.P!.Value, sorted.P!.Value);
    });

    [Fact]
    public void Nothing_in_a_result_is_infinite_or_not_a_number() => Holds((mine, theirs) =>
    {
        var r = Compare(mine, theirs);
        double?[] figures = [r.Ratio, r.Low, r.High, r.EquivalenceLow, r.EquivalenceHigh, r.StandardError, r.DegreesOfFreedom, r.P, r.EquivalenceP];
        return figures.All(f => f is { } value && double.IsFinite(value));
    });

    private static void Holds(Func<double[], double[], bool> law) =>
        Prop.ForAll(Series, series => law(series.New, series.Old)).QuickCheckThrowOnFailure();

    private static UnpairedResult Compare(double[] candidate, double[] baseline) => UnpairedVerdict.Of(candidate, baseline, new ComparisonRules());

    private static ComparisonVerdict Opposite(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Better => ComparisonVerdict.Worse,
        ComparisonVerdict.Worse => ComparisonVerdict.Better,
        _ => verdict,
    };

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1e-3, Math.Max(Math.Abs(a), Math.Abs(b)));
}
