using FsCheck;
using FsCheck.Fluent;
using Prony.Measurement.Units;
using Prony.Statistics.Capacity;
using Shouldly;
using Xunit;

namespace Prony.Statistics.Tests.Capacity;

/// <summary>What holds for every table.</summary>
public sealed class UslLawTests
{
    private static readonly double[] Loads = [1, 2, 4, 8, 16, 32, 64];

    /// <summary>Any curve of the law, from a single lock to no loss at all.</summary>
    private static readonly Arbitrary<UslCurve> Curves = Arb.From(
        from alpha in Gen.Choose(0, 1000)
        from beta in Gen.Choose(0, 1000)
        from gamma in Gen.Choose(1, 100_000)
        select new UslCurve(alpha / 1000.0, beta / 1e5, gamma / 10.0));

    /// <summary>4 to 20 loads from 0.5 to 100 with any throughput: most of them follow no law.</summary>
    private static readonly Arbitrary<UslPoint[]> Tables = Arb.From(
        (from count in Gen.Choose(4, 20)
         from n in Gen.ArrayOf(Gen.Choose(1, 200), count)
         from x in Gen.ArrayOf(Gen.Choose(1, 10_000), count)
         select Sweeps.Points(Array.ConvertAll(n, v => v / 2.0), Array.ConvertAll(x, v => v / 10.0)))
        .Where(points => points.DistinctBy(point => point.N).Count() >= UslFit.FewestLevels));

    [Fact]
    public void Figures_of_the_law_itself_give_its_coefficients_back() => Prop.ForAll(Curves, curve =>
    {
        var fit = Sweeps.Fit(Sweeps.Points(Loads, Array.ConvertAll(Loads, curve.Throughput)));

        fit.Alpha.Value.ShouldBe(curve.Alpha, 1e-6);
        fit.Beta.Value.ShouldBe(curve.Beta, 1e-7);
        fit.Gamma.Value.ShouldBe(curve.Gamma, 1e-6 * curve.Gamma);
        fit.LogCurve.Alpha.ShouldBe(curve.Alpha, 1e-6);
        fit.LogCurve.Beta.ShouldBe(curve.Beta, 1e-7);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_curve_nearby_is_better() => Prop.ForAll(Tables, points =>
    {
        var random = new SplitMix64((ulong)points.Length);
        foreach (var logs in new[] { false, true })
        {
            var best = UslSolver.Solve(points, logs);
            var least = Squares(points, best, logs);
            for (var i = 0; i < 60; i++)
            {
                var size = Math.Pow(10, -1 - (i % 5));
                var other = new UslCurve(
                    Near(best.Alpha, size, ref random),
                    Near(best.Beta, size, ref random),
                    best.Gamma * (1 + (size * (random.NextUnit() - 0.5))));
                Squares(points, other, logs).ShouldBeGreaterThanOrEqualTo(least * (1 - 1e-6));
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_corner_and_no_start_is_better() => Prop.ForAll(Tables, points =>
    {
        foreach (var logs in new[] { false, true })
        {
            var least = Squares(points, UslSolver.Solve(points, logs), logs);
            foreach (var (alpha, beta) in from a in new[] { 0, 0.01, 0.1, 0.5, 1 } from b in new[] { 0, 1e-4, 1e-2, 1 } select (a, b))
            {
                BestGammaSquares(points, alpha, beta, logs).ShouldBeGreaterThanOrEqualTo(least * (1 - 1e-6));
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_unit_of_throughput_and_the_order_of_rows_do_not_matter() => Prop.ForAll(Tables, points =>
    {
        if (!UslFit.TryFit(points, out var fit, out _))
        {
            return;
        }

        var other = Sweeps.Fit([.. points.Reverse().Select(point => point with { X = 1000 * point.X })]);

        // Where several valleys are equally deep either may be found; their squares are the same.
        other.SquaredDistances.ShouldBe(1e6 * fit.SquaredDistances, 1e-4 * other.SquaredDistances);
        (other.Curve.Gamma / 1000).ShouldBe(fit.Curve.Gamma, 1e-3 * fit.Curve.Gamma);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_that_is_said_contradicts_itself() => Prop.ForAll(Tables, points =>
    {
        if (!UslFit.TryFit(points, out var fit, out _))
        {
            return;
        }

        foreach (var coefficient in new[] { fit.Alpha, fit.Beta, fit.Gamma })
        {
            (coefficient.Low <= coefficient.Value && coefficient.Value <= coefficient.High).ShouldBeTrue();
            (double.IsFinite(coefficient.Low) && double.IsFinite(coefficient.High)).ShouldBeTrue();
        }

        var claimed = fit.Peak.State is UslPeakState.Measured or UslPeakState.Extrapolated;
        (fit.Peak.N is not null).ShouldBe(claimed);
        (fit.Peak.X is not null).ShouldBe(claimed);
        if (claimed)
        {
            fit.Beta.Low.ShouldBeGreaterThan(0);
            fit.Peak.N!.Value.ShouldBeLessThanOrEqualTo(UslFit.FarthestPeak * fit.NMax);
            fit.FitsDisagree.ShouldBeFalse();
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_wildest_tables_are_fitted_or_refused() => Prop.ForAll(
        Gen.Choose(-60, 120).Select(power => Math.Pow(10, power / 10.0)).ArrayOf(14).ToArbitrary(),
        values =>
        {
            if (UslFit.TryFit(Sweeps.Points(values[..7], values[7..]), out var fit, out _))
            {
                fit.Curve.ShouldSatisfyAllConditions(c => c.Alpha.ShouldBeInRange(0, 1), c => c.Beta.ShouldBeInRange(0, 1), c => c.Gamma.ShouldBeGreaterThan(0));
                double.IsFinite(fit.SquaredDistances + fit.Condition + fit.Gamma.High).ShouldBeTrue();
            }
        }).QuickCheckThrowOnFailure();

    private static double Near(double value, double size, ref SplitMix64 random) => Math.Clamp(value + (size * (random.NextUnit() - 0.5)), 0, 1);

    private static double Squares(UslPoint[] points, UslCurve curve, bool logs) => points.Sum(point =>
        Math.Pow(logs ? Math.Log(point.X) - Math.Log(curve.Throughput(point.N)) : point.X - curve.Throughput(point.N), 2));

    private static double BestGammaSquares(UslPoint[] points, double alpha, double beta, bool logs)
    {
        var shape = new UslCurve(alpha, beta, 1);
        var gamma = logs
            ? Math.Exp(points.Average(point => Math.Log(point.X) - Math.Log(shape.Throughput(point.N))))
            : points.Sum(point => point.X * shape.Throughput(point.N)) / points.Sum(point => Math.Pow(shape.Throughput(point.N), 2));
        return Squares(points, shape with { Gamma = gamma }, logs);
    }
}
