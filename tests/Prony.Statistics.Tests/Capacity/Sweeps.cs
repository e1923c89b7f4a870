using Prony.Measurement.Units;
using Prony.Statistics.Capacity;

namespace Prony.Statistics.Tests.Capacity;

/// <summary>Published tables of N and X, and seeded ones whose truth is known.</summary>
internal static class Sweeps
{
    /// <summary>Gunther's ray tracer: throughput of 1 to 64 processors (Guerrilla Capacity Planning, 2007; data set of the R package usl).</summary>
    internal static UslPoint[] RayTracer { get; } =
        Points([1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64], [20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310]);

    /// <summary>α = β = 0.02, γ = 1, rounded to four digits; the peak is at 7.</summary>
    internal static UslPoint[] Synthetic { get; } = Points([1, 2, 4, 6, 8, 10], [1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557]);

    /// <summary>Two values for each of six loads.</summary>
    internal static UslPoint[] Repeated { get; } = Points([1, 1, 2, 2, 4, 4, 8, 8, 16, 16, 32, 32], [10, 10.4, 18, 18.6, 30, 31, 42, 40, 45, 47, 38, 37]);

    internal static UslPoint[] Points(double[] n, double[] x) => [.. n.Zip(x, (load, throughput) => new UslPoint(load, throughput))];

    internal static UslFit Fit(IReadOnlyList<UslPoint> points) =>
        UslFit.TryFit(points, out var fit, out var refusal) ? fit : throw new InvalidOperationException("No fit: " + refusal);

    /// <summary>A curve measured at 1, 2, 4 … 64, each three times, with noise of one size.</summary>
    /// <param name="curve">The truth.</param>
    /// <param name="sd">Standard deviation of a value, as a share of the largest.</param>
    /// <param name="random">Where the noise comes from.</param>
    internal static UslPoint[] Measured(UslCurve curve, double sd, ref SplitMix64 random)
    {
        double[] loads = [.. Enumerable.Range(0, 7).SelectMany(power => Enumerable.Repeat((double)(1 << power), 3))];
        var unit = sd * loads.Max(curve.Throughput);
        var points = new UslPoint[loads.Length];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new UslPoint(loads[i], curve.Throughput(loads[i]) + (unit * Normal(ref random)));
        }

        return points;
    }

    // Box and Muller.
    internal static double Normal(ref SplitMix64 random) => Math.Sqrt(-2 * Math.Log(1 - random.NextUnit())) * Math.Cos(2 * Math.PI * random.NextUnit());
}
