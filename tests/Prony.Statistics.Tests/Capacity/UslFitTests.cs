using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

/// <summary>Published coefficients, and figures of an independent program (variable projection and pattern search; the inverse by elimination).</summary>
public sealed class UslFitTests
{
    [Fact]
    public void The_ray_tracer_has_contention_and_no_coherency()
    {
        var fit = Sweeps.Fit(Sweeps.RayTracer);

        fit.Alpha.Value.ShouldBe(0.05777078, 1e-7);
        fit.Alpha.StandardError.ShouldBe(0.0132932153, 1e-8);
        fit.Beta.Value.ShouldBe(0);
        fit.Beta.AtBound.ShouldBeTrue();
        fit.Gamma.Value.ShouldBe(21.84884, 1e-5);
        fit.SquaredDistances.ShouldBe(697.2378, 1e-4);
        fit.Condition.ShouldBe(22.5317939, 1e-6);
        fit.Peak.ShouldBe(new UslPeak(UslPeakState.NotSeen));
        fit.Curve.PeakN.ShouldBe(double.PositiveInfinity);
        fit.ContentionLimit!.Value.ShouldBe(21.84884 / 0.05777078, 1e-3);
    }

    [Fact]
    public void Weighed_by_relative_errors_the_ray_tracer_has_a_peak_far_beyond_its_loads_so_neither_is_claimed()
    {
        var fit = Sweeps.Fit(Sweeps.RayTracer);

        // By Newton's method with 50 digits.
        fit.LogCurve.Alpha.ShouldBe(0.05640544107, 1e-10);
        fit.LogCurve.Beta.ShouldBe(3.358266774e-6, 1e-14);
        fit.LogCurve.Gamma.ShouldBe(21.5915039, 1e-5);
        fit.LogCurve.PeakN.ShouldBe(530.07, 0.01);
        fit.Peak.N.ShouldBeNull();
        fit.FitsDisagree.ShouldBeFalse("neither peak could be claimed anyway");
    }

    [Fact]
    public void Its_first_six_rows_have_a_peak_a_little_beyond_them()
    {
        var fit = Sweeps.Fit(Sweeps.RayTracer[..6]);

        fit.Alpha.Value.ShouldBe(0.02444404, 1e-7);
        fit.Alpha.StandardError.ShouldBe(0.00839065, 1e-7);
        fit.Beta.Value.ShouldBe(0.001626809, 1e-8);
        fit.Beta.StandardError.ShouldBe(0.0002613984, 1e-9);
        fit.Gamma.Value.ShouldBe(20.85605, 1e-5);
        fit.Gamma.StandardError.ShouldBe(0.7885063, 1e-6);
        fit.Condition.ShouldBe(27.4223083, 1e-5);
        fit.LogCurve.PeakN.ShouldBe(22.803101, 1e-4);

        fit.Peak.State.ShouldBe(UslPeakState.Extrapolated);
        fit.Peak.N!.Value.ShouldBe(24.488, 5e-4);
        fit.Peak.X!.Value.ShouldBe(203.488184, 1e-4);
    }

    [Fact]
    public void Intervals_are_those_of_student_with_three_degrees_less_than_points_not_those_of_R()
    {
        const double t = 3.182446305;   // t(0.975, 3), from tables
        var fit = Sweeps.Fit(Sweeps.RayTracer[..6]);

        fit.Beta.Low.ShouldBe(0.001626809 - (t * 0.0002613985), 1e-8);
        fit.Beta.High.ShouldBe(0.001626809 + (t * 0.0002613985), 1e-8);
        fit.Peak.NLow!.Value.ShouldBe(24.4882522 * Math.Exp(-t * 0.0763537590), 1e-4);
        fit.Peak.NHigh!.Value.ShouldBe(24.4882522 * Math.Exp(t * 0.0763537590), 1e-4);
        fit.Peak.XLow!.Value.ShouldBe(203.4881841 * Math.Exp(-t * 0.0172291857), 1e-3);
        fit.Peak.XHigh!.Value.ShouldBe(203.4881841 * Math.Exp(t * 0.0172291857), 1e-3);
    }

