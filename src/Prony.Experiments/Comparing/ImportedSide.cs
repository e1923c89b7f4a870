using Prony.Measurement.Runs;

namespace Prony.Experiments.Comparing;

/// <summary>One candidate at one load, measured by whomever.</summary>
internal sealed class ImportedSide
{
    private const string Unknown = "an unknown load";

    private readonly Func<string, double?> _figure;

    private ImportedSide(string candidate, string scenario, PointRecord load, string source, bool isImported, Func<string, double?> figure)
    {
        (Candidate, Scenario, Load, Source, IsImported) = (candidate, scenario, load, source, isImported);
        _figure = figure;
    }

    public string Candidate { get; }

    public string Scenario { get; }

    /// <summary>Neither users nor a rate where the tool does not tell.</summary>
    public PointRecord Load { get; }

    /// <summary>Who measured it: "hey", "Prony".</summary>
    public string Source { get; }

    public bool IsImported { get; }

    public string LoadText => Load is { Users: null, RatePerS: null } ? Unknown : Load.Text;

    /// <summary>All that a run says of loads.</summary>
    public static IReadOnlyList<ImportedSide> Of(StoredRun run) => run.Plan.Imported is { } imported
        ? [.. imported.Results.Where(result => result.Usage is null).Select(result => Of(result))]
        : [.. run.Verdict.Scenarios.SelectMany(scenario => scenario.Value.Points.SelectMany(point => point.Candidates.Select(candidate =>
            new ImportedSide(candidate.Key, scenario.Key, point.Load, "Prony", isImported: false, metric => Figure(candidate.Value, metric)))))];

    /// <summary>A figure in base units; null where it is not known.</summary>
    public double? Figure(string metric) => _figure(metric);

    /// <summary>Whether both say the same of their users or rate.</summary>
    public bool IsLoadOf(ImportedSide other) =>
        LoadText != Unknown && Load.Users == other.Load.Users && (Load.Users is not null || Load.RatePerS == other.Load.RatePerS);

    private static ImportedSide Of(ImportedResult result) => new(
        result.Candidate,
        "imported",
        new PointRecord(result.RatePerS is null ? result.Users : null, result.RatePerS),
        result.Tool,
        isImported: true,
        metric => Figure(result, metric));

    private static double? Figure(ImportedResult result, string metric) => metric switch
    {
        Metrics.Throughput => result.ThroughputPerS,
        Metrics.Failures => result is { Failures: { } failures, Requests: { } requests } && requests > 0 ? failures / (double)requests : null,
        Metrics.ResponseMean => result.Times?.MeanNs,
        _ when Metrics.PercentileOf(metric) is not null && result.Times is { } times => times.PercentilesNs.TryGetValue(Metrics.ShortName(metric)[1..], out var ns) ? ns : null,
        _ => null,
    };

    private static double? Figure(CandidateSummary summary, string metric) => metric switch
    {
        Metrics.Throughput => summary.ThroughputPerS,
        Metrics.Failures => summary.Failures,
        Metrics.CpuPerRequest => summary.CpuPerRequestNs,
        Metrics.Memory => summary.MemoryPssBytes,
        _ => Metrics.ResponseOf(metric, summary.ResponseNs),
    };
}
