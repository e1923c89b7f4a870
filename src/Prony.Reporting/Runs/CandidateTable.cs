using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>
/// Candidates side by side: a row per metric, a column per candidate, and beside each its ratio to the baseline. Where there are too many for that, a row per candidate.
/// </summary>
internal static class CandidateTable
{
    /// <summary>More tables below each other than these compare nothing: who reads the last has forgotten the first.</summary>
    private const int MostTables = 3;

    private static readonly Row[] Metric =
    [
        new("throughput", c => Figure.PerSecond(c.ThroughputPerS) + "/s", Metrics.Throughput),
        new("answered", c => Figure.PerSecond(c.CompletedPerS) + "/s", Shows: AnyDiffersFromThroughput),
        new("failures", c => Figure.Share(c.Failures), Metrics.Failures),
        new("response p50", c => Figure.Percentile(c.ResponseNs, "50"), Metrics.ResponseP50),
        new("response p90", c => Figure.Percentile(c.ResponseNs, "90"), Metrics.ResponseP90),
        new("response p99", c => Figure.Percentile(c.ResponseNs, "99"), Metrics.ResponseP99),
        new("service p50", c => Figure.Percentile(c.ServiceNs, "50")),
        new("CPU per request", c => Figure.Duration(c.CpuPerRequestNs), Metrics.CpuPerRequest),
        new("CPU cores, mean", c => Figure.Cores(c.CpuCores?.Mean)),
        new("CPU cores, peak", c => Figure.Cores(c.CpuCores?.Peak)),
        new("memory (PSS)", c => Figure.Bytes(c.MemoryPssBytes), Metrics.Memory),
        new("memory, peak", c => Figure.Bytes(c.MemoryPeakBytes)),
        new("memory growth", c => c.MemoryGrowthBytesPerMin is { } growth ? Figure.Bytes(growth) + "/min" : Figure.Unknown, Shows: candidates => candidates.Any(c => c.MemoryGrowthBytesPerMin is not null)),
        new("processes", c => c.Processes is { } n ? Figure.Count(n) : Figure.Unknown),
    ];

    /// <summary>One table where it fits; where it does not, several, each with the baseline again so that every candidate stands beside it.</summary>
    /// <param name="point">The figures.</param>
    /// <param name="names">Candidates in order, the baseline first when it has figures.</param>
    /// <param name="baseline">Its name.</param>
    /// <param name="width">Columns of the terminal; null for no limit.</param>
    public static IEnumerable<FigureTable> Of(PointVerdict point, IReadOnlyList<string> names, string baseline, int? width)
    {
        var rows = Metric.Where(row => row.IsShown([.. point.Candidates.Values])).ToList();
        var labels = new TableColumn(new Column("", IsFigure: false), [.. rows.Select(r => r.Label)]);
        var bases = names.Where(name => name == baseline).SelectMany(name => ColumnsOf(point, name, baseline, rows)).ToList();
        var others = names.Where(name => name != baseline).Select(name => ColumnsOf(point, name, baseline, rows)).ToList();
        var beside = TableColumn.Fit([labels, .. bases], others, width).ToList();
        return beside.Count <= MostTables ? beside : Turned(point, names, baseline, rows, width);
    }

    /// <summary>A row per candidate, a column per metric with its ratio behind it.</summary>
    private static IEnumerable<FigureTable> Turned(PointVerdict point, IReadOnlyList<string> names, string baseline, List<Row> rows, int? width)
    {
        var columns = rows.Select(row =>
        {
            var figures = new List<TableColumn> { new(new Column(row.Label), [.. names.Select(name => row.Figure(point.Candidates[name]))]) };
            var ratios = names.Select(name => name == baseline ? "" : RatioOf(point, name, row.Compared)).ToList();
            if (ratios.Exists(ratio => ratio.Length > 0))
            {
                figures.Add(new TableColumn(new Column("÷ " + baseline, IsFigure: false), ratios));
            }

            return figures;
        });
        return TableColumn.Fit([new TableColumn(new Column("candidate", IsFigure: false), names)], [.. columns], width);
    }

    private static List<TableColumn> ColumnsOf(PointVerdict point, string name, string baseline, List<Row> rows)
    {
        var summary = point.Candidates[name];
        var columns = new List<TableColumn> { new(new Column(name), [.. rows.Select(row => row.Figure(summary))]) };
        var ratios = rows.Select(row => RatioOf(point, name, row.Compared)).ToList();
        if (name != baseline && ratios.Any(ratio => ratio.Length > 0))
        {
            columns.Add(new TableColumn(new Column("÷ " + baseline, IsFigure: false), ratios));
        }

        return columns;
    }

    private static string RatioOf(PointVerdict point, string name, string? metric) =>
        metric is not null && point.Comparisons.FirstOrDefault(c => c.Candidate == name && c.Metric == metric) is { } comparison
            ? Figure.Ratio(comparison.Ratio, comparison.Low, comparison.High)
            : "";

    // Whole responses that were not successes: worth a row only where there are some.
    private static bool AnyDiffersFromThroughput(IReadOnlyList<CandidateSummary> candidates) =>
        candidates.Any(c => Math.Abs(c.CompletedPerS - c.ThroughputPerS) > 0.001 * c.CompletedPerS);

    private sealed record Row(
        string Label,
        Func<CandidateSummary, string> Figure,
        string? Compared = null,
        Func<IReadOnlyList<CandidateSummary>, bool>? Shows = null)
    {
        public bool IsShown(IReadOnlyList<CandidateSummary> candidates) => Shows?.Invoke(candidates) ?? true;
    }
}
