using System.Globalization;

namespace Prony.Measurement.Units;

/// <summary>Amounts of memory or data as people read them. Invariant culture; pure and thread-safe.</summary>
public static class ByteText
{
    /// <summary>For people: three significant digits in powers of 1024 ("12.3 MiB", "512 B").</summary>
    /// <param name="bytes">Negative for a difference.</param>
    public static string Format(long bytes)
    {
        string[] names = ["B", "KiB", "MiB", "GiB", "TiB"];
        var value = (double)bytes;
        var unit = 0;
        while (unit < names.Length - 1 && Math.Abs(value) >= 1023.5)
        {
            value /= 1024;
            unit++;
        }

        return $"{(unit == 0 ? bytes.ToString(CultureInfo.InvariantCulture) : Figures.Three(value))} {names[unit]}";
    }
}
