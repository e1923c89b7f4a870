using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Prony.Measurement.Units;

/// <summary>Amounts of memory or data as people write and read them. Invariant culture; pure and thread-safe.</summary>
public static class ByteText
{
    private const string Expected = "Expected a number and its unit (B, kB, MB, GB, KiB, MiB, GiB) without a space, such as 64MiB.";

    private static readonly (string Name, long Bytes)[] Units =
    [
        ("B", 1), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30),
    ];

    /// <summary>Reads "64MiB", "10kB" or "512B".</summary>
    /// <param name="text">What to read.</param>
    /// <param name="bytes">0 or more; a fraction of a byte is cut off.</param>
    /// <param name="error">What is wrong and what is expected; null when the text is an amount.</param>
    public static bool TryParse(string text, out long bytes, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TryRead(text, out bytes))
        {
            error = null;
            return true;
        }

        var close = Figures.WithoutSpaces(text);
        error = close != text && TryRead(close, out _) ? $"'{text}' is not an amount of bytes: write {close}. {Expected}"
            : TryRead(text + "B", out _) ? $"'{text}' has no unit: write {text}B for bytes or {text}MiB."
            : $"'{text}' is not an amount of bytes. {Expected}";
        return false;
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

    private static bool TryRead(string text, out long bytes)
    {
        bytes = 0;
        var length = Figures.ReadNumber(text, out var number);
        if (length is 0 or > 15)
        {
            return false;
        }

        foreach (var (name, size) in Units)
        {
            if (text.AsSpan(length).SequenceEqual(name))
            {
                var total = number * size;
                bytes = total <= long.MaxValue ? (long)total : 0;
                return total <= long.MaxValue;
            }
        }

        return false;
    }
}
