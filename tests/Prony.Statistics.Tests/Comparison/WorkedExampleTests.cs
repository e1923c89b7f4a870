using Prony.Statistics.Comparison;
using Prony.Statistics.Distributions;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

public sealed class WorkedExampleTests
{
    [Theory]
    [InlineData("B", -0.1088350694, 0.0185842683, 0.0058768616, -18.519250, 1.787435e-8)]
    [InlineData("C", 0.0027227880, 0.0119911431, 0.0037919324, 0.718048, 0.490946)]
    public void Log_ratios_have_the_worked_moments_and_t(string candidate, double mean, double sd, double se, double t, double p)
    {
        var result = Compare(candidate, m: 1);

        Math.Log(result.Ratio!.Value).ShouldBe(mean, 1e-10);
        result.D.Average().ShouldBe(mean, 1e-10);
        result.Sd!.Value.ShouldBe(sd, 1e-10);
        result.StandardError!.Value.ShouldBe(se, 1e-10);
        result.T!.Value.ShouldBe(t, 1e-6);
        result.P!.Value.ShouldBe(p, p * 1e-6);
    }

    [Theory]
    [InlineData("B", 1, 0.896878, 0.885034, 0.908881)]
    [InlineData("C", 1, 1.002726, 0.994162, 1.011365)]
    [InlineData("B", 3, 0.896878, 0.881550, 0.912473)]
    [InlineData("C", 3, 1.002726, 0.991635, 1.013942)]
    public void Ratios_have_the_worked_intervals(string candidate, int m, double ratio, double low, double high)
    {
        var result = Compare(candidate, m);

        result.Ratio!.Value.ShouldBe(ratio, 5e-7);
        result.Low!.Value.ShouldBe(low, 5e-7);
        result.High!.Value.ShouldBe(high, 5e-7);
    }

    [Theory]
    [InlineData("B", 1, 0.887268, 0.906593)]
    [InlineData("C", 1, 0.995781, 1.009721)]
    [InlineData("B", 3, 0.883748, 0.910204)]
    [InlineData("C", 3, 0.993230, 1.012314)]
    public void Equivalence_intervals_are_the_worked_ones(string candidate, int m, double low, double high)
    {
        var result = Compare(candidate, m);

        result.EquivalenceLow!.Value.ShouldBe(low, 5e-7);
        result.EquivalenceHigh!.Value.ShouldBe(high, 5e-7);
    }

    [Fact]
    public void Equivalence_p_is_the_larger_of_two_one_sided_ones()
    {
        Compare("B", m: 1).EquivalenceP!.Value.ShouldBe(1, 2e-6);
        Compare("C", m: 1).EquivalenceP!.Value.ShouldBe(3.466e-7, 5e-11);
    }

    [Theory]
    [InlineData("B", 0.897334, 0.884192, 0.910046)]
    [InlineData("C", 1.002433, 0.994890, 1.011431)]
    public void Hodges_and_Lehmann_stand_beside_with_their_exact_interval(string candidate, double ratio, double low, double high)
    {
        var ranks = Compare(candidate, m: 1).Ranks.ShouldNotBeNull();

        ranks.Ratio.ShouldBe(ratio, 5e-7);
        ranks.Low.ShouldBe(low, 5e-7);
        ranks.High.ShouldBe(high, 5e-7);
        ranks.Confidence.ShouldBe(0.9512, 5e-5);
    }

    [Theory]
    [InlineData("B", 0, 0.001953)]
    [InlineData("C", 30, 0.845703)]
    public void The_signed_rank_test_is_exact(string candidate, double w, double p)
    {
        var test = SignedRank.Test([.. Compare(candidate, m: 1).D]);

        test.W.ShouldBe(w);
        test.P.ShouldBe(p, 5e-7);
    }

