using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities.Psrecord;

/// <summary>Which known faults of psrecord would have changed what was recorded (psrecord 1.4, psrecord/main.py, and psutil's cpu_percent).</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class PsrecordFaults
{
    private const double WorthTelling = 1.05;
    private const double SmallS = 0.05;
    private const long SmallBytes = 8 << 20;

    /// <summary>Finds them.</summary>
    /// <param name="usage">What was recorded.</param>
    /// <param name="itsCpuS">CPU seconds that the sum of psrecord's lines would have come to; null when that was not followed.</param>
    public static IReadOnlyList<ToolFault> Find(UsageRecord usage, double? itsCpuS)
    {
        ArgumentNullException.ThrowIfNull(usage);
        List<ToolFault?> found = [Memory(usage), Cpu(usage.Summary, itsCpuS)];
        return [.. found.OfType<ToolFault>()];
    }

    private static ToolFault? Memory(UsageRecord usage)
    {
        // Both of the same reading: two peaks at two instants would be no comparison.
        var peak = usage.Samples.Where(static sample => sample is { Processes: > 1, PssBytes: not null }).MaxBy(static sample => sample.RssBytes);
        return peak is not { PssBytes: { } pss } || peak.RssBytes <= WorthTelling * pss || peak.RssBytes - pss < SmallBytes
            ? null
            : new ToolFault("psrecord-shared", $"psrecord's Real (MB) counts shared pages once for each of {Figure.Count(peak.Processes)} processes: {Figure.Bytes(peak.RssBytes)} at {Figure.Duration(peak.TS * 1e9)}; really used then (PSS): {Figure.Bytes(pss)}.");
    }

    private static ToolFault? Cpu(UsageSummary all, double? itsCpuS) => itsCpuS is not { } its || all.CpuS - its < SmallS || all.CpuS < WorthTelling * its
        ? null
        : new ToolFault("psrecord-children", string.Create(
            CultureInfo.InvariantCulture,
            $"psrecord's CPU (%) has neither the first reading of a process nor what children used that ended between two readings: its lines would have come to {Figure.Duration(its * 1e9)} of CPU; used: {Figure.Duration(all.CpuS * 1e9)}."));
}
