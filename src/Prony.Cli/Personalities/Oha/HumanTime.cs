using System.Globalization;

namespace Prony.Cli.Personalities.Oha;

/// <summary>Durations as the crate humantime reads them: whole numbers with units, one after the other: "10s", "1m 30s", "1h30min".</summary>
internal static class HumanTime
{
    private static readonly (string[] Names, double Seconds)[] Units =
    [
        (["nanos", "nsec", "ns"], 1e-9), (["usec", "us", "µs"], 1e-6), (["millis", "msec", "ms"], 1e-3),
        (["seconds", "second", "secs", "sec", "s"], 1), (["minutes", "minute", "min", "mins", "m"], 60),
        (["hours", "hour", "hr", "hrs", "h"], 3_600), (["days", "day", "d"], 86_400), (["weeks", "week", "wk", "wks", "w"], 604_800),
        (["months", "month", "M"], 2_630_016), (["years", "year", "yr", "yrs", "y"], 31_557_600),
    ];

    /// <summary>Reads one.</summary>
    /// <param name="text">What to read.</param>
    /// <param name="value">The duration.</param>
    /// <param name="problem">What humantime says is wrong; empty when nothing is.</param>
    public static bool TryParse(string text, out TimeSpan value, out string problem)
    {
        value = TimeSpan.Zero;
        problem = text.Trim().Length == 0 ? "value was empty" : "";
        double seconds = 0;
        for (var at = 0; problem.Length == 0 && at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var digits = text[at..].TakeWhile(char.IsAsciiDigit).Count();
            var afterDigits = text[(at + digits)..];
            var spaces = afterDigits.Length - afterDigits.TrimStart().Length;
            var unit = new string([.. afterDigits.TrimStart().TakeWhile(c => char.IsLetter(c))]);
            problem = Problem(text, at, digits, unit);
            if (problem.Length == 0)
            {
                seconds += double.Parse(text.AsSpan(at, digits), CultureInfo.InvariantCulture) * SecondsOf(unit);
                at += digits + spaces + unit.Length;
            }
        }

        problem = problem.Length == 0 && seconds > TimeSpan.FromDays(30).TotalSeconds ? "number is too large: at most 30 days here" : problem;
        value = problem.Length == 0 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        return problem.Length == 0;
    }

    private static string Problem(string text, int at, int digits, string unit) =>
        digits == 0 ? $"expected number at {at}"
        : unit.Length == 0 ? $"time unit needed, for example {text.Trim()}sec or {text.Trim()}ms"
        : SecondsOf(unit) == 0 ? $"unknown time unit \"{unit}\", supported units: ns, us/µs, ms, sec, min, hours, days, weeks, months, years (and few variations)"
        : "";

    private static double SecondsOf(string unit) => Units.FirstOrDefault(u => u.Names.Contains(unit)).Seconds;
}
