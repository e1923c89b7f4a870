namespace Prony.Reporting.Personalities.Wrk;

/// <summary>Numbers with units as wrk writes them (wrk 4.2, src/units.c): the next unit from 85 % of it on, and never the last of a list.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class WrkUnits
{
    private const double Early = 0.85;

    /// <summary>"1.64ms" of microseconds.</summary>
    public static string Time(double microseconds) => microseconds >= 1e6
        ? Format(microseconds / 1e6, 60, "s", ["m", "h"], 2)
        : Format(microseconds, 1000, "us", ["ms", "s"], 2);

    /// <summary>"30s", "1m" of whole seconds.</summary>
    public static string Seconds(double seconds) => Format(seconds, 60, "s", ["m", "h"], 0);

    /// <summary>"27.77M" of bytes; wrk adds the B.</summary>
    public static string Binary(double bytes) => Format(bytes, 1024, "", ["K", "M", "G", "T", "P"], 2);

    /// <summary>"60.10k".</summary>
    public static string Metric(double value) => Format(value, 1000, "", ["k", "M", "G", "T", "P"], 2);

    private static string Format(double amount, int scale, string unit, string[] larger, int decimals)
    {
        for (var i = 0; i + 1 < larger.Length && amount >= scale * Early; i++)
        {
            amount /= scale;
            unit = larger[i];
        }

        // glibc prints the sign of the NaN that 0/0 is on x86.
        return (double.IsNaN(amount) ? "-nan" : FixedText.Of(amount, decimals)) + unit;
    }
}
