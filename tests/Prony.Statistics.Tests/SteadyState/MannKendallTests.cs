using Prony.Statistics.SteadyState;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.SteadyState;

/// <summary>Reference values: exact rationals from the definitions, computed apart from this code.</summary>
public sealed class MannKendallTests
{
    private static readonly double[] Rising = [10.1, 10.3, 10.2, 10.6, 10.5, 10.9, 10.8, 11.2, 11.1, 11.4];
    private static readonly double[] Level = [10.1, 10.3, 9.9, 10.2, 10, 10.4, 10.1, 9.8, 10.2, 10.1];
    private static readonly double[] Tied = [5, 5, 4, 4, 4, 3, 3, 2, 1, 1];

    [Fact]
    public void A_rising_series_has_a_trend() => Check(MannKendall.Of(Rising), 37, 125, 3.219937887599697, 0.0012821837418053074, 0.15);

    [Fact]
    public void A_flat_series_has_none() => Check(MannKendall.Of(Level), -3, 120.33333333333333, -0.1823211376388292, 0.8553307112512754, 0);

    [Fact]
    public void Equal_values_take_their_part_of_the_variance() => Check(MannKendall.Of(Tied), -39, 118.33333333333333, -3.493253054304605, 0.00047717409327668447, -0.5);

    [Fact]
    public void Digits_of_pi_rise_by_chance() => Check(
        MannKendall.Of([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3]), 48, 481.3333333333333, 2.142273367256243, 0.03217149066350134, 0.4);

    [Fact]
    public void Values_that_are_all_equal_have_no_trend() => MannKendall.Of([7, 7, 7, 7]).ShouldBe(new MannKendall(0, 0, 0, 1, 0));

    [Fact]
    public void One_value_is_no_series() => Should.Throw<ArgumentOutOfRangeException>(() => MannKendall.Of([1]));

    [Fact]
    public void A_series_backwards_has_the_opposite_trend()
    {
        var (forth, back) = (MannKendall.Of(Rising), MannKendall.Of([.. Rising.Reverse()]));

        (back.S, back.Variance, back.P).ShouldBe((-forth.S, forth.Variance, forth.P));
        back.Slope.ShouldBe(-forth.Slope, 1e-12);
    }

    private static void Check(MannKendall found, long s, double variance, double z, double p, double slope)
    {
        found.S.ShouldBe(s);
        found.Variance.ShouldBe(variance, 1e-9);
        found.Z.ShouldBe(z, 1e-12);
        found.P.ShouldBe(p, 1e-12);
        found.Slope.ShouldBe(slope, 1e-12);
    }
}
