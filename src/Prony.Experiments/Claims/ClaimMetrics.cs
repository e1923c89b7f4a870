using System.Globalization;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Claims;

/// <summary>What claims may speak of: names, units, and the one figure that a window gives.</summary>
internal static class ClaimMetrics
{
    internal const string Completed = "completed";
    internal const string ResponseMin = "response.min";
    internal const string ResponseMax = "response.max";
    internal const string ServiceTimeMean = "service-time.mean";
    internal const string Cpu = "cpu";
    internal const string CpuPeak = "cpu-peak";
    internal const string MemoryPeak = "memory-peak";
    internal const string Processes = "processes";

    private const string ServiceTimePercentile = "service-time.p";
    private const double NsPerS = 1e9;

    /// <summary>All but the other percentiles.</summary>
    internal static readonly IReadOnlyList<string> Names =
    [
        Metrics.Throughput, Completed, Metrics.Failures,
        Metrics.ResponseMean, ResponseMin, ResponseMax, Metrics.ResponseP50, Metrics.ResponseP90, Metrics.ResponseP99, ServiceTimeMean, "service-time.p50", "service-time.p99",
        Metrics.CpuPerRequest, Cpu, CpuPeak, Metrics.Memory, MemoryPeak, Processes,
    ];

    /// <summary>Those that can be asked of one service.</summary>
    internal static readonly IReadOnlyList<string> OfServices = [Cpu, CpuPeak, Metrics.Memory, MemoryPeak, Processes];

    internal static bool IsKnown(string metric) => Names.Contains(metric) || PercentileOf(metric) is not null;

    internal static ClaimUnit UnitOf(string metric) => metric switch
    {
        Metrics.Throughput or Completed => ClaimUnit.PerSecond,
        Metrics.Failures => ClaimUnit.Share,
        Cpu or CpuPeak => ClaimUnit.Cores,
        Metrics.Memory or MemoryPeak => ClaimUnit.Bytes,
        Processes => ClaimUnit.None,
        _ => ClaimUnit.Seconds,
    };

    /// <summary>Response or service time: without a success there is none.</summary>
    internal static bool IsTime(string metric) => Metrics.IsResponse(metric) || IsServiceTime(metric);

    /// <summary>What work costs or how much of it is done: it compares nothing where candidates do different work.</summary>
    internal static bool IsOfWork(string metric) => IsTime(metric) || metric is Metrics.Throughput or Completed or Metrics.CpuPerRequest;

    /// <summary>The percentile of response.pNN or service-time.pNN; null for every other name.</summary>
    internal static double? PercentileOf(string metric) => IsServiceTime(metric) ? Metrics.PercentileOf(AsResponse(metric)) : Metrics.PercentileOf(metric);

    /// <summary>The figure of a window; null when it was not measured.</summary>
    /// <param name="call">The metric, and the service that it is narrowed to.</param>
    /// <param name="trial">A completed window.</param>
    /// <param name="times">Its histograms, for percentiles that the record does not publish.</param>
    internal static double? ValueOf(MetricCall call, TrialRecord trial, WindowHistograms? times)
    {
        if (call.Service is { } service)
        {
            return trial.Resources is { } all && (all.Services.GetValueOrDefault(service.Text) ?? all.SharedServices.GetValueOrDefault(service.Text)) is { } used
                ? OfService(call.Metric, used)
                : null;
        }

        return IsTime(call.Metric) ? TimeOf(call.Metric, trial.Load!, times) / NsPerS : OfCandidate(call.Metric, trial.Load!, trial.Resources);
    }

    private static bool IsServiceTime(string metric) => metric.StartsWith("service-time.", StringComparison.Ordinal);

    private static string AsResponse(string metric) => "response." + metric[(metric.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static double? TimeOf(string metric, LoadRecord load, WindowHistograms? times) => load.Requests.Succeeded == 0 ? null : metric switch
    {
        ResponseMin => load.ResponseNs.Min,
        ResponseMax => load.ResponseNs.Max,
        _ when IsServiceTime(metric) => Metrics.ResponseOf(AsResponse(metric), load.ServiceNs, times?.Service),
        _ => Metrics.ResponseOf(metric, load.ResponseNs, times?.Response),
    };

    private static double? OfCandidate(string metric, LoadRecord load, ResourceSummary? resources) => metric switch
    {
        Metrics.Throughput => load.ThroughputPerS,
        Completed => load.CompletedPerS,
        Metrics.Failures => load.Requests.Due == 0 ? null : load.Requests.FailureShare(),
        Metrics.CpuPerRequest => resources?.CpuPerRequestNs / NsPerS,
        Cpu => resources?.CpuCores.Mean,
        CpuPeak => resources?.CpuCores.Peak,
        Metrics.Memory => Known(resources?.MemoryPssBytes),
        MemoryPeak => Known(resources?.MemoryPeakBytes),
        _ => Known(resources?.Processes),
    };

    /// <summary>The peak of one service is that of its resident set, read every second: PSS is read at the ends of the window alone.</summary>
    private static double? OfService(string metric, ServiceSummary used) => metric switch
    {
        Cpu => used.CoresMean,
        CpuPeak => used.CoresPeak,
        Metrics.Memory => Known(used.MemoryPssBytes),
        MemoryPeak => Known(used.RssPeakBytes),
        _ => Known(used.Processes),
    };

    /// <summary>No living process has no memory: 0 stands for what could not be read.</summary>
    private static double? Known(long? amount) => amount > 0 ? amount : null;

    /// <summary>What to write instead of a name that is no metric; null when nobody can tell.</summary>
    internal static string? HintFor(string metric) => metric switch
    {
        "rps" or "rate" or "requests" => $"Did you mean '{Metrics.Throughput}'?",
        "errors" or "error-rate" => $"Did you mean '{Metrics.Failures}'?",
        "latency" or "response" => $"Did you mean '{Metrics.ResponseP99}'?",
        _ when metric.StartsWith(ServiceTimePercentile, StringComparison.Ordinal) || Metrics.LooksLikePercentile(metric) =>
            string.Create(CultureInfo.InvariantCulture, $"A percentile lies between 0 and 100: {Metrics.ResponseP50}, {Metrics.ResponseP99}, response.p99.9."),
        _ => null,
    };
}
