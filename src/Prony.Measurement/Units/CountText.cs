using System.Globalization;

namespace Prony.Measurement.Units;

/// <summary>Counts as people read them. Invariant culture; pure and thread-safe.</summary>
public static class CountText
{
    /// <summary>"1,234".</summary>
    public static string Of(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"1 round", "6 rounds", "1,200 slowest responses".</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What, in the singular.</param>
    /// <param name="many">What, in the plural. Default: the singular with an s.</param>
    public static string Of(long count, string one, string? many = null) => $"{Of(count)} {(count == 1 ? one : many ?? one + "s")}";
}
