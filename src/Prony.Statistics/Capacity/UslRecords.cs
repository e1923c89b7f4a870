using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Statistics.Capacity;

/// <summary>A fit as it is written, with its doubts in words. Pure and thread-safe.</summary>
public static class UslRecords
{
    /// <summary>Fits a table.</summary>
    /// <param name="points">Its rows.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="nColumn">Column of N.</param>
    /// <param name="xColumn">Column of X.</param>
    /// <returns>The coefficients and what may be said of them, or the reason why there are none.</returns>
    public static FitRecord Of(IReadOnlyList<UslPoint> points, string source, string nColumn, string xColumn)
    {
        ArgumentNullException.ThrowIfNull(points);
        var table = new FitRecord
        {
            Source = source,
            NColumn = nColumn,
            XColumn = xColumn,
            Points = points.Count,
            Levels = points.DistinctBy(point => point.N).Count(),
            NMin = points.Select(point => point.N).DefaultIfEmpty().Min(),
            NMax = points.Select(point => point.N).DefaultIfEmpty().Max(),
        };
        return UslFit.TryFit(points, out var fit, out var refusal) ? Filled(table, fit) : table with { Reason = Words(refusal.Value, points, table.Levels) };
    }

    /// <summary>What may be said of a peak, as it is written.</summary>
    private static string Word(UslPeakState state) => state switch
    {
        UslPeakState.Measured => "measured",
        UslPeakState.Extrapolated => "extrapolated",
        UslPeakState.NotSeen => "not-seen",
        UslPeakState.TooFar => "too-far",
        _ => "disputed",
    };

    private static FitRecord Filled(FitRecord table, UslFit fit) => table with
    {
        Alpha = fit.Alpha.Value,
        AlphaStandardError = fit.Alpha.StandardError,
        AlphaLow = fit.Alpha.Low,
        AlphaHigh = fit.Alpha.High,
        Beta = fit.Beta.Value,
        BetaStandardError = fit.Beta.StandardError,
        BetaLow = fit.Beta.Low,
        BetaHigh = fit.Beta.High,
        Gamma = fit.Gamma.Value,
        GammaStandardError = fit.Gamma.StandardError,
        GammaLow = fit.Gamma.Low,
        GammaHigh = fit.Gamma.High,
        Peak = Word(fit.Peak.State),
        NStar = fit.Peak.N,
        NStarLow = fit.Peak.NLow,
        NStarHigh = fit.Peak.NHigh,
        XStar = fit.Peak.X,
        XStarLow = fit.Peak.XLow,
        XStarHigh = fit.Peak.XHigh,
        ContentionLimit = fit.ContentionLimit,
        LogFit = new LogFitRecord(fit.LogCurve.Alpha, fit.LogCurve.Beta, fit.LogCurve.Gamma),
        ResidualSd = Math.Sqrt(fit.SquaredDistances / (fit.Points - UslFit.Coefficients)),
        Condition = fit.Condition,
        LackOfFitP = fit.LackOfFit?.P,
        Doubts = [.. UslDoubts.Of(fit)],
    };

    private static string Words(UslRefusal refusal, IReadOnlyList<UslPoint> points, int levels) => refusal switch
    {
        UslRefusal.OutOfRange => $"The law is about loads, throughputs and responses from {UslDoubts.Figure(UslFit.Smallest)} to {UslDoubts.Figure(UslFit.Largest)}: point {CountText.Of(points.Index().First(pair => !UslFit.IsUsable(pair.Item)).Index + 1)} holds another one. Leave out windows in which nothing was completed.",
        UslRefusal.TooFewLevels => string.Create(
            CultureInfo.InvariantCulture,
            $"{CountText.Of(levels, "different N", "different N")} {(levels == 1 ? "is" : "are")} too few: a curve with three coefficients goes through any three, so at least {UslFit.FewestLevels} are needed, and {UslFit.EnoughLevels} to be of use. Measure more loads, such as 1, 2, 4, 8, 16, 32."),
        _ => "The N lie too close together: contention, coherency and the throughput of one cannot be told apart. Measure over a wider range, such as 1, 2, 4, 8, 16, 32.",
    };
}