    [Fact]
    public void A_table_made_from_the_law_gives_its_coefficients_back()
    {
        var fit = Sweeps.Fit(Sweeps.Synthetic);

        fit.Alpha.Value.ShouldBe(0.02, 1e-5);
        fit.Beta.Value.ShouldBe(0.02, 1e-6);
        fit.Gamma.Value.ShouldBe(1.00, 1e-5);
        fit.Peak.N!.Value.ShouldBe(7, 1e-4);
        fit.Peak.State.ShouldBe(UslPeakState.Measured);
        fit.Condition.ShouldBe(15.18183, 1e-3);
    }

    [Fact]
    public void Repeats_that_lie_as_far_from_each_other_as_from_the_curve_support_the_law()
    {
        var fit = Sweeps.Fit(Sweeps.Repeated);

        fit.Alpha.Value.ShouldBe(0.0987296024, 1e-8);
        fit.Beta.Value.ShouldBe(0.0045894192, 1e-9);
        fit.SquaredDistances.ShouldBe(7.5666237791, 1e-6);
        fit.Peak.N!.Value.ShouldBe(14.0135668, 1e-4);
        fit.LackOfFit!.F!.Value.ShouldBe(0.8770432620, 1e-6);
        fit.LackOfFit.P.ShouldBe(0.50368159604, 1e-9);
        fit.Levels.ShouldBe(6);
    }

