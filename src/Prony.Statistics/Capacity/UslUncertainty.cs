using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Prony.Statistics.Distributions;

namespace Prony.Statistics.Capacity;

/// <summary>How well points determine the coefficients of a curve: covariance and condition from the Jacobian at the fit.</summary>
internal sealed class UslUncertainty
{
    /// <summary>1 − the probability that an interval misses the truth.</summary>
    private const double Upper = 0.975;

    /// <summary>A Jacobian with a larger condition has no inverse in the precision of a double.</summary>
    private const double Singular = 1e10;

    private readonly UslCurve _curve;
    private readonly double _t;
    private readonly double[,] _covariance;

    private UslUncertainty(UslCurve curve, double condition, double squares, int freedom, double[,] covariance)
    {
        _curve = curve;
        _t = StudentQuantiles.At(Upper, freedom);
        _covariance = covariance;
        Condition = condition;
        Squares = squares;
    }

    /// <summary>Largest ÷ smallest singular value of the Jacobian with columns of length 1.</summary>
    internal double Condition { get; }

    /// <summary>Sum of the squared distances, in the square of the unit of X.</summary>
    internal double Squares { get; }

    internal UslCoefficient Alpha => Coefficient(0, _curve.Alpha, _curve.Alpha is 0 or 1);

    internal UslCoefficient Beta => Coefficient(1, _curve.Beta, _curve.Beta is 0 or 1);

    internal UslCoefficient Gamma => Coefficient(2, _curve.Gamma, false);

    /// <returns>Null where the points cannot tell the coefficients apart.</returns>
    internal static UslUncertainty? Of(UslCurve curve, IReadOnlyList<UslPoint> points)
    {
        var jacobian = Matrix<double>.Build.Dense(points.Count, UslFit.Coefficients, (row, column) => Slope(curve, points[row].N, column));
        var lengths = jacobian.ColumnNorms(2).ToArray();
        if (lengths.Any(length => !(length > 0 && double.IsFinite(length))))
        {
            return null;
        }

        // Of the small triangle, not of the whole matrix, whose singular vectors would fill a square of all points.
        var scaled = jacobian.MapIndexed((_, column, value) => value / lengths[column]);
        var svd = scaled.QR(QRMethod.Thin).R.Svd();
        var condition = svd.S[0] / svd.S[^1];
        if (!(condition < Singular))
        {
            return null;
        }

        var squares = points.Sum(point => Math.Pow(point.X - curve.Throughput(point.N), 2));
        var freedom = points.Count - UslFit.Coefficients;
        return new UslUncertainty(curve, condition, squares, freedom, Covariance(svd, lengths, squares / freedom));
    }

    /// <summary>The claimed peak with its intervals: ±t·√(gᵀCg) on the logs, g the slopes of ln N* and ln X* over (α, β, γ).</summary>
    internal UslPeak Peak(UslPeakState state)
    {
        var n = _curve.PeakN;
        var x = _curve.Throughput(n);
        var reach = _curve.Alpha < 1 ? Reach([-1 / (2 * (1 - _curve.Alpha)), -1 / (2 * _curve.Beta), 0]) : (double?)null;

        // X does not change with N at its own peak, so that only the coefficients themselves move it.
        var slope = (n - 1) / _curve.Divisor(n);
        var xReach = Reach([-slope, -slope * n, 1 / _curve.Gamma]);
        return new UslPeak(state, n, n / reach, n * reach, x, x / xReach, x * xReach);
    }

    private static double Slope(UslCurve curve, double n, int column)
    {
        var divisor = curve.Divisor(n);
        return column switch
        {
            0 => -curve.Gamma * n * (n - 1) / (divisor * divisor),
            1 => -curve.Gamma * n * n * (n - 1) / (divisor * divisor),
            _ => n / divisor,
        };
    }

    /// <summary>(JᵀJ)⁻¹ · variance, from J = Q·R and R = U·S·Vᵀ.</summary>
    private static double[,] Covariance(Svd<double> svd, double[] lengths, double variance)
    {
        var covariance = new double[UslFit.Coefficients, UslFit.Coefficients];
        for (var i = 0; i < UslFit.Coefficients; i++)
        {
            for (var j = 0; j < UslFit.Coefficients; j++)
            {
                var sum = Enumerable.Range(0, UslFit.Coefficients).Sum(k => svd.VT[k, i] * svd.VT[k, j] / (svd.S[k] * svd.S[k]));
                covariance[i, j] = variance * sum / lengths[i] / lengths[j];
            }
        }

        return covariance;
    }

    private UslCoefficient Coefficient(int index, double value, bool atBound)
    {
        var error = Math.Sqrt(_covariance[index, index]);
        return new UslCoefficient(value, error, value - (_t * error), value + (_t * error), atBound);
    }

    /// <summary>exp(t·√(gᵀCg)): by what factor the interval of a log reaches to either side.</summary>
    private double Reach(double[] slopes)
    {
        double variance = 0;
        for (var i = 0; i < slopes.Length; i++)
        {
            for (var j = 0; j < slopes.Length; j++)
            {
                variance += slopes[i] * _covariance[i, j] * slopes[j];
            }
        }

        // Beyond the range of a double an interval ends at the range, so that no record holds infinity.
        return Math.Exp(Math.Min(_t * Math.Sqrt(Math.Max(0, variance)), Comparison.PairedComparison.LargestLog / 2));
    }
}
