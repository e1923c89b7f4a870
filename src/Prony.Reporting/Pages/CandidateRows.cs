using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Pages;

/// <summary>A row for each candidate, because a page scrolls downwards: its figures, and beside each the ratio to the baseline with its interval.</summary>
internal static class CandidateRows
{
    private static readonly (string Header, string Metric, Func<CandidateSummary, string> Figure)[] Metric =
    [
        ("throughput", Metrics.Throughput, c => With(Figure.PerSecond(c.ThroughputPerS) + "/s", c.ThroughputInterval, Figure.PerSecond)),
        ("response p50", Metrics.ResponseP50, c => Figure.Percentile(c.ResponseNs, "50")),
        ("response p99", Metrics.ResponseP99, c => Figure.Percentile(c.ResponseNs, "99")),
        ("CPU per request", Metrics.CpuPerRequest, c => Figure.Duration(c.CpuPerRequestNs)),
        ("memory (PSS)", Metrics.Memory, c => Figure.Bytes(c.MemoryPssBytes)),
    ];

    /// <summary>The table.</summary>
    /// <param name="point">Figures at one load.</param>
    /// <param name="names">Candidates, the baseline first.</param>
    /// <param name="verdict">For the baseline and the metric that decides.</param>
    public static FigureTable Of(PointVerdict point, IReadOnlyList<string> names, VerdictRecord verdict)
    {
        var columns = new List<TableColumn>
        {
            new(new Column("candidate", IsFigure: false), names),
            new(new Column($"verdict on {verdict.Primary}", IsFigure: false) { IsState = true }, [.. names.Select(name => Comparison(point, name, verdict.Primary)?.Verdict ?? Figure.Unknown)]),
        };
        foreach (var (header, metric, figure) in Metric)
        {
            columns.Add(new TableColumn(new Column(header), [.. names.Select(name => figure(point.Candidates[name]))]));
            if (point.Comparisons.Any(comparison => comparison.Metric == metric))
            {
                columns.Add(new TableColumn(new Column($"÷ {verdict.Baseline}"), [.. names.Select(name => Comparison(point, name, metric) is { } c ? Figure.Ratio(c.Ratio, c.Low, c.High) : Figure.Unknown)]));
            }
        }

        columns.Add(new TableColumn(new Column("failures"), [.. names.Select(name => Figure.Share(point.Candidates[name].Failures))]));
        return TableColumn.Join(columns) with { Caption = $"Candidates at {PointFigures.LoadText(point.Load)}; in brackets 95 % intervals over rounds, of ratios for all comparisons together." };
    }

    private static ComparisonRecord? Comparison(PointVerdict point, string candidate, string metric) =>
        point.Comparisons.FirstOrDefault(comparison => comparison.Candidate == candidate && comparison.Metric == metric);

    private static string With(string text, IntervalRecord? interval, Func<double?, string> figure) =>
        interval is null ? text : $"{text} ({figure(interval.Low)}–{figure(interval.High)})";
}