    [Fact]
    public void Repeats_that_agree_show_that_the_points_do_not_follow_the_law()
    {
        // A step that no such curve has: half of the throughput from the fourth load on.
        var fit = Sweeps.Fit(Sweeps.Points([1, 1, 2, 2, 4, 4, 8, 8, 16, 16, 32, 32], [10, 10.1, 20, 20.1, 39, 39.1, 20, 20.1, 20, 20.1, 20, 20.1]));

        fit.LackOfFit!.P.ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Repeats_that_are_all_the_same_leave_nothing_to_chance()
    {
        var same = Sweeps.RayTracer.Concat(Sweeps.RayTracer).ToArray();

        Sweeps.Fit(same).LackOfFit.ShouldBe(new LackOfFit(null, 0));
    }

    [Fact]
    public void Without_repeats_there_is_no_such_test() => Sweeps.Fit(Sweeps.RayTracer).LackOfFit.ShouldBeNull();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -5)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(1e-7, 1)]
    [InlineData(1e13, 1)]
    public void Values_that_no_load_and_no_throughput_can_have_allow_no_fit(double n, double x) =>
        Refusal([.. Sweeps.RayTracer, new UslPoint(n, x)]).ShouldBe(UslRefusal.OutOfRange);

    [Fact]
    public void A_response_has_to_be_above_0_too() => Refusal([.. Sweeps.RayTracer, new UslPoint(80, 300, 0)]).ShouldBe(UslRefusal.OutOfRange);

    [Fact]
    public void Three_loads_are_too_few_however_often_they_are_measured()
    {
        Refusal(Sweeps.Points([1, 1, 1, 2, 2, 2, 4, 4, 4], [1, 1.1, 1, 2, 2.1, 2, 3, 3.1, 3])).ShouldBe(UslRefusal.TooFewLevels);
        Refusal([]).ShouldBe(UslRefusal.TooFewLevels);
        UslFit.TryFit(Sweeps.RayTracer[..4], out _, out _).ShouldBeTrue();
    }

    [Fact]
    public void Loads_that_lie_too_close_together_allow_no_fit() =>
        Refusal(Sweeps.Points([1e6, 1e6 + 1e-3, 1e6 + 2e-3, 1e6 + 3e-3], [5, 5.1, 5, 5.2])).ShouldBe(UslRefusal.TooClose);

    [Fact]
    public void A_peak_that_one_point_hints_at_is_not_claimed()
    {
        // The last value falls, but within the noise of the others: beta's interval holds 0.
        var fit = Sweeps.Fit(Sweeps.Points([1, 2, 4, 8, 16, 32], [10, 24, 31, 62, 58, 70]));

        fit.Beta.Value.ShouldBeGreaterThan(0);
        fit.Beta.Low.ShouldBeLessThan(0);
        fit.Peak.ShouldBe(new UslPeak(UslPeakState.NotSeen));
    }

    [Fact]
    public void A_peak_beyond_1_4_times_the_loads_is_not_given()
    {
        // From the law, alpha 0.02, beta 0.0004: the peak is at 49.5, 3.1 times the largest load.
        var curve = new UslCurve(0.02, 0.0004, 100);
        double[] loads = [1, 2, 4, 8, 12, 16];
        var fit = Sweeps.Fit(Sweeps.Points(loads, Array.ConvertAll(loads, n => Math.Round(curve.Throughput(n), 3))));

        fit.Beta.Low.ShouldBeGreaterThan(0);
        fit.Peak.ShouldBe(new UslPeak(UslPeakState.TooFar));
    }

    [Fact]
    public void Two_fits_that_put_the_peak_elsewhere_are_disputed()
    {
        // The small loads say one thing, the large ones another: on logs the small ones count as much.
        var fit = Sweeps.Fit(Sweeps.Points([1, 2, 4, 8, 16, 24, 32, 40, 48, 64], [10, 60, 300, 675, 1072, 1262, 1326, 1321, 1282, 1167]));

        fit.Beta.Low.ShouldBeGreaterThan(0);
        fit.Peak.ShouldBe(new UslPeak(UslPeakState.Disputed));
        fit.FitsDisagree.ShouldBeTrue();
        (Math.Max(fit.Curve.PeakN, fit.LogCurve.PeakN) / Math.Min(fit.Curve.PeakN, fit.LogCurve.PeakN)).ShouldBeGreaterThan(1.2);
    }

    [Fact]
    public void Throughput_that_falls_from_the_first_load_on_has_its_peak_before_it()
    {
        var curve = new UslCurve(0.5, 0.5, 100);
        double[] loads = [2, 3, 4, 6, 8, 12];
        var fit = Sweeps.Fit(Sweeps.Points(loads, Array.ConvertAll(loads, n => Math.Round(curve.Throughput(n), 6))));

        fit.Peak.State.ShouldBe(UslPeakState.Extrapolated);
        fit.Peak.N!.Value.ShouldBe(1, 1e-3);
    }

    [Fact]
    public void A_server_for_one_has_contention_1_at_its_bound_and_no_interval_of_a_peak()
    {
        var fit = Sweeps.Fit(Sweeps.Points([1, 2, 4, 8, 16, 32], [100, 92, 85, 70, 54, 35]));

        fit.Alpha.ShouldSatisfyAllConditions(a => a.Value.ShouldBe(1), a => a.AtBound.ShouldBeTrue());
        fit.ContentionLimit.ShouldBeNull();
        fit.Peak.NLow.ShouldBeNull();
    }

    [Fact]
    public void Points_against_littles_law_are_named()
    {
        UslPoint[] points = [new(1, 20, 0.05), new(4, 78, 0.0513), new(8, 130, 0.09), new(12, 170, 0.0706), new(16, 190, 0.0842), new(20, 200, 0.07), new(24, 210)];

        var fit = Sweeps.Fit(points);

        fit.AgainstLittle.ShouldBe([2, 5]);
        fit.LittlePoints.ShouldBe(6);
    }

    private static UslRefusal? Refusal(UslPoint[] points)
    {
        UslFit.TryFit(points, out var fit, out var refusal).ShouldBeFalse();
        fit.ShouldBeNull();
        return refusal;
    }
}
