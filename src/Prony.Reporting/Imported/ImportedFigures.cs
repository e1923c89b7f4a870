using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Imported;

/// <summary>Figures of other tools as people read them.</summary>
internal static class ImportedFigures
{
    /// <summary>A time; a 0 is below the last digit that the tool prints, and nothing where it printed none.</summary>
    public static string Time(double? ns, ImportedTimes? times) =>
        ns is 0 && times?.ResolutionNs is { } digit ? "< " + Figure.Edge(digit) : Figure.Duration(ns);

    /// <summary>A percentile by its name; not withheld for few requests, because the tool printed it.</summary>
    public static string Percentile(ImportedTimes? times, string name) =>
        times is not null && times.PercentilesNs.TryGetValue(name, out var ns) ? Time(ns, times) : Figure.Unknown;

    /// <summary>failures ÷ requests; null where one of them is unknown.</summary>
    public static double? FailureShare(ImportedResult result) =>
        result is { Failures: { } failures, Requests: { } requests } && requests > 0 ? failures / (double)requests : null;
}
