using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Prony.Measurement.Units;

/// <summary>Rates as people write and read them. Invariant culture; pure and thread-safe.</summary>
public static class RateText
{
    /// <summary>Highest rate that can be written: 10 million a second.</summary>
    public const double Highest = 10_000_000;

    private static readonly (string Name, decimal Seconds)[] Units =
        [("/s", 1), ("/min", 60), ("/m", 60), ("/h", 3600)];

    /// <summary>Reads "300/s", "12.5k/s" or "6000/min".</summary>
    /// <param name="text">What to read.</param>
    /// <param name="perS">Per second, above 0 and up to <see cref="Highest"/>.</param>
    /// <param name="error">What is wrong and what is expected; null when the text is a rate.</param>
    /// <param name="unitOptional">Accept a bare number as per second, as on a command line. Default: false.</param>
    public static bool TryParse(string text, out double perS, [NotNullWhen(false)] out string? error, bool unitOptional = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        perS = 0;
        if (!TryRead(text, out var read) && !(unitOptional && TryRead(text + "/s", out read)))
        {
            error = Explain(text);
            return false;
        }

        if (read <= 0 || read > (decimal)Highest)
        {
            error = $"'{text}' is out of range: a rate is above 0 and at most 10000000/s.";
            return false;
        }

        perS = (double)read;
        error = null;
        return true;
    }

    /// <summary>For files: exact and readable again ("300/s").</summary>
    public static string Exact(double perS) => ((decimal)perS).ToString("0.############", CultureInfo.InvariantCulture) + "/s";

    private static bool TryRead(string text, out decimal perS)
    {
        perS = 0;
        var length = Figures.ReadNumber(text, out var number);
        if (length is 0 or > 15)
        {
            return false;
        }

        var rest = text.AsSpan(length);
        if (rest.StartsWith("k", StringComparison.Ordinal))
        {
            number *= 1000;
            rest = rest[1..];
        }

        foreach (var (name, seconds) in Units)
        {
            if (rest.SequenceEqual(name))
            {
                perS = number / seconds;
                return true;
            }
        }

        return false;
    }

    private static string Explain(string text)
    {
        const string expected = "Expected a number and its unit (/s, /min, /h) without a space, such as 300/s.";
        var close = Figures.WithoutSpaces(text).Replace("per", "/", StringComparison.Ordinal).Replace("rps", "/s", StringComparison.Ordinal);
        if (close != text && TryRead(close, out _))
        {
            return $"'{text}' is not a rate: write {close}. {expected}";
        }

        return TryRead(text + "/s", out _) ? $"'{text}' has no unit: write {text}/s." : $"'{text}' is not a rate. {expected}";
    }
}
