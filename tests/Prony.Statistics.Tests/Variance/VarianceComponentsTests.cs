using Prony.Statistics.Variance;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Variance;

public sealed class VarianceComponentsTests
{
    /// <summary>The worked example of Kalibera and Jones: 2 values in each of 2 runs of each of 3 builds.</summary>
    private static readonly double[] Paper = [9, 5, 8, 3, 10, 6, 7, 11, 1, 12, 2, 4];

    /// <summary>From the tests of the authors' program: 3 values in each of 2 runs of each of 2 builds.</summary>
    private static readonly double[] Program = [3, 4, 3, 1.2, 3.1, 3, .2, 1, 1.5, 1, 2, 3];

    [Fact]
    public void The_papers_example_has_its_variances()
    {
        var found = VarianceComponents.Of(Paper, [2, 2, 3]);

        ShouldBe(found.Biased, [16.5, 2.58333, 3.5625], 5e-6);
        ShouldBe(found.Components, [16.5, -5.66667, 2.27083], 5e-6);
    }

    [Fact]
    public void The_programs_example_has_its_components_and_repetitions()
    {
        var found = VarianceComponents.Of(Program, [3, 2, 2]).Components;

        ShouldBe(found, [.726667, .262778, .774722], 5e-7);
        CostRule.Repetitions(innerCost: 3, outerCost: 20, found[0], found[1]).ShouldBe(4.29366, 5e-6);
        CostRule.Repetitions(innerCost: 20, outerCost: 100, found[1], found[2]).ShouldBe(1.30229, 5e-6);
    }

    [Fact]
    public void Seconds_that_scatter_by_10_percent_and_rounds_by_2_that_cost_12_s_want_windows_of_18_s()
    {
        var seconds = CostRule.Repetitions(1, 12, 0.1 * 0.1, 0.02 * 0.02);

        seconds.ShouldBe(17.32, 5e-3);
        Math.Ceiling(seconds).ShouldBe(18);
    }

    [Fact]
    public void The_rule_is_the_cheapest_choice()
    {
        var best = CostRule.Repetitions(1, 12, 0.01, 0.0004);
        var effort = CostRule.Effort(best, 1, 12, 0.01, 0.0004);

        foreach (var other in new[] { 0.5, 0.9, 1.1, 2.0 })
        {
            CostRule.Effort(best * other, 1, 12, 0.01, 0.0004).ShouldBeGreaterThan(effort);
        }
    }

    [Fact]
    public void A_level_that_adds_nothing_needs_no_repetition()
    {
        CostRule.Repetitions(1, 12, 0.01, 0).ShouldBe(double.PositiveInfinity);
        CostRule.Repetitions(1, 12, 0.01, -0.1).ShouldBe(double.PositiveInfinity);
        CostRule.Repetitions(1, 12, 0, 0.1).ShouldBe(0);
    }

    [Fact]
    public void One_level_is_the_sample_variance()
    {
        var found = VarianceComponents.Of([1, 2, 3, 4], [4]);

        found.Biased.ShouldHaveSingleItem().ShouldBe(5.0 / 3, 1e-12);
        found.Components.ShouldBe(found.Biased);
    }

    [Fact]
    public void What_is_no_nested_experiment_is_refused()
    {
        Should.Throw<ArgumentException>(() => VarianceComponents.Of([1, 2], [1, 2])).Message.ShouldContain("two repetitions");
        Should.Throw<ArgumentException>(() => VarianceComponents.Of([1, 2, 3], [2, 2])).Message.ShouldContain("4 values are needed");
        Should.Throw<ArgumentException>(() => VarianceComponents.Of([1, 2, 3], [])).Message.ShouldContain("values are needed");
        Should.Throw<ArgumentOutOfRangeException>(() => CostRule.Repetitions(0, 1, 1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => CostRule.Repetitions(1, 0, 1, 1));
    }

    private static void ShouldBe(IReadOnlyList<double> found, double[] expected, double tolerance)
    {
        found.Count.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            found[i].ShouldBe(expected[i], tolerance);
        }
    }
}
