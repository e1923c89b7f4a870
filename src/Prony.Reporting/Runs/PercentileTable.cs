using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>Percentiles of the response times, each with the interval that the rounds give.</summary>
internal static class PercentileTable
{
    public const string Heading = "Response times, with the 95 % interval of the rounds' own percentiles";

    private static readonly string[] Shown = ["50", "90", "99"];

    /// <summary>Null when no candidate has an interval: there are too few rounds, or the run is of an older version.</summary>
    public static FigureTable? Of(PointVerdict point, IReadOnlyList<string> names) => point.Candidates.Values.All(c => c.ResponseIntervalsNs.Count == 0) ? null : new FigureTable(
        [new Column("candidate", IsFigure: false), .. Shown.Select(p => new Column("p" + p))],
        [.. names.Select(name => (IReadOnlyList<string>)[name, .. Shown.Select(p => Cell(point.Candidates[name], p))])]);

    private static string Cell(CandidateSummary summary, string percentile)
    {
        var figure = Figure.Percentile(summary.ResponseNs, percentile);
        return figure != Figure.Unknown && summary.ResponseIntervalsNs.TryGetValue(percentile, out var interval)
            ? $"{figure} ({Figure.DurationRange(interval.Low, interval.High)})"
            : figure;
    }
}
