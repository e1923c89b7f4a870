using System.Globalization;

namespace Prony.Reporting.Charts;

/// <summary>Figures with five significant digits: more cannot be seen in a chart, and a page that is mailed has to be small.</summary>
internal static class Rounded
{
    /// <summary>A number; 0 for one that is none, which no record of Prony's holds.</summary>
    public static double Of(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : 0;

    /// <summary>A number that may be unknown.</summary>
    public static double? OrNull(double? value) => value is { } known && double.IsFinite(known) ? Of(known) : null;

    /// <summary>Nanoseconds as milliseconds.</summary>
    public static double? Ms(double? ns) => OrNull(ns / 1e6);

    /// <summary>The same of a figure that is 0 where nothing was counted.</summary>
    public static double? MsOrNull(long ns) => ns > 0 ? Ms(ns) : null;
}
