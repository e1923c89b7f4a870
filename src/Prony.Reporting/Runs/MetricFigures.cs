using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>Figures of metrics: how they are written, and what a round gave.</summary>
internal static class MetricFigures
{
    /// <summary>A figure in base units with the unit of its metric.</summary>
    /// <param name="metric">A metric, or an objective that begins with one.</param>
    /// <param name="value">ns, per second, bytes or a share.</param>
    public static string Text(string metric, double? value) =>
        Metrics.IsResponse(metric) || metric.StartsWith(Metrics.CpuPerRequest, StringComparison.Ordinal) ? Figure.Duration(value)
        : metric.StartsWith(Metrics.Throughput, StringComparison.Ordinal) ? Figure.PerSecond(value) + "/s"
        : metric.StartsWith(Metrics.Memory, StringComparison.Ordinal) ? Figure.Bytes(value)
        : metric.StartsWith(Metrics.Failures, StringComparison.Ordinal) ? Figure.Share(value)
        : Figure.PerSecond(value);

    /// <summary>What one round gave in a metric; null when it is not known.</summary>
    /// <param name="metric">Any metric.</param>
    /// <param name="figures">The round's figures in the verdict.</param>
    /// <param name="trial">The round's trial, for metrics that the verdict does not list by round; null when it is not at hand.</param>
    public static double? OfRound(string metric, RoundFigures figures, TrialRecord? trial) => metric switch
    {
        Metrics.Throughput => figures.ThroughputPerS,
        Metrics.ResponseP50 => figures.ResponseP50Ns,
        Metrics.ResponseP99 => figures.ResponseP99Ns,
        Metrics.CpuPerRequest => figures.CpuPerRequestNs,
        Metrics.Memory => figures.MemoryPssBytes,
        Metrics.Failures => figures.Failures,
        _ => trial?.Load is { } load ? Metrics.ResponseOf(metric, load.ResponseNs) : null,
    };
}
