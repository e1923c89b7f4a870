using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Prony.Statistics.Capacity;

/// <summary>Least squares of the universal scalability law within 0 ≤ α, β ≤ 1, on X itself or on ln X.</summary>
/// <remarks>
/// The box has nine faces (each of α and β free, 0 or 1), and its least sum of squares is the least of those minima on faces that lie inside: each is found without
/// bounds by Levenberg and Marquardt's method (MathNet.Numerics), so a coefficient on its bound is exactly there. For given α and β the best γ has a closed form, which is
/// how starting values are rated: the grid of <see cref="Starts"/>, the best few of a face. Throughput is scaled by its largest value, α and β by the largest N − 1 and N·(N − 1).
/// </remarks>
internal sealed class UslSolver
{
    /// <summary>So much better a point with a free coefficient has to be than one on a bound, as a share: less is rounding.</summary>
    private const double Rounding = 1e-10;

    /// <summary>Sum of squares of one scaled point that is rounding.</summary>
    private const double RoundingSquare = 1e-26;

    /// <summary>Stands for the model where the law has no value, so that a step there is refused: its square is a finite number.</summary>
    private const double Nowhere = 1e50;

    private const int StartsPerFace = 3;
    private const int MostSteps = 100;

    private static readonly (double Alpha, double Beta)[] Starts =
    [
        .. from alpha in new[] { 0, 0.01, 0.1, 0.5 }
           from beta in new[] { 0, 1e-5, 1e-4, 1e-3, 1e-2 }
           select (alpha, beta),
    ];

    /// <summary>Where a coefficient stays; null for a free one. Those with the most on bounds come first, because they win where squares are the same.</summary>
    private static readonly (double? Alpha, double? Beta)[] Faces =
        [(0, 0), (0, 1), (1, 0), (1, 1), (null, 0), (0, null), (null, 1), (1, null), (null, null)];

    private readonly double[] _n;
    private readonly double[] _y;
    private readonly bool _logs;
    private readonly double _largest;
    private readonly double _alphaScale;
    private readonly double _betaScale;

    private UslSolver(IReadOnlyList<UslPoint> points, bool logs)
    {
        _n = [.. points.Select(point => point.N)];
        _logs = logs;
        _largest = points.Max(point => point.X);
        _y = [.. points.Select(point => logs ? Math.Log(point.X / _largest) : point.X / _largest)];
        _alphaScale = _n.Max(n => Math.Abs(n - 1));
        _betaScale = _n.Max(n => n * Math.Abs(n - 1));
    }

    /// <summary>The curve with the least sum of squares.</summary>
    /// <param name="points">Positive and finite, of at least three different N.</param>
    /// <param name="logs">Of ln X: every point counts by its relative error, instead of large ones most.</param>
    internal static UslCurve Solve(IReadOnlyList<UslPoint> points, bool logs)
    {
        var solver = new UslSolver(points, logs);
        var (best, least) = (default(UslCurve), double.PositiveInfinity);
        foreach (var (alpha, beta) in Faces)
        {
            foreach (var curve in solver.OnFace(alpha, beta))
            {
                var squares = solver.Squares(curve);
                if (squares < (least * (1 - Rounding)) - (RoundingSquare * points.Count))
                {
                    (best, least) = (curve, squares);
                }
            }
        }

        return best with { Gamma = best.Gamma * solver._largest };
    }

    /// <summary>Minima on one face that lie inside the box.</summary>
    private IEnumerable<UslCurve> OnFace(double? alpha, double? beta)
    {
        var starts = Starts.Select(start => WithGamma(alpha ?? start.Alpha, beta ?? start.Beta)).Distinct().Where(start => double.IsFinite(Squares(start))).OrderBy(Squares).Take(StartsPerFace);
        return alpha is not null && beta is not null
            ? starts.Take(1)
            : starts.Select(start => Minimum(start, alpha, beta)).OfType<UslCurve>().Where(curve => curve is { Alpha: >= 0 and <= 1, Beta: >= 0 and <= 1 });
    }

    /// <summary>The best γ: Σ y·g ÷ Σ g² with g = N ÷ divisor, or the mean of the differences of logs.</summary>
    private UslCurve WithGamma(double alpha, double beta)
    {
        var shape = new UslCurve(alpha, beta, 1);
        var (products, squares, logs) = (0.0, 0.0, 0.0);
        for (var i = 0; i < _n.Length; i++)
        {
            var g = shape.Throughput(_n[i]);
            products += _y[i] * g;
            squares += g * g;
            logs += _y[i] - Math.Log(g);
        }

        return shape with { Gamma = _logs ? Math.Exp(logs / _n.Length) : products / squares };
    }

    private double Squares(UslCurve curve)
    {
        double sum = 0;
        for (var i = 0; i < _n.Length; i++)
        {
            var error = _y[i] - Value(curve, _n[i]);
            sum += error * error;
        }

        return sum;
    }

    private double Value(UslCurve curve, double n)
    {
        var value = curve.Throughput(n);
        return !(value > 0) ? Nowhere : _logs ? Math.Log(value) : value;
    }

    /// <summary>From a start to the minimum of its valley, without bounds; null where the method fails.</summary>
    private UslCurve? Minimum(UslCurve start, double? alpha, double? beta)
    {
        UslCurve Curve(Vector<double> p)
        {
            var at = 1;
            return new UslCurve(alpha ?? (p[at++] / _alphaScale), beta ?? (p[at] / _betaScale), Math.Exp(p[0]));
        }

        double[] first = [Math.Log(start.Gamma), .. alpha is null ? [start.Alpha * _alphaScale] : Array.Empty<double>(), .. beta is null ? [start.Beta * _betaScale] : Array.Empty<double>()];
        var model = ObjectiveFunction.NonlinearModel(
            (p, n) => Values(Curve(p), n),
            (p, n) => Jacobian(Curve(p), n, alpha is null, beta is null),
            Vector<double>.Build.Dense(_n),
            Vector<double>.Build.Dense(_y));
        var method = new LevenbergMarquardtMinimizer(gradientTolerance: 1e-14, stepTolerance: 1e-13, functionTolerance: 1e-30, maximumIterations: MostSteps);
        try
        {
            var found = method.FindMinimum(model, Vector<double>.Build.Dense(first));
            return found.ReasonForExit is ExitCondition.InvalidValues ? null : Curve(found.MinimizingPoint);
        }
        catch (ArgumentException)
        {
            // A singular step: the library refuses parameters that are not finite. This start leads nowhere; others and the corners remain.
            return null;
        }
    }

    private Vector<double> Values(UslCurve curve, Vector<double> n) => n.Map(each => Value(curve, each), Zeros.Include);

    private Matrix<double> Jacobian(UslCurve curve, Vector<double> n, bool alphaFree, bool betaFree)
    {
        var columns = 1 + (alphaFree ? 1 : 0) + (betaFree ? 1 : 0);
        return Matrix<double>.Build.Dense(n.Count, columns, (row, column) =>
        {
            var unit = _logs ? 1 : curve.Throughput(n[row]);
            var slope = (n[row] - 1) / curve.Divisor(n[row]);
            return column == 0 ? unit
                : column == 1 && alphaFree ? -unit * slope / _alphaScale
                : -unit * slope * n[row] / _betaScale;
        });
    }
}
