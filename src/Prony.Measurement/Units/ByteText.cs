using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Prony.Measurement.Units;

/// <summary>Amounts of memory or data as people read them. Invariant culture; pure and thread-safe.</summary>
public static class ByteText
{
    private static readonly (string Name, decimal Bytes)[] Units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1), ("", 1)];

    /// <summary>Reads "65536", "64KiB" or "1.5MiB".</summary>
    /// <param name="text">What to read.</param>
    /// <param name="bytes">Whole bytes, 0 or more; 0 when the text is none.</param>
    /// <param name="error">What is wrong and what is expected; null when the text is an amount.</param>
    public static bool TryParse(string text, out long bytes, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = Figures.ReadNumber(text, out var number);
        var unit = Units.FirstOrDefault(u => text.AsSpan(length).SequenceEqual(u.Name)).Bytes;
        var whole = length <= 15 ? number * unit : 0;
        if (length is 0 or > 15 || unit == 0 || whole != decimal.Truncate(whole) || whole > long.MaxValue)
        {
            bytes = 0;
            error = $"'{text}' is not an amount of bytes. Expected a whole number of them, or a number with KiB, MiB or GiB behind it, such as 64KiB.";
            return false;
        }

        bytes = (long)whole;
        error = null;
        return true;
    }

    /// <summary>For an amount that somebody chose: readable again, and exact ("64KiB", "100B").</summary>
    /// <param name="bytes">0 or more.</param>
    public static string Short(long bytes)
    {
        var (name, size) = Units.Where(u => u.Name.Length > 0).OrderByDescending(u => u.Bytes).First(u => u.Bytes == 1 || (bytes > 0 && bytes % u.Bytes == 0));
        return (bytes / size).ToString("0", CultureInfo.InvariantCulture) + name;
    }

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
