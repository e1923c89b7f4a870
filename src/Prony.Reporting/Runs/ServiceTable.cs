using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>What each service of a stack used, where a stack has more than one.</summary>
internal static class ServiceTable
{
    /// <summary>Null when no candidate has two services or more.</summary>
    public static FigureTable? Of(PointVerdict point, IReadOnlyList<string> names)
    {
        if (point.Candidates.Values.All(c => c.Services.Count < 2))
        {
            return null;
        }

        return new FigureTable(
            [
                new Column("candidate", IsFigure: false), new Column("service", IsFigure: false),
                new Column("CPU"), new Column("memory (PSS)"), new Column("processes"), new Column("threads"),
            ],
            [.. names.SelectMany(name => point.Candidates[name].Services.Select(service => Row(name, service.Key, service.Value)))]);
    }

    private static IReadOnlyList<string> Row(string candidate, string service, ServiceSummary used) =>
    [
        candidate, service, Figure.Duration(used.CpuS * 1e9), Figure.Bytes(used.MemoryPssBytes), Figure.Count(used.Processes), Figure.Count(used.Threads),
    ];
}
