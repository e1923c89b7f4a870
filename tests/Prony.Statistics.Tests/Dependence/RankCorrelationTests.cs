using FsCheck;
using FsCheck.Fluent;
using Prony.Statistics.Dependence;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Dependence;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Known_pairs_have_the_known_correlation_and_probability()
    {
        // R: cor.test(c(106,86,100,101,99,103,97,113,112,110), c(7,0,27,50,28,29,20,12,6,17), method = "spearman"): rho −29/165.
        double[] iq = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110];
        double[] hours = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17];

        var rho = RankCorrelation.Of(iq, hours);

        rho.ShouldBe(-29.0 / 165, 1e-12);
        RankCorrelation.Probability(rho, 10).ShouldBe(0.627188, 1e-6);   // t = −0.504985 with 8 degrees of freedom
    }

    [Fact]
    public void Equal_values_share_their_ranks() => RankCorrelation.Of([1, 1, 2, 2], [1, 2, 3, 4]).ShouldBe(2 / Math.Sqrt(5), 1e-12);

    [Fact]
    public void Two_series_that_go_together_in_any_curve_are_wholly_correlated()
    {
        RankCorrelation.Of([1, 2, 3, 4], [1, 10, 1000, 1e9]).ShouldBe(1, 1e-12);
        RankCorrelation.Of([1, 2, 3, 4], [8, 4, 2, 1]).ShouldBe(-1, 1e-12);
        RankCorrelation.Probability(1, 6).ShouldBe(0);
        RankCorrelation.Probability(0, 6).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Series_without_spread_or_of_different_lengths_have_none()
    {
        RankCorrelation.Of([3, 3, 3], [1, 2, 3]).ShouldBe(0);
        Should.Throw<ArgumentException>(() => RankCorrelation.Of([1, 2], [1]));
    }

    [Fact]
    public void It_lies_between_minus_one_and_one_and_does_not_ask_who_comes_first() => Prop.ForAll(ArbMap.Default.ArbFor<(short, short)[]>(), pairs =>
    {
        double[] x = [.. pairs.Select(p => (double)p.Item1)], y = [.. pairs.Select(p => (double)p.Item2)];
        var rho = RankCorrelation.Of(x, y);
        return Math.Abs(rho) <= 1 + 1e-12 && Math.Abs(rho - RankCorrelation.Of(y, x)) < 1e-12;
    }).QuickCheckThrowOnFailure();
}
