using Prony.Measurement.Runs;

namespace Prony.Experiments.Tests.Schemas;

/// <summary>Data of charts, once with everything and once with everything unknown.</summary>
internal static class SampleReports
{
    public static ReportRecord Full { get; } = Of(
        new ReportInterval(159.6, 158, 161),
        new ReportRound(1, 159.6, 104.2, 140, 0, 310, 6.3e7, "V13 stolen CPU time (0.0237, limit 0.02)"),
        new ReportHeat([0, 1], [10, 20], [[1, 2], [3, 4]]),
        new ReportService("web", false, [0], [0.5], [4e7]),
        new ReportEvent(1.5, "web", "died"),
        new ReportLaw([1, 2], [3, 4], "a law"),
        new ReportBracket(100, 120),
        5);

    public static ReportRecord Unknown { get; } = Of(
        new ReportInterval(null, null, null), new ReportRound(1, null, null, null, null, null, null, null), null, null, new ReportEvent(-1, null, "x"), null, new ReportBracket(100, null), null);

    private static ReportRecord Of(ReportInterval interval, ReportRound round, ReportHeat? heat, ReportService? service, ReportEvent happened, ReportLaw? law, ReportBracket bracket, double? figure)
    {
        var trial = new ReportTrial(1, 1, [0, 1], [10, 11], [0, 0], [figure, figure], [figure, null], [4, 4], [new ReportPhase("window", 0, 2)], service is null ? [] : [service], [happened]);
        var candidate = new ReportCandidate("async", interval, interval, figure, figure, [new ReportPercentile(50, 104.2)], [], [round], heat, [trial]);
        var comparison = new ReportComparison("async", "sync", "throughput", figure, figure, figure, 0.05, "better", "It is.", [1.78]);
        var curve = new ReportCurve("async", [10, 20], [interval, interval], [interval, interval], [figure, null], [figure, null], [figure, null], [figure, null], law, figure, figure, bracket);
        return new ReportRecord
        {
            Name = "x", Baseline = "sync", Primary = "throughput", Margin = 0.05,
            Scenarios = [new ReportScenario("work", "users", ["failures <= 1%"], [new ReportPoint("100 users", figure, [candidate], [comparison])], [curve])],
        };
    }
}
