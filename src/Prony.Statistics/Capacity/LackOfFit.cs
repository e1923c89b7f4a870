using MathNet.Numerics.Distributions;

namespace Prony.Statistics.Capacity;

/// <summary>Whether the points lie farther from the curve than repeats lie from each other.</summary>
/// <remarks>F = (SS_lack ÷ (levels − 3)) ÷ (SS_pure ÷ (n − levels)), the classical test of a regression with repeats (Fisher 1922); for a curve it holds approximately. Pure.</remarks>
/// <param name="F">Null where all repeats are the same.</param>
/// <param name="P">Probability of an F at least as large when the law holds and repeats are independent.</param>
public sealed record LackOfFit(double? F, double P)
{
    /// <returns>Null without repeats, or with no level more than there are coefficients.</returns>
    internal static LackOfFit? Of(IReadOnlyList<UslPoint> points, double squares)
    {
        var levels = points.GroupBy(point => point.N).Select(level => level.Select(point => point.X).ToArray()).ToArray();
        var (over, within) = (levels.Length - UslFit.Coefficients, points.Count - levels.Length);
        if (over < 1 || within < 1)
        {
            return null;
        }

        var pure = levels.Sum(values => SquaresAround(values, Distributions.Moments.Mean(values)));
        var lack = Math.Max(0, squares - pure);
        if (pure == 0)
        {
            return new LackOfFit(null, lack > 0 ? 0 : 1);
        }

        // The upper tail as the lower one of 1 ÷ F with the degrees of freedom swapped: 1 − CDF would leave nothing of a small p.
        var f = lack / over / (pure / within);
        return new LackOfFit(f, f > 0 ? FisherSnedecor.CDF(within, over, 1 / f) : 1);
    }

    private static double SquaresAround(double[] values, double mean) => values.Sum(value => (value - mean) * (value - mean));
}
