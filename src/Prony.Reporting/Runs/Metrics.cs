using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>Metrics by their names in the experiment file: how they are written, and what a round gave.</summary>
internal static class Metrics
{
    public const string Throughput = "throughput";
    public const string ResponseP50 = "response.p50";
    public const string ResponseP99 = "response.p99";
    public const string CpuPerRequest = "cpu-per-request";
    public const string Memory = "memory";
    public const string Failures = "failures";
    private const string ResponseMean = "response.mean";
    private const string ResponsePercentile = "response.p";

    /// <summary>A figure in base units with the unit of its metric.</summary>
    /// <param name="metric">A metric, or an objective that begins with one.</param>
    /// <param name="value">ns, per second, bytes or a share.</param>
    public static string Text(string metric, double? value) =>
        metric.StartsWith("response.", StringComparison.Ordinal) || metric.StartsWith(CpuPerRequest, StringComparison.Ordinal) ? Figure.Duration(value)
        : metric.StartsWith(Throughput, StringComparison.Ordinal) ? Figure.PerSecond(value) + "/s"
        : metric.StartsWith(Memory, StringComparison.Ordinal) ? Figure.Bytes(value)
        : metric.StartsWith(Failures, StringComparison.Ordinal) ? Figure.Share(value)
        : Figure.PerSecond(value);

    /// <summary>What one round gave in a metric; null when it is not known.</summary>
    /// <param name="metric">Any metric.</param>
    /// <param name="figures">The round's figures in the verdict.</param>
    /// <param name="trial">The round's trial, for metrics that the verdict does not list by round; null when it is not at hand.</param>
    public static double? OfRound(string metric, RoundFigures figures, TrialRecord? trial) => metric switch
    {
        Throughput => figures.ThroughputPerS,
        ResponseP50 => figures.ResponseP50Ns,
        ResponseP99 => figures.ResponseP99Ns,
        CpuPerRequest => figures.CpuPerRequestNs,
        Memory => figures.MemoryPssBytes,
        Failures => figures.Failures,
        ResponseMean => trial?.Load?.ResponseNs.Mean,
        _ when metric.StartsWith(ResponsePercentile, StringComparison.Ordinal) => Percentile(trial?.Load?.ResponseNs, metric[ResponsePercentile.Length..]),
        _ => null,
    };

    private static double? Percentile(Distribution? response, string name) =>
        response is not null && response.Percentiles.TryGetValue(name, out var ns) ? ns : null;
}
