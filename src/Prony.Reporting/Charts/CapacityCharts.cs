using Prony.Measurement.Runs;
using Prony.Reporting.Documents;

namespace Prony.Reporting.Charts;

/// <summary>Makes the data of the charts of a search for capacities: what every trial gave over its load, and the brackets.</summary>
internal static class CapacityCharts
{
    public static ReportRecord Of(CapacityRecord record) => new()
    {
        Name = Foreign.Line(record.Experiment),
        Baseline = Foreign.Line(record.Baseline),
        Primary = Metrics.Capacity,
        Margin = Rounded.Of(record.Margin),
        Preview = record.Preview,
        Scenarios =
        [
            new ReportScenario(
                Foreign.Line(record.Scenario),
                record.Settings.Load,
                [.. record.Settings.Objectives.Select(Foreign.Line)],
                record.Comparisons.Count == 0 ? [] : [new ReportPoint("capacity", null, [], [.. record.Comparisons.Select(RunCharts.Comparison)])],
                [.. record.Candidates.Select(Curve)]),
        ],
    };

    private static ReportCurve Curve(CapacityCandidate candidate)
    {
        var loads = candidate.Searches.SelectMany(search => search.Trials).Where(trial => trial.ThroughputPerS is not null).GroupBy(trial => trial.Load).OrderBy(load => load.Key).ToList();
        return new ReportCurve(
            Foreign.Line(candidate.Name),
            [.. loads.Select(load => Rounded.Of(load.Key))],
            [.. loads.Select(load => new ReportInterval(Rounded.OrNull(load.Average(trial => trial.ThroughputPerS)), null, null))],
            [.. loads.Select(_ => new ReportInterval(null, null, null))],
            [.. loads.Select(_ => (double?)null)],
            [.. loads.Select(load => Rounded.Ms(load.Max(trial => trial.ResponseP99Ns)))],
            [.. loads.Select(_ => (double?)null)],
            [.. loads.Select(_ => (double?)null)],
            null,
            null,
            null,
            Bracket(candidate));
    }

    /// <summary>The one that holds the brackets of all rounds.</summary>
    private static ReportBracket? Bracket(CapacityCandidate candidate) =>
        candidate.Searches.Min(search => search.Lower) is { } low
            ? new ReportBracket(Rounded.Of(low), candidate.Searches.Any(search => search.Upper is null) ? null : Rounded.OrNull(candidate.Searches.Max(search => search.Upper)))
            : null;
}
