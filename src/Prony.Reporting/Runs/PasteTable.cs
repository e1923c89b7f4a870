using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>The small table that people paste into a ticket or a write-up.</summary>
internal static class PasteTable
{
    public static FigureTable Of(PointVerdict point, IReadOnlyList<string> names) => new(
        [new Column("candidate", IsFigure: false), new Column("requests/s"), new Column("peak CPU, cores"), new Column("peak memory"), new Column("failures")],
        [.. names.Select(name => Row(name, point.Candidates[name]))]);

    private static IReadOnlyList<string> Row(string name, CandidateSummary summary) =>
    [
        name,
        Figure.PerSecond(summary.ThroughputPerS),
        Figure.Cores(summary.CpuCores?.Peak),
        Figure.Bytes(summary.MemoryPeakBytes),
        Figure.Share(summary.Failures),
    ];
}
