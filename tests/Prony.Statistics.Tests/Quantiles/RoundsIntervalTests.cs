using Prony.Statistics.Quantiles;
using Prony.Statistics.Tests.Comparison;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Quantiles;

public sealed class RoundsIntervalTests
{
    [Fact]
    public void Ends_are_those_of_the_t_interval_on_logs()
    {
        // Formula worked in another language with t(0.975, 9) = 2.2621571628.
        var (low, high) = RoundsInterval.Of(WorkedExample.A).ShouldNotBeNull();

        low.ShouldBe(20.317719412, 1e-9);
        high.ShouldBe(23.156362016, 1e-9);
    }

    [Fact]
    public void The_unit_of_the_values_does_not_matter()
    {
        var plain = RoundsInterval.Of(WorkedExample.B).ShouldNotBeNull();
        var scaled = RoundsInterval.Of(Array.ConvertAll(WorkedExample.B, x => x * 1e6)).ShouldNotBeNull();

        scaled.Low.ShouldBe(plain.Low * 1e6, 1e-3);
        scaled.High.ShouldBe(plain.High * 1e6, 1e-3);
    }

    [Fact]
    public void Rounds_that_agree_have_an_interval_without_width()
    {
        var (low, high) = RoundsInterval.Of([20, 20, 20]).ShouldNotBeNull();

        low.ShouldBe(20, 1e-12);
        high.ShouldBe(20, 1e-12);
    }

    [Fact]
    public void Two_rounds_and_values_without_a_logarithm_have_none()
    {
        RoundsInterval.Of([20, 21]).ShouldBeNull();
        RoundsInterval.Of([20, 21, 0]).ShouldBeNull();
        RoundsInterval.Of([20, double.NaN, 21]).ShouldBeNull();
    }
}
