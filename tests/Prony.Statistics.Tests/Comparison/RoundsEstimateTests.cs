using Prony.Statistics.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Comparison;

public sealed class RoundsEstimateTests
{
    [Fact]
    public void Of_the_ratio_of_two_it_is_what_their_comparison_finds()
    {
        double[] ratios = [.. WorkedExample.A.Zip(WorkedExample.B, (a, b) => a / b)];
        var compared = PairedComparison.Of(WorkedExample.A, WorkedExample.B, new ComparisonRules());

        var estimate = RoundsEstimate.Of(ratios, 0.05).ShouldNotBeNull();

        estimate.IsGeometric.ShouldBeTrue();
        estimate.Value.ShouldBe(compared.Ratio!.Value, 1e-12);
        estimate.Interval.Low.ShouldBe(compared.Low!.Value, 1e-12);
        estimate.Interval.High.ShouldBe(compared.High!.Value, 1e-12);
        estimate.Equivalence.Low.ShouldBe(compared.EquivalenceLow!.Value, 1e-12);
        estimate.Equivalence.High.ShouldBe(compared.EquivalenceHigh!.Value, 1e-12);
        estimate.Ranks.Low.ShouldBe(compared.Ranks!.Low, 1e-12);
        estimate.IsWild.ShouldBe(compared.Wild);
    }

    [Fact]
    public void With_a_value_that_has_no_logarithm_it_is_the_plain_t_interval()
    {
        // mean 1, sd 1, n 3: 1 ± t(0.975, 2)·1/√3 with t = 4.30265273.
        var estimate = RoundsEstimate.Of([0, 1, 2], 0.05).ShouldNotBeNull();

        (estimate.IsGeometric, estimate.Value).ShouldBe((false, 1));
        estimate.Interval.Low.ShouldBe(1 - (4.30265273 / Math.Sqrt(3)), 1e-7);
        estimate.Interval.High.ShouldBe(1 + (4.30265273 / Math.Sqrt(3)), 1e-7);
        (estimate.Ranks.Low, estimate.Ranks.High).ShouldBe((0, 2));
    }

    [Fact]
    public void One_round_has_none() => RoundsEstimate.Of([8], 0.05).ShouldBeNull();

    [Fact]
    public void A_round_without_a_value_is_the_callers_mistake() =>
        Should.Throw<ArgumentException>(() => RoundsEstimate.Of([1, double.NaN], 0.05));
}
