using System.Globalization;

namespace Prony.Experiments.Foreign;

/// <summary>Numbers of other tools. What is no number, negative or beyond all measure is an error with its line.</summary>
internal static class ForeignNumbers
{
    /// <summary>30 years in seconds, and a rate that no machine serves: what is beyond was never measured.</summary>
    private const double Most = 1e9;

    private const long MostCounted = 1_000_000_000_000_000;
    private const int LongestShown = 80;

    /// <summary>A number that is not negative, with a decimal point.</summary>
    /// <param name="text">As printed.</param>
    /// <param name="line">Index of its line, from 0.</param>
    /// <param name="what">What it is: "Requests/sec".</param>
    /// <exception cref="ForeignFormatException">It is none.</exception>
    public static double Read(string text, int line, string what)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            return value;
        }

        throw Wrong(text, line, what, "a number");
    }

    /// <summary>As above; null where the tool prints that there is none ("NaN", "-nan", "N/A", or nothing).</summary>
    public static double? ReadOrNone(string text, int line, string what) => IsNone(text) ? null : Read(text, line, what);

    /// <summary>Whether a tool says so that there is no such figure.</summary>
    public static bool IsNone(string text) =>
        text.Length == 0 || text.TrimStart('-').Equals("nan", StringComparison.OrdinalIgnoreCase) || text is "N/A" or "null" or "false";

    /// <summary>A whole number that is not negative.</summary>
    /// <exception cref="ForeignFormatException">It is none, or beyond all measure.</exception>
    public static long Count(string text, int line, string what) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= MostCounted ? value
        : throw Wrong(text, line, what, "a whole number");

    /// <summary>A number of users or connections.</summary>
    /// <exception cref="ForeignFormatException">It is none.</exception>
    public static int Users(string text, int line) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= 100_000_000 ? value
        : throw Wrong(text, line, "the number of users", "a whole number");

    /// <summary>Nanoseconds of a time with its unit; null where the tool prints that there is none.</summary>
    /// <exception cref="ForeignFormatException">It is none, or the unit is not known.</exception>
    public static double? Ns(string number, string unit, int line, string what) =>
        ReadOrNone(number, line, what) is { } value ? Bounded(value * UnitNs(unit, line), line, what) : null;

    /// <summary>A time in nanoseconds that can be one.</summary>
    /// <exception cref="ForeignFormatException">It is longer than 30 years.</exception>
    public static double Bounded(double ns, int line, string what) =>
        ns >= 0 && ns / 1e9 <= Most ? ns : throw new ForeignFormatException(line + 1, $"{what} is longer than 30 years, or negative, which nobody has measured");

    /// <summary>A rate per second that can be one.</summary>
    /// <exception cref="ForeignFormatException">It cannot.</exception>
    public static double PerS(string text, int line, string what)
    {
        var value = Read(text, line, what);
        return value <= Most ? value : throw new ForeignFormatException(line + 1, $"{what} is above a thousand millions a second, which nobody has measured");
    }

    /// <summary>Nanoseconds of one unit.</summary>
    /// <exception cref="ForeignFormatException">The unit is not known.</exception>
    public static double UnitNs(string unit, int line) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1e3,
        "ms" => 1e6,
        "s" or "sec" or "secs" => 1e9,
        "m" or "min" => 60e9,
        "h" or "hr" => 3600e9,
        _ => throw new ForeignFormatException(line + 1, $"'{Shown(unit)}' is no unit of time", "Expected ns, us, ms, s, min or h."),
    };

    public static ForeignFormatException Wrong(string text, int line, string what, string expected)
    {
        var hint = text.Contains(',', StringComparison.Ordinal) ? "These tools print a decimal point and no separators."
            : text.StartsWith('-') ? "It cannot be negative."
            : null;
        return new ForeignFormatException(line + 1, $"'{Shown(text)}' is not {expected}, as {what} must be", hint);
    }

    /// <summary>A text from a file, short enough for a message and without control characters.</summary>
    public static string Shown(string text)
    {
        var plain = string.Concat(text.Take(LongestShown).Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? ' ' : c));
        return text.Length > LongestShown ? plain + "…" : plain;
    }
}
