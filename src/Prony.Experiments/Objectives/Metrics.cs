using System.Globalization;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Objectives;

/// <summary>The names of what is measured, as they stand in files: primary metrics, comparisons and objectives.</summary>
internal static class Metrics
{
    internal const string Throughput = "throughput";
    internal const string Failures = "failures";
    internal const string CpuPerRequest = "cpu-per-request";
    internal const string Memory = "memory";
    internal const string ResponseMean = "response.mean";
    internal const string ResponseP50 = "response.p50";
    internal const string ResponseP99 = "response.p99";

    private const string PercentilePrefix = "response.p";

    /// <summary>The percentile of "response.p99.9" as 99.9; null for every other name and for percentiles outside 0 &lt; p &lt; 100.</summary>
    internal static double? PercentileOf(string metric) =>
        metric.StartsWith(PercentilePrefix, StringComparison.Ordinal)
        && double.TryParse(metric.AsSpan(PercentilePrefix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var p)
        && p is > 0 and < 100
            ? p
            : null;

    /// <summary>Mean or percentile of a distribution of responses, ns; null when it is empty or does not hold that percentile.</summary>
    internal static double? ResponseOf(string metric, Distribution distribution, Histogram? histogram)
    {
        if (metric == ResponseMean)
        {
            return distribution.Count > 0 ? distribution.Mean : null;
        }

        if (distribution.Count == 0 || PercentileOf(metric) is not { } percentile)
        {
            return null;
        }

        return distribution.Percentiles.TryGetValue(metric[PercentilePrefix.Length..], out var published) ? published
            : histogram is { Count: > 0 } ? histogram.ValueAtPercentile(percentile)
            : null;
    }
}
