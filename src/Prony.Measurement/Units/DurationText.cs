using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Prony.Measurement.Units;

/// <summary>Durations as people write and read them. Invariant culture; pure and thread-safe.</summary>
public static class DurationText
{
    /// <summary>Longest duration that can be written: 30 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const string Expected = "Expected a number and its unit (us, ms, s, m, h) without a space, such as 500ms, 2s or 1m30s.";

    /// <summary>Units with their nanoseconds, largest first. `ms` stands before `m` and `s`, so that the longest name wins.</summary>
    private static readonly (string Name, long Ns)[] Units =
    [
        ("ms", 1_000_000), ("us", 1_000), ("µs", 1_000), ("ns", 1),
        ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
    ];

    /// <summary>Reads "500ms", "2s", "1m30s" or "0".</summary>
    /// <param name="text">What to read.</param>
    /// <param name="value">0 to <see cref="Longest"/>, to 100 ns; zero when the text is no duration.</param>
    /// <param name="error">What is wrong and what is expected; null when the text is a duration.</param>
    public static bool TryParse(string text, out TimeSpan value, [NotNullWhen(false)] out string? error)
    {
        var read = TryParseNs(text, out var ns, out error);
        value = TimeSpan.FromTicks(ns / TimeSpan.NanosecondsPerTick);
        return read;
    }

    /// <summary>As <see cref="TryParse"/>, in nanoseconds.</summary>
    public static bool TryParseNs(string text, out long ns, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        ns = 0;
        if (!TryRead(text, out var total))
        {
            error = Explain(text);
            return false;
        }

        if (total > Longest.Ticks * (decimal)TimeSpan.NanosecondsPerTick)
        {
            error = $"'{text}' is too long a duration: at most 720h.";
            return false;
        }

        ns = (long)total;
        error = null;
        return true;
    }

    /// <summary>For people: three significant digits ("1.23 ms", "450 µs"); from two minutes on in minutes and seconds ("2 min 5 s").</summary>
    /// <param name="ns">Nanoseconds; negative for a difference.</param>
    public static string Format(long ns)
    {
        if (ns < 0)
        {
            return "-" + Format(ns == long.MinValue ? long.MaxValue : -ns);
        }

        (string Name, double Ns)[] scales = [("ns", 1), ("µs", 1e3), ("ms", 1e6)];
        foreach (var (name, size) in scales)
        {
            if (!Figures.NeedsNextUnit(ns / size))
            {
                return $"{(size == 1 ? ns.ToString(CultureInfo.InvariantCulture) : Figures.Three(ns / size))} {name}";
            }
        }

        return FormatSeconds(ns / 1e9);
    }

    /// <summary>The same without zeros behind the point, for lengths that somebody chose and for sentences: "10 s", "1.5 ms".</summary>
    /// <param name="ns">Nanoseconds; negative for a difference.</param>
    public static string Short(long ns)
    {
        var text = Format(ns);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return Figures.WithoutZeros(text[..space]) + text[space..];
    }

    private static string FormatSeconds(double seconds)
    {
        var whole = (long)Math.Round(seconds);
        return whole switch
        {
            < 120 => Figures.Three(seconds) + " s",
            < 7200 => string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole % 3600 / 60} min"),
        };
    }

    /// <summary>Numbers with units, one after the other.</summary>
    private static bool TryRead(string text, out decimal ns)
    {
        ns = 0;
        if (text == "0")
        {
            return true;
        }

        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = Figures.ReadNumber(rest, out var number);
            if (length == 0 || length > 15 || FindUnit(rest[length..]) is not { } unit)
            {
                return false;
            }

            ns += number * unit.Ns;
            rest = rest[(length + unit.Name.Length)..];
        }

        return text.Length > 0;
    }

    private static (string Name, long Ns)? FindUnit(ReadOnlySpan<char> text)
    {
        foreach (var unit in Units)
        {
            if (text.StartsWith(unit.Name, StringComparison.Ordinal))
            {
                return unit;
            }
        }

        return null;
    }

    private static string Explain(string text)
    {
        var close = Figures.WithoutSpaces(text)
            .Replace("seconds", "s", StringComparison.OrdinalIgnoreCase)
            .Replace("sec", "s", StringComparison.OrdinalIgnoreCase)
            .Replace("min", "m", StringComparison.OrdinalIgnoreCase);
        if (close != text && TryRead(close, out _))
        {
            return $"'{text}' is not a duration: write {close}. {Expected}";
        }

        return TryRead(text + "s", out _)
            ? $"'{text}' has no unit: write {text}s for seconds or {text}ms for milliseconds."
            : $"'{text}' is not a duration. {Expected}";
    }
}
