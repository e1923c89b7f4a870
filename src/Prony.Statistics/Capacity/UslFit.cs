using System.Diagnostics.CodeAnalysis;

namespace Prony.Statistics.Capacity;

/// <summary>The universal scalability law fitted to measured points, with what may and what may not be concluded (docs/methods/usl.md).</summary>
/// <remarks>
/// <para>Ordinary least squares of X, as in the R package usl 3; standard errors from (JᵀJ)⁻¹ · RSS ÷ (n − 3), intervals with t(0.975, n − 3). A second fit, of ln X, which
/// weighs the points by their relative errors, tells how much the result hangs on the weights.</para>
/// <para>Assumes that the distances of the points from the curve are independent and of one size, and that nothing but the load changed between them. Pure and thread-safe.</para>
/// </remarks>
public sealed record UslFit
{
    /// <summary>Coefficients of the law.</summary>
    public const int Coefficients = 3;

    /// <summary>Fewest different N of a fit.</summary>
    public const int FewestLevels = Coefficients + 1;

    /// <summary>Fewer different N than this are a doubt (the R package usl warns below it, too).</summary>
    public const int EnoughLevels = 6;

    /// <summary>A peak beyond so many times the largest N is not given.</summary>
    public const double FarthestPeak = 1.4;

    /// <summary>Peaks of the two fits that differ by more than this share are not claimed.</summary>
    public const double MostDispute = 0.2;

    /// <summary>Above this condition of the Jacobian the coefficients can hardly be told apart.</summary>
    public const double MostCondition = 100;

    /// <summary>Below this p the points do not follow the law.</summary>
    public const double LeastFitP = 0.01;

    /// <summary>Smallest N, X and response: with smaller ones the divisor of the law is rounding.</summary>
    public const double Smallest = 1e-6;

    /// <summary>Largest N, X and response: far beyond any load, and its squares are ordinary numbers.</summary>
    public const double Largest = 1e12;

    /// <summary>Number of points, n.</summary>
    public required int Points { get; init; }

    /// <summary>Number of different N.</summary>
    public required int Levels { get; init; }

    /// <summary>Smallest N.</summary>
    public required double NMin { get; init; }

    /// <summary>Largest N.</summary>
    public required double NMax { get; init; }

    /// <summary>The fitted curve.</summary>
    public required UslCurve Curve { get; init; }

    /// <summary>Contention, α.</summary>
    public required UslCoefficient Alpha { get; init; }

    /// <summary>Coherency, β.</summary>
    public required UslCoefficient Beta { get; init; }

    /// <summary>Throughput of one alone, γ, in the unit of X.</summary>
    public required UslCoefficient Gamma { get; init; }

    /// <summary>The load with the highest throughput, as far as it may be claimed.</summary>
    public required UslPeak Peak { get; init; }

    /// <summary>The curve fitted to ln X. Its peak, too, must not be given beyond <see cref="FarthestPeak"/>.</summary>
    public required UslCurve LogCurve { get; init; }

    /// <summary>γ ÷ α: what contention alone would leave of any number of users; null where α's interval holds 0. A limit, never a measurement.</summary>
    public double? ContentionLimit => Alpha is { AtBound: false, Low: > 0 } ? Curve.Gamma / Curve.Alpha : null;

    /// <summary>Sum of the squared distances from the curve, in the square of the unit of X.</summary>
    public required double SquaredDistances { get; init; }

    /// <summary>Condition of the Jacobian with columns of length 1: above <see cref="MostCondition"/> the coefficients can hardly be told apart.</summary>
    public required double Condition { get; init; }

    /// <summary>Test against the scatter of repeats; null without repeats.</summary>
    public LackOfFit? LackOfFit { get; init; }

    /// <summary>Indexes of the points whose N is not their X·R.</summary>
    public IReadOnlyList<int> AgainstLittle { get; init; } = [];

    /// <summary>Points whose N could be compared with X·R.</summary>
    public int LittlePoints { get; init; }

    /// <summary>The two fits put the peak at different loads, of which at least one could be claimed.</summary>
    public bool FitsDisagree => AreApart(Curve.PeakN, LogCurve.PeakN) && Math.Min(Curve.PeakN, LogCurve.PeakN) <= FarthestPeak * NMax;

    /// <summary>Fits the law.</summary>
    /// <param name="points">In any order; a load may occur more than once.</param>
    /// <param name="fit">The fit; null when there is none.</param>
    /// <param name="refusal">Why there is none.</param>
    public static bool TryFit(IReadOnlyList<UslPoint> points, [NotNullWhen(true)] out UslFit? fit, [NotNullWhen(false)] out UslRefusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(points);
        fit = null;
        refusal = points.Any(point => !IsUsable(point)) ? UslRefusal.OutOfRange
            : points.DistinctBy(point => point.N).Count() < FewestLevels ? UslRefusal.TooFewLevels
            : null;
        if (refusal is not null)
        {
            return false;
        }

        var curve = UslSolver.Solve(points, logs: false);
        if (UslUncertainty.Of(curve, points) is not { } uncertainty)
        {
            refusal = UslRefusal.TooClose;
            return false;
        }

        fit = Create(points, curve, UslSolver.Solve(points, logs: true), uncertainty);
        return true;
    }

    internal static bool IsUsable(UslPoint point) => IsUsable(point.N) && IsUsable(point.X) && IsUsable(point.ResponseS ?? 1);

    private static bool IsUsable(double value) => value is >= Smallest and <= Largest;

    private static UslFit Create(IReadOnlyList<UslPoint> points, UslCurve curve, UslCurve logCurve, UslUncertainty uncertainty)
    {
        var (least, most) = (points.Min(point => point.N), points.Max(point => point.N));
        var state = StateOf(curve.PeakN, logCurve.PeakN, uncertainty.Beta, least, most);
        return new UslFit
        {
            Points = points.Count,
            Levels = points.DistinctBy(point => point.N).Count(),
            NMin = least,
            NMax = most,
            Curve = curve,
            Alpha = uncertainty.Alpha,
            Beta = uncertainty.Beta,
            Gamma = uncertainty.Gamma,
            Peak = state is UslPeakState.Measured or UslPeakState.Extrapolated ? uncertainty.Peak(state) : new UslPeak(state),
            LogCurve = logCurve,
            SquaredDistances = uncertainty.Squares,
            Condition = uncertainty.Condition,
            LackOfFit = LackOfFit.Of(points, uncertainty.Squares),
            LittlePoints = points.Count(point => point.ResponseS is not null),
            AgainstLittle = [.. points.Index().Where(pair => pair.Item.ResponseS is { } r && !LittlesLaw.Of(pair.Item.N, pair.Item.X, r).Holds).Select(pair => pair.Index)],
        };
    }

    private static UslPeakState StateOf(double peak, double logPeak, UslCoefficient beta, double least, double most) =>
        beta.Value == 0 || beta.Low <= 0 ? UslPeakState.NotSeen
        : peak > FarthestPeak * most ? UslPeakState.TooFar
        : AreApart(peak, logPeak) ? UslPeakState.Disputed
        : peak < least || peak > most ? UslPeakState.Extrapolated
        : UslPeakState.Measured;

    /// <summary>By more than <see cref="MostDispute"/> of the smaller; two curves without a peak agree.</summary>
    private static bool AreApart(double peak, double other) => !peak.Equals(other) && Math.Max(peak, other) > (1 + MostDispute) * Math.Min(peak, other);
}
