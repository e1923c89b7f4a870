using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

public sealed class PairedComparisonTests
{
    private static readonly double[] Baseline = [100, 104, 98, 101, 97, 103, 99, 102, 100, 96];

    [Fact]
    public void More_is_better_for_throughput_and_worse_for_times()
    {
        var candidate = Times(1.2);

        Compare(candidate, higherIsBetter: true).Verdict.ShouldBe(ComparisonVerdict.Better);
        Compare(candidate, higherIsBetter: false).Verdict.ShouldBe(ComparisonVerdict.Worse);
        Compare(Times(0.8), higherIsBetter: true).Verdict.ShouldBe(ComparisonVerdict.Worse);
        Compare(Times(0.8), higherIsBetter: false).Verdict.ShouldBe(ComparisonVerdict.Better);
    }

    [Fact]
    public void At_least_is_counted_from_the_end_of_the_interval_nearer_to_one()
    {
        var more = Compare(Times(1.2), higherIsBetter: true);
        var less = Compare(Times(0.8), higherIsBetter: true);

        more.AtLeast!.Value.ShouldBe(more.Low!.Value - 1, 1e-12);
        less.AtLeast!.Value.ShouldBe(1 - less.High!.Value, 1e-12);
    }

    [Fact]
    public void Identical_series_are_equivalent_with_an_interval_of_no_width()
    {
        var result = Compare(Baseline, higherIsBetter: true);

        result.Verdict.ShouldBe(ComparisonVerdict.Equivalent);
        result.Ratio.ShouldBe(1);
        (result.Low, result.High).ShouldBe((1, 1));
        result.Wild.ShouldBeFalse();
        result.T.ShouldBeNull();
        result.P.ShouldBe(1);
        result.EquivalenceP.ShouldBe(0);
    }

    [Fact]
    public void A_proven_but_tiny_difference_is_equivalent_not_better()
    {
        var result = Compare(Times(1.012), higherIsBetter: true);

        result.Low!.Value.ShouldBeGreaterThan(1);
        result.Verdict.ShouldBe(ComparisonVerdict.Equivalent);
    }

    [Fact]
    public void A_difference_that_reaches_into_the_margin_is_better_but_not_material()
    {
        var result = Compare(Times(1.06, noise: 0.02), higherIsBetter: true);

        result.Verdict.ShouldBe(ComparisonVerdict.Better);
        result.Low!.Value.ShouldBeLessThan(1.05);
        result.Material.ShouldBeFalse();
    }

