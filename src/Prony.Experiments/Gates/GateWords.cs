using System.Globalization;

namespace Prony.Experiments.Gates;

/// <summary>Figures in the sentences of gates.</summary>
internal static class GateWords
{
    internal const string ClosedModel = "closed model: there is no schedule to keep";

    internal const string NoRequests = "no request was sent in the window";

    /// <summary>A share with two significant digits: "0.12 %", "3.4 %", "41 %", "100 %".</summary>
    internal static string Percent(double share)
    {
        var percent = share * 100;
        var decimals = percent is 0 or >= 9.95 ? 0 : Math.Clamp(1 - (int)Math.Floor(Math.Log10(percent)), 0, 4);
        return percent.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>A share that somebody chose: "0.1 %", "99.9 %", "40 %".</summary>
    internal static string Limit(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>A difference of shares: "0.1 percentage points".</summary>
    internal static string Points(double difference) =>
        (difference * 100).ToString("0.##", CultureInfo.InvariantCulture) + " percentage points";

    /// <summary>Nanoseconds with three significant digits in the unit that a person would choose: "850 ns", "12.3 µs", "1.25 ms", "2 s".</summary>
    internal static string Time(double ns)
    {
        var (value, unit) = Math.Abs(ns) switch
        {
            < 999.5 => (ns, "ns"),
            < 999_500 => (ns / 1e3, "µs"),
            < 999_500_000 => (ns / 1e6, "ms"),
            _ => (ns / 1e9, "s"),
        };
        var format = Math.Abs(value) switch { < 9.995 => "0.##", < 99.95 => "0.#", _ => "0" };
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }

    /// <summary>"1 request", "1,200 requests".</summary>
    internal static string Count(long number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
