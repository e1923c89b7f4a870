using Prony.Statistics.SteadyState;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.SteadyState;

/// <summary>Synthetic worlds with a known truth: 100 seeded windows each. The shares are those of docs/methods/steady-state.md.</summary>
[Trait("Speed", "Slow")]
public sealed class SteadinessTests
{
    private const int Windows = 100;

    [Theory]
    [InlineData(20, 0.02)]
    [InlineData(20, 0.10)]
    [InlineData(30, 0.05)]
    public void A_steady_window_is_doubted_in_at_most_3_percent_of_windows(int seconds, double sd)
    {
        var (warned, invalid) = Judge(series => series.Noise(seconds, 100, sd));

        warned.ShouldBeLessThanOrEqualTo(0.03);
        invalid.ShouldBe(0);
    }

    [Fact]
    public void Spikes_and_two_levels_in_no_order_are_no_change_of_level()
    {
        Judge(series => series.Spikes(30, 0.02, probability: 0.1, height: 3)).Warned.ShouldBeLessThanOrEqualTo(0.03);
        Judge(series => series.TwoLevels(30, 0.02, other: 1.5)).Warned.ShouldBeLessThanOrEqualTo(0.05);
        Judge(series => series.TwoLevels(30, 0.02, other: 1.5)).Invalid.ShouldBe(0);
    }

    [Theory]
    [InlineData(0.5, 0.05, 0.20, 0.01)]
    [InlineData(0.8, 0.05, 0.40, 0.03)]
    [InlineData(0.8, 0.10, 0.45, 0.12)]
    public void Values_that_depend_on_their_neighbours_are_doubted_more_often_and_seldom_refused(double correlation, double sd, double mostWarned, double mostInvalid)
    {
        var (warned, invalid) = Judge(series => series.Noise(30, 100, sd, correlation));

        warned.ShouldBeLessThanOrEqualTo(mostWarned);
        invalid.ShouldBeLessThanOrEqualTo(mostInvalid);
    }

    [Fact]
    public void A_drift_is_found()
    {
        Judge(series => series.Drift(20, 0.02, 0.10)).Warned.ShouldBeGreaterThan(0.9);
        Judge(series => series.Drift(20, 0.02, 0.10)).Invalid.ShouldBe(0);
        Judge(series => series.Drift(20, 0.02, 0.30)).Invalid.ShouldBeGreaterThan(0.9);
        Judge(series => series.Drift(20, 0.02, -0.30)).Invalid.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void A_step_is_found_where_it_is()
    {
        Judge(series => series.Step(20, 0.02, 0.10)).Warned.ShouldBeGreaterThan(0.95);
        Judge(series => series.Step(20, 0.05, 0.30)).Invalid.ShouldBeGreaterThan(0.9);

        var step = Steadiness.ChangesIn(new Series(1).Step(20, 0.02, 0.30)).Where(change => change.StepAt is not null).ShouldHaveSingleItem();
        step.StepAt!.Value.ShouldBe(0.5, 0.051);
        step.Share.ShouldBe(0.30 / 1.15, 0.05);
    }

    [Fact]
    public void A_window_that_is_never_steady_is_refused_more_often_than_not() =>
        Judge(series =>
        {
            // A walk: each second begins where the last one ended.
            var level = 100.0;
            return [.. series.Noise(30, 0.06, 1).Select(step => level += level * step)];
        }).Warned.ShouldBeGreaterThan(0.5);

    [Fact]
    public void A_rhythm_has_neither_trend_nor_step() =>
        Judge(series => [.. series.Noise(30, 100, 0.02).Select((value, second) => value * (1 + (0.1 * (second % 5))))]).Warned.ShouldBe(0);

    [Fact]
    public void A_long_window_is_judged_in_blocks()
    {
        Steadiness.ChangesIn(new Series(1).Noise(3_600, 100, 0.02)).ShouldBeEmpty();
        Steadiness.ChangesIn(new Series(1).Drift(1_000, 0.02, 0.3)).ShouldContain(change => change.StepAt == null && Math.Abs(change.Share - (0.3 / 1.15)) < 0.02);
    }

    [Fact]
    public void Equal_values_are_steady_and_two_flat_levels_are_not()
    {
        Steadiness.ChangesIn([.. Enumerable.Repeat(5.0, 20)]).ShouldBeEmpty();

        Steadiness.ChangesIn([.. Enumerable.Repeat(5.0, 10), .. Enumerable.Repeat(6.0, 10)])
            .ShouldContain(new WindowChange(1 / 5.5, 0.0005, 0.5));
    }

    [Fact]
    public void Too_few_values_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => Steadiness.ChangesIn(new double[9]));

    private static (double Warned, double Invalid) Judge(Func<Series, double[]> window)
    {
        var found = Enumerable.Range(1, Windows).Select(seed => Steadiness.ChangesIn(window(new Series((ulong)seed)))).ToList();
        return (
            found.Count(changes => changes.Any(change => Math.Abs(change.Share) > 0.05)) / (double)Windows,
            found.Count(changes => changes.Any(change => change.P < 0.001 && Math.Abs(change.Share) > 0.15)) / (double)Windows);
    }
}
