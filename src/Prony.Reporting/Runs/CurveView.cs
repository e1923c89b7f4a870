using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>A candidate over its loads: what may be said, then a table of rates and costs and one of response times, and the intervals behind them.</summary>
internal static class CurveView
{
    private static readonly string[] Percentiles = ["10", "50", "90", "95", "99"];

    /// <param name="scenario">Its name.</param>
    /// <param name="curves">Those of its candidates.</param>
    /// <param name="width">Columns of the terminal; null for no limit.</param>
    public static IEnumerable<Block> Of(string scenario, IReadOnlyList<CurveRecord> curves, int? width)
    {
        foreach (var curve in curves)
        {
            yield return new Heading($"{scenario}, {curve.Candidate} over {curve.Load}");
            yield return new Bullets([.. curve.Sentences.Select(sentence => new Bullet(null, sentence))]);
            var loads = new TableColumn(new Column(curve.Load, IsFigure: true), [.. curve.Points.Select(LoadOf)]);
            foreach (var table in TableColumn.Fit([loads], Rates(curve), width).Concat(TableColumn.Fit([loads], Responses(curve), width)))
            {
                yield return table;
            }

            if (Intervals(curve) is { Count: > 0 } intervals)
            {
                yield return new Fold($"Intervals over rounds, 95 %: {curve.Candidate}", [.. TableColumn.Fit([loads], intervals, width)]);
            }
        }
    }

    private static string LoadOf(CurvePoint point) => Figure.ChosenRate(point.At) + (point.State == CurvePointState.Measured ? "" : " *");

    private static List<IReadOnlyList<TableColumn>> Rates(CurveRecord curve)
    {
        var columns = new List<IReadOnlyList<TableColumn>>
        {
            Column(curve, "success/s", point => Figure.PerSecond(point.ThroughputPerS?.Value)),
            Column(curve, "failed/s", point => Figure.PerSecond(point.FailuresPerS?.Value)),
            Column(curve, "failed", point => Figure.Share(point.FailureShare)),
            Column(curve, "CPU cores", point => Figure.Cores(point.CpuCores?.Value)),
            Column(curve, "memory", point => Figure.Bytes(point.MemoryPssBytes?.Value)),
            Column(curve, "in flight", point => Figure.PerSecond(point.InFlight?.Value)),
            Column(curve, "", point => point.State switch
            {
                CurvePointState.Measured => "",
                CurvePointState.Died => "* died",
                CurvePointState.StoppedAnswering => "* stopped answering",
                _ => "* not measured",
            }),
        };
        return curve.Points.All(point => point.State == CurvePointState.Measured) ? columns[..^1] : columns;
    }

    private static List<IReadOnlyList<TableColumn>> Responses(CurveRecord curve) =>
    [
        .. Percentiles.Select(name => Column(curve, "p" + name, point => Figure.Duration(point.ResponseNs.GetValueOrDefault(name)?.Value))),
        Column(curve, "mean", point => Figure.Duration(point.ResponseMeanNs?.Value)),
        Column(curve, "fastest", point => Figure.Duration(point.FastestNs)),
        Column(curve, "slowest", point => Figure.Duration(point.SlowestNs)),
    ];

    /// <summary>Columns in which at least one load has an interval.</summary>
    private static List<IReadOnlyList<TableColumn>> Intervals(CurveRecord curve)
    {
        var all = new List<(string Name, Func<CurvePoint, CurveFigure?> Figure, Func<double, double, string> Text)>
        {
            ("success/s", point => point.ThroughputPerS, PerSecond),
            ("failed/s", point => point.FailuresPerS, PerSecond),
        };
        all.AddRange(Percentiles.Select(name => ("p" + name, (Func<CurvePoint, CurveFigure?>)(point => point.ResponseNs.GetValueOrDefault(name)), (Func<double, double, string>)Figure.DurationRange)));
        all.Add(("mean", point => point.ResponseMeanNs, Figure.DurationRange));
        all.Add(("CPU cores", point => point.CpuCores, (low, high) => $"{Figure.Cores(low)}–{Figure.Cores(high)}"));
        all.Add(("memory", point => point.MemoryPssBytes, (low, high) => $"{Figure.Bytes(low)}–{Figure.Bytes(high)}"));
        return
        [
            .. all.Where(metric => curve.Points.Any(point => metric.Figure(point)?.Low is not null))
                .Select(metric => Column(curve, metric.Name, point => metric.Figure(point) is { Low: { } low, High: { } high } ? metric.Text(low, high) : Figure.Unknown)),
        ];
    }

    private static string PerSecond(double low, double high) => $"{Figure.PerSecond(low)}–{Figure.PerSecond(high)}";

    private static IReadOnlyList<TableColumn> Column(CurveRecord curve, string name, Func<CurvePoint, string> cell) =>
        [new TableColumn(new Column(name), [.. curve.Points.Select(cell)])];
}
