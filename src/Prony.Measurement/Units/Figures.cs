using System.Globalization;

namespace Prony.Measurement.Units;

/// <summary>Numbers for people: three significant digits, invariant culture.</summary>
internal static class Figures
{
    /// <summary>Whether the magnitude shows as 1000 or more when it is rounded to three significant digits, so that the next unit fits better.</summary>
    public static bool NeedsNextUnit(double value) => Math.Abs(value) >= 999.5;

    /// <summary>"1.23", "12.3", "123"; trailing zeros stay, because they say how precise the figure is.</summary>
    /// <param name="value">Finite; a magnitude of 999.5 and above is rounded to an integer.</param>
    public static string Three(double value)
    {
        var magnitude = Math.Abs(value);
        var decimals = magnitude switch
        {
            0 => 0,
            < 0.0995 => 4,
            < 0.9995 => 3,
            < 9.995 => 2,
            < 99.95 => 1,
            _ => 0,
        };
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>A number without zeros behind the point, and without a point that nothing follows.</summary>
    public static string WithoutZeros(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;

    /// <summary>Reads an unsigned decimal number such as 12 or 0.5 at the start of a text.</summary>
    /// <returns>Length of the number; 0 when there is none.</returns>
    public static int ReadNumber(ReadOnlySpan<char> text, out decimal number)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.'))
        {
            length++;
        }

        return decimal.TryParse(text[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) ? length : 0;
    }

    /// <summary>The text without white space.</summary>
    public static string WithoutSpaces(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
