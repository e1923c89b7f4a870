using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Reporting.Figures;

/// <summary>Figures as people read them: three to four significant digits, invariant culture, always with their unit. "–" stands for unknown.</summary>
internal static class Figure
{
    /// <summary>What is printed where there is no figure.</summary>
    public const string Unknown = "–";

    /// <summary>In front of a percentile that few requests stand behind: about.</summary>
    public const string Loose = "~";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Nanoseconds as "1.23 ms".</summary>
    public static string Duration(double? ns) => Whole(ns) is { } value ? DurationText.Format(value) : Unknown;

    /// <summary>Seconds as "10 s": without the zeros that a measured figure keeps, because this one was chosen.</summary>
    public static string Chosen(double seconds) => seconds == 0 ? "0 s" : Edge(seconds * 1e9);

    /// <summary>A rate that was chosen, in full and without its unit: "300", "0.5", "12,500".</summary>
    public static string ChosenRate(double? perS) => Finite(perS) is { } value ? value.ToString("#,0.######", Invariant) : Unknown;

    /// <summary>An edge of a histogram row: as a duration without zeros behind the point.</summary>
    public static string Edge(double ns) => Whole(ns) is { } value ? DurationText.Short(value) : Unknown;

    /// <summary>A rate in full, without its unit: "12,345", "948.2", "0.512"; four digits or all whole ones.</summary>
    public static string PerSecond(double? perS) => Finite(perS) is not { } value ? Unknown : Math.Abs(value) switch
    {
        0 => "0",
        < 9.9995 => value.ToString("0.000", Invariant),
        < 99.995 => value.ToString("0.00", Invariant),
        < 999.95 => value.ToString("0.0", Invariant),
        _ => value.ToString("N0", Invariant),
    };

    /// <summary>"12.3 MiB".</summary>
    public static string Bytes(double? bytes) => Whole(bytes) is { } value ? ByteText.Format(value) : Unknown;

    /// <summary>"0.123 %".</summary>
    public static string Share(double? share) => Finite(share) is { } value ? ShareText.Format(value) : Unknown;

    /// <summary>"0.05", "0.0123", "below 0.0001".</summary>
    public static string Probability(double? p) => Finite(p) is not { } value ? Unknown
        : value < 0.0001 ? "below 0.0001"
        : value.ToString("0.####", Invariant);

    /// <summary>"1.02": CPU in cores.</summary>
    public static string Cores(double? cores) => Finite(cores) is { } value ? value.ToString("0.00", Invariant) : Unknown;

    /// <summary>"1,234".</summary>
    public static string Count(long count) => CountText.Of(count);

    /// <summary>"1 user", "2 users".</summary>
    public static string Count(long count, string one) => CountText.Of(count, one);

    /// <summary>A day as "2026-11-21".</summary>
    public static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd", Invariant);

    /// <summary>A number that is a name (a seed), without separators.</summary>
    public static string Plain(ulong number) => number.ToString(Invariant);

    /// <summary>Reads the name of a percentile ("99.9").</summary>
    public static double Parse(string percentile) => double.Parse(percentile, Invariant);

    /// <summary>A percentile by its published name; withheld when the sample is too small for it, marked with <see cref="Loose"/> when it is small.</summary>
    public static string Percentile(Distribution distribution, string name) =>
        distribution.Percentiles.TryGetValue(name, out var ns) && SampleRule.IsEnough(Parse(name), distribution.Count)
            ? (distribution.Count < SampleRule.Firm(Parse(name)) ? Loose : "") + Duration(ns)
            : Unknown;

    /// <summary>A range of times in one unit: "21.9–24.6 ms", with the digits of its upper end.</summary>
    public static string DurationRange(double low, double high)
    {
        var (text, upper) = (Duration(high), Whole(high));
        if (upper is null || Whole(low) is null || !text.Contains(' ', StringComparison.Ordinal) || text.Count(c => c == ' ') > 1)
        {
            return $"{Duration(low)}–{text}";
        }

        var (number, unit) = (text[..text.IndexOf(' ', StringComparison.Ordinal)], text[text.IndexOf(' ', StringComparison.Ordinal)..]);
        var decimals = number.Contains('.', StringComparison.Ordinal) ? number.Length - 1 - number.IndexOf('.', StringComparison.Ordinal) : 0;
        var size = unit switch { " ns" => 1, " µs" => 1e3, " ms" => 1e6, _ => 1e9 };
        return (low / size).ToString("F" + decimals.ToString(Invariant), Invariant) + "–" + text;
    }

    /// <summary>"5.94", "0.897".</summary>
    public static string Ratio(double? ratio) => Finite(ratio) is { } value ? value.ToString(RatioFormat(value), Invariant) : Unknown;

    /// <summary>"5.94 (5.88–6.01)": all three with the decimals that suit the ratio.</summary>
    public static string Ratio(double? ratio, double? low, double? high)
    {
        if (Finite(ratio) is not { } value || Finite(low) is not { } l || Finite(high) is not { } h)
        {
            return Ratio(ratio);
        }

        var format = RatioFormat(value);
        return $"{value.ToString(format, Invariant)} ({l.ToString(format, Invariant)}–{h.ToString(format, Invariant)})";
    }

    // Three digits, and from 1 to 2 four: 1.003 must be told from 1.
    private static string RatioFormat(double ratio)
    {
        var decimals = ratio <= 0 ? 3 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(ratio >= 1 ? ratio / 2 : ratio)), 0, 6);
        return "F" + decimals.ToString(Invariant);
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    // Beyond 2^62 nothing that Prony measures; a record from elsewhere must not end the report with an overflow.
    private static long? Whole(double? value) => Finite(value) is { } v && Math.Abs(v) < 4.6e18 ? (long)Math.Round(v) : null;
}
