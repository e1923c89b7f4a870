using System.Globalization;
using System.Text;

namespace Prony.Reporting.Personalities.Oha;

/// <summary>oha's report as text, without colours (oha 1.15 and 0.5, src/printer.rs).</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class OhaText
{
    private const int BarWidth = 32;
    private const int OldPercentiles = 7;

    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>The report.</summary>
    public static string Render(OhaFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var unit = figures.Layout == OhaLayout.Old ? OhaUnit.Secs : figures.Unit ?? OhaUnit.For(figures.Durations.MaxNs);
        var text = new StringBuilder();
        AppendSummary(text, figures, unit);
        AppendTimes(text, figures.Durations, figures, unit, "");
        if (figures.Breakdown)
        {
            AppendTimes(text, figures.Good, figures, unit, " (2xx only)");
            AppendTimes(text, figures.Bad, figures, unit, " (4xx + 5xx only)");
        }

        text.Append(figures.Layout == OhaLayout.Old ? "" : "\n").Append("Details (average, fastest, slowest):\n");
        AppendDetail(text, "DNS+dialup", figures.Dialup, unit);
        AppendDetail(text, "DNS-lookup", figures.Lookup, unit);
        text.Append("\nStatus code distribution:\n");
        foreach (var (status, count) in figures.Statuses.OrderBy(static s => s.Key).OrderByDescending(static s => s.Value))
        {
            text.Append(CultureInfo.InvariantCulture, $"  [{status}] {count} responses\n");
        }

        AppendErrors(text, figures.Errors);
        return text.ToString();
    }

    private static void AppendSummary(StringBuilder text, OhaFigures figures, OhaUnit unit)
    {
        var times = figures.Durations;
        var (slowest, fastest) = times.Count == 0 ? (double.NegativeInfinity, double.PositiveInfinity) : (times.MaxNs, times.MinNs);
        text.Append("Summary:\n  Success rate:\t")
            .Append(figures.Layout == OhaLayout.Old ? Number(figures.SuccessRate, 4) : Number(100 * figures.SuccessRate, 2) + "%").Append('\n');
        AppendLine(text, "Total", In(figures.TotalS * 1e9, unit));
        AppendLine(text, "Slowest", In(slowest, unit));
        AppendLine(text, "Fastest", In(fastest, unit));
        AppendLine(text, "Average", In(times.MeanNs, unit));
        AppendLine(text, "Requests/sec", Number(figures.Answered / figures.TotalS, 4));
        text.Append('\n');
        AppendLine(text, "Total data", Bytes(figures.BodyBytes));
        AppendLine(text, "Size/request", figures.Answered == 0 ? "NaN" : Bytes(figures.BodyBytes / figures.Answered));
        AppendLine(text, "Size/sec", Bytes((long)(figures.BodyBytes / figures.TotalS)));
        text.Append('\n');
    }

    private static void AppendTimes(StringBuilder text, ToolTimes times, OhaFigures figures, OhaUnit unit, string of)
    {
        text.Append("Response time histogram").Append(of).Append(":\n");
        AppendHistogram(text, OhaStatistics.Histogram(times, figures.Layout), figures.Layout, unit);
        text.Append('\n').Append(figures.Layout == OhaLayout.Old ? "Latency distribution" : "Response time distribution").Append(of).Append(":\n");
        foreach (var percentile in OhaStatistics.Percentiles.Take(figures.Layout == OhaLayout.Old ? OldPercentiles : int.MaxValue))
        {
            var name = FixedText.Of(percentile, figures.Layout == OhaLayout.Old ? 0 : 2);
            text.Append("  ").Append(name).Append("% in ").Append(In(OhaStatistics.At(times, percentile) * 1e9, unit)).Append('\n');
        }

        text.Append('\n');
    }

    private static void AppendHistogram(StringBuilder text, IReadOnlyList<(double EndNs, long Count)> rows, OhaLayout layout, OhaUnit unit)
    {
        var most = rows.Max(static row => row.Count);
        var digits = Plain(most).Length;
        var width = rows.Max(row => double.IsFinite(row.EndNs) ? Plain((long)(row.EndNs / unit.Ns)).Length : 1) + 4;
        var name = layout == OhaLayout.Old ? "" : " " + unit.Name;
        foreach (var (end, count) in rows)
        {
            text.Append("  ").Append(Number(end / unit.Ns, 3).PadLeft(width)).Append(name)
                .Append(" [").Append(Plain(count)).Append(']').Append(' ', digits - Plain(count).Length).Append(" |")
                .Append('■', most == 0 ? 0 : (int)(BarWidth * (count / (double)most))).Append('\n');
        }
    }

    private static void AppendErrors(StringBuilder text, IReadOnlyDictionary<string, long> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        text.Append("\nError distribution:\n");
        foreach (var (error, count) in errors.OrderBy(static e => e.Key, StringComparer.Ordinal).OrderByDescending(static e => e.Value))
        {
            text.Append(CultureInfo.InvariantCulture, $"  [{count}] {error}\n");
        }
    }

    private static void AppendDetail(StringBuilder text, string name, OhaTriple times, OhaUnit unit) =>
        AppendLine(text, name, string.Join(", ", new[] { times.Average, times.Fastest, times.Slowest }.Select(s => In(s * 1e9, unit))));

    private static void AppendLine(StringBuilder text, string name, string value) => text.Append("  ").Append(name).Append(":\t").Append(value).Append('\n');

    private static string In(double ns, OhaUnit unit) => $"{Number(ns / unit.Ns, 4)} {unit.Name}";

    /// <summary>Rust writes what is no number in upper case.</summary>
    private static string Number(double value, int decimals) => double.IsNaN(value) ? "NaN" : FixedText.Of(value, decimals);

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As the crate byte_unit writes them: whole bytes, else two decimals of the largest binary unit that is reached.</summary>
    private static string Bytes(long bytes)
    {
        double amount = bytes;
        var unit = 0;
        while (amount >= 1024 && unit + 1 < ByteUnits.Length)
        {
            amount /= 1024;
            unit++;
        }

        return $"{FixedText.Of(amount, unit == 0 ? 0 : 2)} {ByteUnits[unit]}";
    }
}
