using System.Globalization;

namespace Prony.Reporting.Personalities;

/// <summary>Numbers as printf of C, printf of Go and JavaScript write them.</summary>
internal static class CNumber
{
    /// <summary>"%W.Df".</summary>
    /// <param name="value">Any; NaN is "NaN", as Go writes it.</param>
    /// <param name="decimals">0 to 9.</param>
    /// <param name="width">Filled with spaces on the left.</param>
    public static string Fixed(double value, int decimals, int width = 0) => Text(value, decimals).PadLeft(width);

    /// <summary>"%Wd".</summary>
    public static string Whole(long value, int width = 0) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width);

    /// <summary>A number as JavaScript writes it: the shortest text that reads back as the same.</summary>
    public static string JavaScript(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(double value, int decimals) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf"
        : FixedText.Of(value, decimals);
}