    [Theory]
    [InlineData("B", 0.828352, 0.971074)]
    [InlineData("C", 0.921871, 1.090674)]
    public void Without_pairing_the_interval_is_Welchs_and_far_wider(string candidate, double low, double high)
    {
        var unpaired = UnpairedComparison.Of(WorkedExample.Of(candidate), WorkedExample.A);

        unpaired.Low.ShouldBe(low, 5e-7);
        unpaired.High.ShouldBe(high, 5e-7);
        (unpaired.High - unpaired.Low).ShouldBeGreaterThan(4 * (Compare(candidate, m: 1).High!.Value - Compare(candidate, m: 1).Low!.Value));
    }

    [Theory]
    [InlineData("B", 0.895844, 0.884183, 0.908961, 0.819735, 0.980424)]
    [InlineData("C", 1.002388, 0.993603, 1.011699, 0.911842, 1.102414)]
    public void The_ratio_of_means_has_Fiellers_interval(string candidate, double ratio, double low, double high, double lowAlone, double highAlone)
    {
        var paired = RatioOfMeans.Paired(WorkedExample.Of(candidate), WorkedExample.A).ShouldNotBeNull();
        var alone = RatioOfMeans.Independent(WorkedExample.Of(candidate), WorkedExample.A).ShouldNotBeNull();

        paired.Ratio.ShouldBe(ratio, 5e-7);
        paired.Low.ShouldBe(low, 5e-7);
        paired.High.ShouldBe(high, 5e-7);
        alone.Low.ShouldBe(lowAlone, 5e-7);
        alone.High.ShouldBe(highAlone, 5e-7);
    }

    [Theory]
    [InlineData("B", -0.630846)]
    [InlineData("C", -0.535508)]
    public void Neighbouring_rounds_correlate_as_worked_and_below_the_limit(string candidate, double lag1)
    {
        var result = Compare(candidate, m: 1);

        result.Lag1!.Value.ShouldBe(lag1, 1e-6);
        result.Wild.ShouldBeFalse();
    }

    [Fact]
    public void B_is_better_by_more_than_the_margin_and_C_is_equivalent()
    {
        var b = Compare("B", m: 3);
        var c = Compare("C", m: 3);

        b.Verdict.ShouldBe(ComparisonVerdict.Better);
        b.Material.ShouldBeTrue();
        b.AtLeast!.Value.ShouldBe(0.088, 5e-4);
        c.Verdict.ShouldBe(ComparisonVerdict.Equivalent);
        c.Material.ShouldBeFalse();
        c.AtLeast.ShouldBeNull();
        new[] { b, c }.ShouldAllBe(r => r.RoundsNeeded == null && r.Cause == UndecidedCause.None);
    }

    [Theory]
    [InlineData(0.975, 9, 2.262157)]
    [InlineData(0.95, 9, 1.833113)]
    [InlineData(0.975, 5, 2.570582)]
    [InlineData(0.975, 4, 2.776445)]
    [InlineData(1 - (0.05 / 6), 9, 2.933324)]
    [InlineData(1 - (0.05 / 3), 9, 2.509587)]
    [InlineData(1 - 0.0025, 5, 4.773341)]
    [InlineData(1 - 0.005, 5, 4.032143)]
    [InlineData(1 - 0.005, 9, 3.249836)]
    [InlineData(1 - 0.010, 9, 2.821438)]
    [InlineData(1 - 0.010, 15, 2.602480)]
    [InlineData(1 - 0.020, 15, 2.248540)]
    [InlineData(1 - 0.015, 23, 2.313231)]
    [InlineData(1 - 0.030, 23, 1.978249)]
    public void Student_quantiles_are_the_tables(double probability, int freedom, double quantile) =>
        StudentQuantiles.At(probability, freedom).ShouldBe(quantile, 5e-7);

    private static ComparisonResult Compare(string candidate, int m) =>
        PairedComparison.Of(WorkedExample.Of(candidate), WorkedExample.A, new ComparisonRules { Comparisons = m });
}
