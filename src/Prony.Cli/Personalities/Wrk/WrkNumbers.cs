using System.Globalization;

namespace Prony.Cli.Personalities.Wrk;

/// <summary>Numbers as wrk reads them (wrk 4.2, src/units.c): a whole number and at most two letters behind it, in either case.</summary>
internal static class WrkNumbers
{
    private const int UnitLength = 2;

    /// <summary>"1k", "2M", "12".</summary>
    public static bool TryMetric(string text, out long value) => TryRead(text, "", 1000, ["k", "M", "G", "T", "P"], out value);

    /// <summary>"2s", "2m", "2h", "30": seconds.</summary>
    public static bool TryTime(string text, out long seconds) => TryRead(text, "s", 60, ["m", "h"], out seconds);

    private static bool TryRead(string text, string unit, long scale, string[] larger, out long value)
    {
        value = 0;
        var trimmed = text.TrimStart();
        var digits = trimmed.TakeWhile(char.IsAsciiDigit).Count();
        if (digits == 0 || !long.TryParse(trimmed.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        // sscanf's %2s: spaces are passed over, then two letters at most; what follows them is not looked at.
        var rest = new string([.. trimmed[digits..].TrimStart().TakeWhile(c => !char.IsWhiteSpace(c)).Take(UnitLength)]);
        var factor = rest.Length == 0 || rest.Equals(unit, StringComparison.OrdinalIgnoreCase) ? 1 : FactorOf(rest, scale, larger);
        if (factor == 0 || amount > long.MaxValue / factor)
        {
            return false;
        }

        value = amount * factor;
        return true;
    }

    /// <summary>0 for a unit that there is not.</summary>
    private static long FactorOf(string unit, long scale, string[] larger)
    {
        long factor = 1;
        foreach (var name in larger)
        {
            factor *= scale;
            if (unit.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return factor;
            }
        }

        return 0;
    }
}
