using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Pages;

/// <summary>Percentiles of the response times with the intervals of the rounds' own, and those of the service times beside them.</summary>
internal static class ResponseRows
{
    private static readonly string[] Response = ["50", "90", "99", "99.9"];
    private static readonly string[] Service = ["50", "90", "99"];

    public static FigureTable Of(PointVerdict point, IReadOnlyList<string> names) => TableColumn.Join(
    [
        new(new Column("candidate", IsFigure: false), names),
        .. Response.Select(p => new TableColumn(new Column($"response p{p}"), [.. names.Select(name => Cell(point.Candidates[name], p))])),
        new(new Column("slowest"), [.. names.Select(name => point.Candidates[name].ResponseNs is { Count: > 0 } times ? Figure.Duration(times.Max) : Figure.Unknown)]),
        .. Service.Select(p => new TableColumn(new Column($"service p{p}"), [.. names.Select(name => Figure.Percentile(point.Candidates[name].ServiceNs, p))])),
    ]) with
    {
        Caption = $"Response (completed − due) and service time (completed − sent) at {PointFigures.LoadText(point.Load)}; in brackets the 95 % interval of the rounds' own percentiles.",
    };

    private static string Cell(CandidateSummary summary, string percentile)
    {
        var figure = Figure.Percentile(summary.ResponseNs, percentile);
        return figure != Figure.Unknown && summary.ResponseIntervalsNs.TryGetValue(percentile, out var interval)
            ? $"{figure} ({Figure.DurationRange(interval.Low, interval.High)})"
            : figure;
    }
}
