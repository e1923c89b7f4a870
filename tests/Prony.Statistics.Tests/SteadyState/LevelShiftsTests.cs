using FsCheck;
using FsCheck.Fluent;
using Prony.Statistics.SteadyState;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.SteadyState;

/// <summary>Reference values: exact rationals from the definition of Q over all pairs, computed apart from this code.</summary>
public sealed class LevelShiftsTests
{
    private static readonly double[] Step = [10.1, 10.3, 9.9, 10.2, 10, 10.4, 12.1, 11.8, 12.2, 12.1, 11.9, 12];

    [Theory]
    [InlineData(new[] { 10.1, 10.3, 9.9, 10.2, 10, 10.4, 12.1, 11.8, 12.2, 12.1, 11.9, 12 }, 6, 10.166666666666666)]
    [InlineData(new[] { 10.1, 10.3, 10.2, 10.6, 10.5, 10.9, 10.8, 11.2, 11.1, 11.4 }, 5, 2.58)]
    [InlineData(new double[] { 5, 5, 4, 4, 4, 3, 3, 2, 1, 1 }, 7, 8.552380952380952)]
    [InlineData(new double[] { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3 }, 4, 11)]
    public void The_best_split_has_the_largest_energy_distance(double[] values, int index, double q)
    {
        var best = LevelShifts.Best(values).ShouldNotBeNull();

        best.Index.ShouldBe(index);
        best.Q.ShouldBe(q, 1e-9);
    }

    [Fact]
    public void The_sums_that_are_moved_along_are_those_of_the_definition() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>().Filter(bytes => bytes.Length is >= 6 and <= 40),
        bytes =>
        {
            double[] values = [.. bytes.Select(b => (double)b)];
            var best = LevelShifts.Best(values)!.Value;
            var byDefinition = Enumerable.Range(3, values.Length - 5).Max(split => Energy(values[..split], values[split..]));
            best.Q.ShouldBe(byDefinition, 1e-6);
            Energy(values[..best.Index], values[best.Index..]).ShouldBe(byDefinition, 1e-6);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_step_is_found_where_it_is_with_both_levels()
    {
        var shift = LevelShifts.Find(Step, 0.01).ShouldHaveSingleItem();

        shift.Index.ShouldBe(6);
        shift.Before.ShouldBe(10.15, 1e-12);
        shift.After.ShouldBe(12.05, 1e-12);

        // Two of the 924 ways to choose the six values of a half put the levels apart: 0.0022.
        shift.P.ShouldBeInRange(0.0005, 0.006);
    }

    [Fact]
    public void The_probability_is_that_of_all_permutations()
    {
        // 72 of all 720 permutations of 1 2 1 5 6 7 split as well as it does itself (counted one by one).
        LevelShifts.Find([1, 2, 1, 5, 6, 7], 0.2).ShouldHaveSingleItem().P.ShouldBe(0.1, 0.02);
        LevelShifts.Find([1, 2, 1, 5, 6, 7], 0.05).ShouldBeEmpty();
    }

    [Fact]
    public void Several_levels_are_found_in_order()
    {
        var random = new Series(5);
        double[] values = [.. random.Noise(15, 100, 0.02), .. random.Noise(15, 150, 0.02), .. random.Noise(15, 200, 0.02)];

        LevelShifts.Find(values, 0.01).Select(shift => shift.Index).ShouldBe([15, 30]);
    }

    [Fact]
    public void A_few_values_have_no_level() => LevelShifts.Find([1, 1, 1, 9, 9], 0.05).ShouldBeEmpty();

    [Fact]
    public void Equal_values_have_no_shift() => LevelShifts.Find([.. Enumerable.Repeat(4.0, 30)], 0.01).ShouldBeEmpty();

    [Fact]
    public void More_values_than_it_can_take_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => LevelShifts.Find(new double[LevelShifts.MostValues + 1], 0.01));

    private static double Energy(double[] x, double[] y)
    {
        double n = x.Length, m = y.Length;
        return n * m / (n + m) * ((2 * Mean(x, y)) - Mean(x, x) - Mean(y, y));
    }

    private static double Mean(double[] a, double[] b) => a.SelectMany(x => b.Select(y => Math.Abs(x - y))).Average();
}
