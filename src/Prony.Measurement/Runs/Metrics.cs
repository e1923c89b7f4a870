using System.Globalization;
using Prony.Measurement.Histograms;

namespace Prony.Measurement.Runs;

/// <summary>The names of what is compared and bounded, as they stand in files: primary metrics, comparisons and objectives.</summary>
/// <remarks>Besides these, <c>response.pNN</c> names any percentile of the response times, such as response.p99.9. Pure and thread-safe.</remarks>
public static class Metrics
{
    /// <summary>Successes completed inside the window ÷ its duration, per second.</summary>
    public const string Throughput = "throughput";

    /// <summary>(failed + censored + unsent) ÷ due, a share.</summary>
    public const string Failures = "failures";

    /// <summary>Net CPU per success, ns.</summary>
    public const string CpuPerRequest = "cpu-per-request";

    /// <summary>PSS at the end of the window, bytes.</summary>
    public const string Memory = "memory";

    /// <summary>The highest load that keeps the objectives: requests per second, or users.</summary>
    public const string Capacity = "capacity";

    /// <summary>Response times as such, where no figure of them is meant.</summary>
    public const string Response = "response";

    /// <summary>Mean response time, ns.</summary>
    public const string ResponseMean = "response.mean";

    /// <summary>Median response time, ns.</summary>
    public const string ResponseP50 = "response.p50";

    /// <summary>90th percentile of the response times, ns.</summary>
    public const string ResponseP90 = "response.p90";

    /// <summary>99th percentile of the response times, ns.</summary>
    public const string ResponseP99 = "response.p99";

    private const string ResponsePrefix = "response.";
    private const string PercentilePrefix = "response.p";

    /// <summary>Whether it is a mean or percentile of the response times.</summary>
    public static bool IsResponse(string metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.StartsWith(ResponsePrefix, StringComparison.Ordinal);
    }

    /// <summary>Whether it is written like a percentile, be its number one or not: "response.p99", "response.p100", "response.px".</summary>
    public static bool LooksLikePercentile(string metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.StartsWith(PercentilePrefix, StringComparison.Ordinal);
    }

    /// <summary>The percentile of "response.p99.9" as 99.9; null for every other name and for percentiles outside 0 &lt; p &lt; 100.</summary>
    public static double? PercentileOf(string metric) =>
        LooksLikePercentile(metric)
        && double.TryParse(metric.AsSpan(PercentilePrefix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var p)
        && p is > 0 and < 100
            ? p
            : null;

    /// <summary>What follows "response.": "p99", "mean".</summary>
    /// <param name="metric">One for which <see cref="IsResponse"/> is true.</param>
    public static string ShortName(string metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric[ResponsePrefix.Length..];
    }

    /// <summary>Mean or percentile of a distribution of responses, ns; null when it is empty or does not hold that percentile.</summary>
    /// <param name="metric">Any metric; null is returned for one that is not of the responses.</param>
    /// <param name="distribution">The response times of a window, or of several that were merged.</param>
    /// <param name="histogram">The same as a histogram, for percentiles that the distribution does not publish; null when it is not at hand.</param>
    public static double? ResponseOf(string metric, Distribution distribution, Histogram? histogram = null)
    {
        ArgumentNullException.ThrowIfNull(distribution);
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
