
using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>How a metric is spoken of.</summary>
/// <param name="Noun">"throughput", "p99 response time".</param>
/// <param name="More">"more" or "longer".</param>
/// <param name="Less">"less" or "shorter".</param>
/// <param name="Times">What follows "5.9 times": "as much", "as long".</param>
/// <param name="HigherIsBetter">Only throughput.</param>
internal sealed record MetricWords(string Noun, string More, string Less, string Times, bool HigherIsBetter)
{
    internal static MetricWords For(string metric) => metric switch
    {
        Metrics.Throughput => new("throughput", "more", "less", "as much", true),
        Metrics.Capacity => new("capacity", "more", "less", "as much", true),
        Metrics.Failures => new("failures", "more", "fewer", "as many", false),
        Metrics.CpuPerRequest => new("CPU per request", "more", "less", "as much", false),
        Metrics.Memory => new("memory", "more", "less", "as much", false),
        Metrics.ResponseMean => new("mean response time", "longer", "shorter", "as long", false),
        _ => new($"{Metrics.ShortName(metric)} response time", "longer", "shorter", "as long", false),
    };
}
