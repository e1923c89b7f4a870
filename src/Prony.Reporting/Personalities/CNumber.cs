using System.Globalization;

namespace Prony.Reporting.Personalities;

/// <summary>Numbers as printf of C and of Go writes them: exact halves go to the even digit (ISO C 7.21.6.1 with IEC 60559), and NaN has a name.</summary>
internal static class CNumber
{
    /// <summary>Below this a decimal holds every half that a double can be at up to six decimals.</summary>
    private const double Largest = 1e15;

    /// <summary>"%W.Df".</summary>
    /// <param name="value">Any; NaN is "NaN", as Go writes it.</param>
    /// <param name="decimals">0 to 6.</param>
    /// <param name="width">Filled with spaces on the left.</param>
    public static string Fixed(double value, int decimals, int width = 0) => Text(value, decimals).PadLeft(width);

    /// <summary>"%Wd".</summary>
    public static string Whole(long value, int width = 0) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width);

    /// <summary>A number as JavaScript writes it: the shortest text that reads back as the same.</summary>
    public static string JavaScript(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(double value, int decimals)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }

        // A half of the last digit has at most decimals + 1 binary places; .NET would round it away from zero.
        var scaled = Math.ScaleB(value, decimals + 1);
        var rounded = Math.Abs(value) < Largest && scaled == Math.Floor(scaled)
            ? (double)Math.Round((decimal)value, decimals, MidpointRounding.ToEven)
            : value;
        return rounded.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