    [Fact]
    public void Too_much_scatter_is_inconclusive_and_says_how_many_rounds_would_do()
    {
        var result = Compare(Times(1.01, noise: 0.10), higherIsBetter: true);

        result.Verdict.ShouldBe(ComparisonVerdict.Inconclusive);
        result.Cause.ShouldBe(UndecidedCause.WideInterval);
        var t = 2.262157162740992;
        result.RoundsNeeded.ShouldBe((int)Math.Ceiling(Math.Pow(t * result.Sd!.Value / Math.Log(1.05), 2)));
        result.RoundsNeeded!.Value.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void An_estimate_at_the_edge_of_the_margin_asks_for_more_rounds_than_there_are()
    {
        var result = Compare(Times(1.026, noise: 0.065), higherIsBetter: true);

        result.Verdict.ShouldBe(ComparisonVerdict.Inconclusive);
        result.RoundsNeeded!.Value.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void One_round_gives_a_ratio_but_no_interval_and_no_decision()
    {
        var result = PairedComparison.Of([120], [100], new ComparisonRules { HigherIsBetter = true });

        result.Verdict.ShouldBe(ComparisonVerdict.Inconclusive);
        result.Cause.ShouldBe(UndecidedCause.SingleRound);
        result.Ratio!.Value.ShouldBe(1.2, 1e-12);
        (result.Low, result.High, result.RoundsNeeded).ShouldBe((null, null, null));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Two_or_three_rounds_have_an_honest_wide_interval(int rounds)
    {
        var result = PairedComparison.Of(Times(5.9, noise: 0.02).AsSpan(0, rounds), Baseline.AsSpan(0, rounds), new ComparisonRules { HigherIsBetter = true });

        result.Verdict.ShouldBe(ComparisonVerdict.Better);
        result.Ranks.ShouldBeNull();
        result.Low!.Value.ShouldBeLessThan(5.9);
        result.High!.Value.ShouldBeGreaterThan(5.9);
    }

    [Fact]
    public void Two_rounds_that_disagree_wildly_have_an_interval_of_finite_numbers()
    {
        // 10 candidates against one baseline, and a stall in one of two rounds: the half-width is beyond what exp can show.
        var result = PairedComparison.Of([1, 500e6], [500e6, 1], new ComparisonRules { Comparisons = 10 });

        result.Verdict.ShouldBe(ComparisonVerdict.Inconclusive);
        result.Low!.Value.ShouldBeInRange(double.Epsilon, 1e-300);
        result.High!.Value.ShouldBeInRange(1e300, double.MaxValue);
        result.RoundsNeeded!.Value.ShouldBeInRange(6, 100_000);
    }

    [Fact]
    public void Rounds_that_all_agree_on_a_difference_are_decided_without_any_scatter()
    {
        double[] candidate = [120, 120, 120, 120, 120, 120];
        double[] baseline = [100, 100, 100, 100, 100, 100];

        var result = PairedComparison.Of(candidate, baseline, new ComparisonRules { HigherIsBetter = true });

        (result.Verdict, result.Material, result.Wild).ShouldBe((ComparisonVerdict.Better, true, false));
        (result.Low!.Value, result.High!.Value).ShouldSatisfyAllConditions(i => i.Item1.ShouldBe(1.2, 1e-9), i => i.Item2.ShouldBe(1.2, 1e-9));
        result.P!.Value.ShouldBeInRange(0, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_without_a_ratio_makes_the_comparison_invalid_and_names_the_round(double value)
    {
        double[] broken = [100, 100, value, 100];
        double[] whole = [100, 100, 100, 100];

        var ofCandidate = PairedComparison.Of(broken, whole, new ComparisonRules());
        var ofBaseline = PairedComparison.Of(whole, broken, new ComparisonRules());

        ofCandidate.Verdict.ShouldBe(ComparisonVerdict.Invalid);
        ofCandidate.Cause.ShouldBe(UndecidedCause.UnusableValue);
        (ofCandidate.UnusableRound, ofCandidate.UnusableIsBaseline).ShouldBe((2, false));
        (ofBaseline.UnusableRound, ofBaseline.UnusableIsBaseline).ShouldBe((2, true));
        ofCandidate.Ratio.ShouldBeNull();
        ofCandidate.D.ShouldBeEmpty();
    }

    [Fact]
    public void No_round_is_invalid()
    {
        var result = PairedComparison.Of([], [], new ComparisonRules());

        result.Verdict.ShouldBe(ComparisonVerdict.Invalid);
        result.Cause.ShouldBe(UndecidedCause.NoRounds);
    }

    [Fact]
    public void Series_of_different_length_are_refused() =>
        Should.Throw<ArgumentException>(() => PairedComparison.Of([1, 2], [1], new ComparisonRules()))
            .Message.ShouldStartWith("Pairs are needed: 2 values of the candidate, 1 of the baseline.");

    [Theory]
    [InlineData(0.0, 1, 0.05)]
    [InlineData(1.0, 1, 0.05)]
    [InlineData(0.05, 0, 0.05)]
    [InlineData(0.05, 1, 0.0)]
    [InlineData(0.05, 1, double.NaN)]
    public void Rules_outside_their_range_are_refused(double alpha, int m, double margin) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            PairedComparison.Of([1, 2], [1, 2], new ComparisonRules { Alpha = alpha, Comparisons = m, Margin = margin }));

    [Fact]
    public void One_round_far_out_makes_the_rounds_wild_and_the_rank_interval_must_agree()
    {
        // Nine rounds 1 % apart and slightly slower, one spike upwards: the t interval is wide, the ranks see through it.
        double[] d = [0.08, 0.081, 0.079, 0.082, 0.078, 0.080, 0.0805, 0.0795, 0.0815, 0.20];
        var result = PairedComparison.Of([.. d.Select(x => 100 * Math.Exp(x))], [.. d.Select(_ => 100.0)], new ComparisonRules());

        result.Wild.ShouldBeTrue();
        result.Verdict.ShouldBe(ComparisonVerdict.Worse);
        result.Ranks!.Low.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Wild_rounds_whose_rank_interval_disagrees_are_inconclusive()
    {
        // Two kinds of rounds, some unchanged and some 6 % slower: the t interval excludes 1, the ranks do not.
        var result = OfLogs([-0.013, 0.059, 0.061, -0.004, -0.012, -0.004, 0.056, 0.065, 0.068, 0.059]);

        result.Wild.ShouldBeTrue();
        result.Low!.Value.ShouldBeGreaterThan(1);
        result.Ranks!.Low.ShouldBeLessThan(1);
        result.Verdict.ShouldBe(ComparisonVerdict.Inconclusive);
        result.Cause.ShouldBe(UndecidedCause.WildRounds);
        result.RoundsNeeded!.Value.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Where_ranks_have_no_interval_for_so_few_rounds_all_of_them_must_lie_on_one_side()
    {
        // Six rounds and two comparisons: no signed-rank interval reaches 97.5 %.
        var oneSide = OfLogs([0.100, 0.101, 0.099, 0.1005, 0.0995, 0.150], comparisons: 2);
        var bothSides = OfLogs([0.100, 0.101, 0.099, 0.1005, 0.0995, -0.001], comparisons: 2);

        (oneSide.Wild, oneSide.Ranks, oneSide.Verdict).ShouldBe((true, null, ComparisonVerdict.Worse));
        (bothSides.Wild, bothSides.Ranks, bothSides.Verdict).ShouldBe((true, null, ComparisonVerdict.Inconclusive));
        bothSides.Low!.Value.ShouldBeGreaterThan(1);
        bothSides.RoundsNeeded.ShouldBe(8);
    }

    [Fact]
    public void Wild_rounds_are_equivalent_only_if_ranks_say_so_too()
    {
        OfLogs([0.001, 0.002, 0.000, 0.001, 0.002, 0.000, 0.001, 0.002, 0.001, 0.040])
            .ShouldSatisfyAllConditions(r => r.Wild.ShouldBeTrue(), r => r.Verdict.ShouldBe(ComparisonVerdict.Equivalent));
    }

    [Fact]
    public void Below_six_rounds_ranks_are_not_asked()
    {
        var result = OfLogs([0.1000, 0.1001, 0.1200]);

        (result.Wild, result.Verdict, result.Cause).ShouldBe((true, ComparisonVerdict.Worse, UndecidedCause.None));
    }

    [Fact]
    public void Rounds_that_follow_each_other_are_wild()
    {
        double[] d = [0.00, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09];
        var result = PairedComparison.Of([.. d.Select(Math.Exp)], [.. d.Select(_ => 1.0)], new ComparisonRules());

        result.Lag1!.Value.ShouldBeGreaterThan(0.632);
        result.Wild.ShouldBeTrue();
    }

    /// <summary>A comparison whose log-ratios are these.</summary>
    private static ComparisonResult OfLogs(double[] d, int comparisons = 1) => PairedComparison.Of(
        [.. d.Select(x => 100 * Math.Exp(x))], [.. d.Select(_ => 100.0)], new ComparisonRules { Comparisons = comparisons });

    private static double[] Times(double factor, double noise = 0.002) =>
        [.. Baseline.Select((b, i) => b * factor * Math.Exp(noise * ((i * 7 % 10) - 4.5) / 3))];

    private static ComparisonResult Compare(double[] candidate, bool higherIsBetter) =>
        PairedComparison.Of(candidate, Baseline, new ComparisonRules { HigherIsBetter = higherIsBetter });
}
