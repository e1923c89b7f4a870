using FsCheck;
using FsCheck.Fluent;
using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

public sealed class KneeTests
{
    private static readonly double[] Ten = [.. Enumerable.Range(0, 10).Select(i => (double)i)];

    [Fact]
    public void The_figure_of_the_paper_has_its_knee_at_two_ninths()
    {
        var x = Array.ConvertAll(Ten, i => i / 9);

        x[Knee.Of(x, Array.ConvertAll(x, v => (-1 / (v + 0.1)) + 5), CurveShape.Concave)!.Value].ShouldBe(0.2222, 1e-4);
    }

    // The arrays of kneed's own tests.
    [Theory]
    [InlineData(CurveShape.Concave, 2, new double[] { 0, 60, 80, 85, 90, 95, 96, 97, 98, 99 })]
    [InlineData(CurveShape.Convex, 7, new double[] { 1, 2, 3, 4, 5, 10, 15, 20, 40, 100 })]
    public void Published_arrays_have_published_knees(CurveShape shape, int knee, double[] y) => Knee.Of(Ten, y, shape).ShouldBe(knee);

    [Fact]
    public void Waiting_begins_at_800_a_second()
    {
        double[] rates = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];

        rates[Knee.Of(rates, [1.1, 1.15, 1.2, 1.3, 1.4, 1.6, 1.9, 2.4, 3.6, 9], CurveShape.Convex)!.Value].ShouldBe(800);
    }

    [Fact]
    public void Doubled_loads_of_a_convex_curve_are_turned_as_well()
    {
        // By hand: x 1 2 4 8 16 32, y 1 1 1 2 4 12. Both turned: x' = 0, 16/31, 24/31, 28/31, 30/31, 1 and y' = 0, 8/11, 10/11, 1, 1, 1: y' − x' is largest for the load 16.
        Knee.Of([1, 2, 4, 8, 16, 32], [1, 1, 1, 2, 4, 12], CurveShape.Convex).ShouldBe(4);
    }

    [Theory]
    [InlineData(CurveShape.Concave)]
    [InlineData(CurveShape.Convex)]
    public void A_straight_line_and_a_flat_one_have_none(CurveShape shape)
    {
        Knee.Of(Ten, Ten, shape).ShouldBeNull();
        Knee.Of(Ten, new double[10], shape).ShouldBeNull();
        Knee.Of(Array.ConvertAll(Ten, i => i / 7), Array.ConvertAll(Ten, i => (i / 3) + 0.1), shape).ShouldBeNull("rounding bends no line");
        Knee.Of([1, 2], [1, 5], shape).ShouldBeNull();
        Knee.Of([], [], shape).ShouldBeNull();
    }

    [Fact]
    public void A_higher_sensitivity_finds_fewer()
    {
        double[] y = [0, 2, 4, 5, 6, 7, 7.6, 8.4, 9.2, 10];

        Knee.Of(Ten, y, CurveShape.Concave, sensitivity: 0.5).ShouldNotBeNull();
        Knee.Of(Ten, y, CurveShape.Concave, sensitivity: 3).ShouldBeNull();
    }

    [Fact]
    public void Tables_that_are_no_curve_are_refused()
    {
        Should.Throw<ArgumentException>(() => Knee.Of([1, 2], [1], CurveShape.Concave));
        Should.Throw<ArgumentException>(() => Knee.Of([1, 1, 2], [1, 2, 3], CurveShape.Concave));
        Should.Throw<ArgumentException>(() => Knee.Of([1, 2, 3], [1, double.NaN, 3], CurveShape.Concave));
        Should.Throw<ArgumentOutOfRangeException>(() => Knee.Of(Ten, Ten, CurveShape.Concave, -1));
    }

    [Fact]
    public void Units_do_not_move_it_and_half_a_turn_makes_convex_of_concave() => Prop.ForAll(
        Gen.Choose(1, 1000).ArrayOf().Where(steps => steps.Length >= 4).ToArbitrary(),
        steps =>
        {
            // A rising curve over loads that double.
            double[] y = [.. steps.Select((_, i) => (double)steps.Take(i + 1).Sum())];
            double[] x = [.. steps.Select((_, i) => Math.Pow(2, i % 30) + i)];
            Array.Sort(x);
            var found = Knee.Of(x, y, CurveShape.Concave);

            Knee.Of(Array.ConvertAll(x, v => 4 * v), Array.ConvertAll(y, v => 8 * v), CurveShape.Concave).ShouldBe(found);
            var turned = Knee.Of([.. x.Reverse().Select(v => -v)], [.. y.Reverse().Select(v => -v)], CurveShape.Convex);
            (turned is { } index ? x.Length - 1 - index : (int?)null).ShouldBe(found);
            (found ?? 1).ShouldBeInRange(1, x.Length - 2, "an end is no knee");
        }).QuickCheckThrowOnFailure();
}
