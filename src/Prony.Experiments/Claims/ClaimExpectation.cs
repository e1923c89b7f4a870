using System.Globalization;
using Prony.Measurement.Units;

namespace Prony.Experiments.Claims;

/// <summary>What the value of a claim's expression is to be.</summary>
/// <param name="Text">As written, signs as "&gt;=".</param>
/// <param name="Low">Smallest value that meets it; minus infinity for none.</param>
/// <param name="High">Largest one; infinity for none.</param>
/// <param name="LowOpen"><paramref name="Low"/> itself does not meet it.</param>
/// <param name="HighOpen"><paramref name="High"/> itself does not meet it.</param>
/// <param name="Equivalent">Two of the same metric are to be alike within a margin; the bounds then follow from it.</param>
internal sealed record ClaimExpectation(string Text, double Low, double High, bool LowOpen, bool HighOpen, bool Equivalent = false)
{
    internal const string EquivalentWord = "equivalent";

    private const string Form = "Write >= 8, > 8, <= 500ms, < 0.1%, \"between 2 and 3\" or equivalent.";

    private static readonly (string Sign, string Shown)[] Signs = [(">=", ">="), ("<=", "<="), ("≥", ">="), ("≤", "<="), (">", ">"), ("<", "<")];

    /// <summary>Reads it for an expression of a unit.</summary>
    internal static (ClaimExpectation? Expectation, TextError? Error) Read(string text, ClaimUnit unit)
    {
        var trimmed = text.Trim();
        if (trimmed == EquivalentWord)
        {
            return (new ClaimExpectation(trimmed, 0, 0, false, false, Equivalent: true), null);
        }

        if (trimmed.StartsWith("between ", StringComparison.Ordinal))
        {
            return Between(text, unit);
        }

        foreach (var (sign, shown) in Signs)
        {
            if (trimmed.StartsWith(sign, StringComparison.Ordinal))
            {
                var at = text.IndexOf(sign, StringComparison.Ordinal) + sign.Length;
                var (value, error) = Limit(text, at, text.Length, unit);
                return value is { } limit ? (Bound(shown, limit, text[at..].Trim()), null) : (null, error);
            }
        }

        return (null, new TextError(0, $"'{text}' is no expectation", trimmed.StartsWith('=') ? "A measured value is never exactly one number: write \"between A and B\", or equivalent for a ratio of two." : Form));
    }

    /// <summary>The whole interval meets it.</summary>
    internal bool IsMetBy(double low, double high) => IsAtLeast(low) && IsAtMost(high);

    /// <summary>No value of the interval meets it.</summary>
    internal bool IsFailedBy(double low, double high) => !IsAtLeast(high) || !IsAtMost(low);

    /// <summary>Alike within a margin, the same on both sides of 1 on the scale of ratios.</summary>
    internal ClaimExpectation Within(double margin) => this with { Low = 1 / (1 + margin), High = 1 + margin, LowOpen = true, HighOpen = true };

    private bool IsAtLeast(double value) => LowOpen ? value > Low : value >= Low;

    private bool IsAtMost(double value) => HighOpen ? value < High : value <= High;

    private static ClaimExpectation Bound(string sign, double limit, string written)
    {
        var text = $"{sign} {written}";
        return sign[0] == '>'
            ? new ClaimExpectation(text, limit, double.PositiveInfinity, LowOpen: sign == ">", HighOpen: false)
            : new ClaimExpectation(text, double.NegativeInfinity, limit, LowOpen: false, HighOpen: sign == "<");
    }

    private static (ClaimExpectation?, TextError?) Between(string text, ClaimUnit unit)
    {
        const string word = " and ";
        var from = text.IndexOf("between ", StringComparison.Ordinal) + "between ".Length;
        var and = text.IndexOf(word, from - 1, StringComparison.Ordinal);
        if (and < 0)
        {
            return (null, new TextError(from, "'between' needs two limits", "Write \"between 2 and 3\"."));
        }

        var (low, wrong) = Limit(text, from, and, unit);
        var (high, wrongToo) = Limit(text, and + word.Length, text.Length, unit);
        if (low is not { } l || high is not { } h)
        {
            return (null, wrong ?? wrongToo);
        }

        return l < h
            ? (new ClaimExpectation($"between {text[from..and].Trim()} and {text[(and + word.Length)..].Trim()}", l, h, false, false), null)
            : (null, new TextError(from, "the first limit is not below the second", $"Write \"between {text[(and + word.Length)..].Trim()} and {text[from..and].Trim()}\"."));
    }

    private static (double? Value, TextError? Error) Limit(string text, int from, int to, ClaimUnit unit)
    {
        var written = text[from..to].Trim();
        var at = from + (text[from..to].Length - text[from..to].TrimStart().Length);
        var expected = unit switch
        {
            ClaimUnit.Seconds => "a time such as 500ms or 0.5 (seconds)",
            ClaimUnit.PerSecond => "a rate such as 300/s",
            ClaimUnit.Bytes => "an amount such as 64MiB",
            ClaimUnit.Share => "a share such as 0.1%",
            ClaimUnit.Cores => "a number of cores such as 1.5",
            _ => "a number such as 8 or 10%",
        };
        return ValueOf(written, unit) is { } value
            ? (value, null)
            : (null, new TextError(at, written.Length == 0 ? "a limit is missing" : $"'{written}' is no limit for {ClaimUnits.Describe(unit)}", $"Expected {expected}."));
    }

    private static double? ValueOf(string text, ClaimUnit unit)
    {
        var (sign, number) = text.StartsWith('-') ? (-1.0, text[1..].TrimStart()) : (1.0, text);
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain) ? sign * plain : sign * (unit switch
        {
            ClaimUnit.Seconds => DurationText.TryParseNs(number, out var ns, out _) ? ns / 1e9 : null,
            ClaimUnit.PerSecond => RateText.TryParse(number, out var perS, out _) ? perS : null,
            ClaimUnit.Bytes => ByteText.TryParse(number, out var bytes, out _) ? bytes : null,
            ClaimUnit.Share or ClaimUnit.None => Percent(number),
            _ => (double?)null,
        });
    }

    /// <summary>More than 100 % is possible of a ratio.</summary>
    private static double? Percent(string text) =>
        text.EndsWith('%') && double.TryParse(text[..^1].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) ? percent / 100 : null;
}
