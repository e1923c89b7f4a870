using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>The one figure of a window in one metric: what enters a round's ratio.</summary>
internal static class MetricValues
{
    /// <summary>In base units; null when it was not measured.</summary>
    internal static double? Of(string metric, TrialRecord trial, WindowHistograms? times) => metric switch
    {
        Metrics.Throughput => trial.Load!.ThroughputPerS,
        Metrics.Failures => trial.Load!.Requests.FailureShare(),
        Metrics.CpuPerRequest => trial.Resources?.CpuPerRequestNs,
        Metrics.Memory => trial.Resources is { MemoryPssBytes: > 0 } resources ? resources.MemoryPssBytes : null,
        _ => Metrics.ResponseOf(metric, trial.Load!.ResponseNs, times?.Response),
    };
}
