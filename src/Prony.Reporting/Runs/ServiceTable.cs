using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>What each service of a stack used, where a stack has more than one; services that all candidates share stand apart, and once in a sum.</summary>
internal static class ServiceTable
{
    /// <summary>Null when no candidate has two services or more and none are shared.</summary>
    public static FigureTable? Of(PointVerdict point, IReadOnlyList<string> names)
    {
        if (point.Candidates.Values.All(c => c.Services.Count + c.SharedServices.Count < 2))
        {
            return null;
        }

        return new FigureTable(
            [
                new Column("candidate", IsFigure: false), new Column("service", IsFigure: false),
                new Column("CPU"), new Column("cores"), new Column("peak"), new Column("memory (PSS)"), new Column("processes"), new Column("threads"), new Column("switches"),
            ],
            [.. names.SelectMany(name => Rows(name, point.Candidates[name]))]);
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(string name, CandidateSummary candidate)
    {
        foreach (var (service, used) in candidate.Services)
        {
            yield return Row(name, service, used);
        }

        foreach (var (service, used) in candidate.SharedServices)
        {
            yield return Row(name, service + " (shared)", used);
        }

        if (candidate.CpuWithSharedS is { } cpuS)
        {
            List<ServiceSummary> all = [.. candidate.Services.Values, .. candidate.SharedServices.Values];
            yield return
            [
                name, "all, shared too", Figure.Duration(cpuS * 1e9), Figure.Cores(all.Sum(used => used.CoresMean)), Figure.Unknown, Figure.Bytes(all.Sum(used => used.MemoryPssBytes)),
                Figure.Count(all.Sum(used => used.Processes)), Figure.Count(all.Sum(used => used.Threads)), Switches(Sum(all, used => used.VoluntarySwitches), Sum(all, used => used.InvoluntarySwitches)),
            ];
        }
    }

    private static IReadOnlyList<string> Row(string candidate, string service, ServiceSummary used) =>
    [
        candidate, service, Figure.Duration(used.CpuS * 1e9), Cores(used, used.CoresMean), Cores(used, used.CoresPeak), Figure.Bytes(used.MemoryPssBytes),
        Figure.Count(used.Processes), Figure.Count(used.Threads), Switches(used.VoluntarySwitches, used.InvoluntarySwitches),
    ];

    /// <summary>Records of older versions hold CPU and no cores.</summary>
    private static string Cores(ServiceSummary used, double cores) => cores == 0 && used.CpuS > 0 ? Figure.Unknown : Figure.Cores(cores);

    /// <summary>Null where one of them is not known: a sum of the others would be too small.</summary>
    private static long? Sum(List<ServiceSummary> all, Func<ServiceSummary, long?> count) => all.TrueForAll(used => count(used) is not null) ? all.Sum(count) : null;

    private static string Switches(long? voluntary, long? involuntary) => voluntary + involuntary is { } all ? Figure.Count(all) : Figure.Unknown;
}
