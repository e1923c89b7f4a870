using System.Globalization;
using System.Text;
using Prony.Measurement.Histograms;

namespace Prony.Reporting.Personalities.Wrk;

/// <summary>The text of wrk and wrk2 (wrk 4.2 and giltene/wrk2, src/wrk.c), byte for byte for the same numbers.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class WrkReport
{
    private const int NameWidth = 10;
    private const int MeanWidth = 8;
    private const int StdevWidth = 10;
    private const int MaxWidth = 9;
    private const int PercentileWidth = 10;
    private const int ShareWidth = 8;
    private const string Rule = "----------------------------------------------------------\n";

    private static readonly double[] SpectrumPercentiles = [50, 75, 90, 99, 99.9, 99.99, 99.999, 100];

    /// <summary>What is printed before the run.</summary>
    /// <param name="durationS">Length of the run, seconds.</param>
    /// <param name="url">As it was given.</param>
    /// <param name="threads">As they were given.</param>
    /// <param name="connections">As they were given.</param>
    public static string Header(long durationS, string url, long threads, long connections) => string.Create(
        CultureInfo.InvariantCulture,
        $"Running {WrkUnits.Seconds(durationS)} test @ {url}\n  {threads} threads and {connections} connections\n");

    /// <summary>What is printed after it.</summary>
    public static string Summary(WrkFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var text = new StringBuilder();
        foreach (var calibration in figures.Calibrations)
        {
            text.Append(CultureInfo.InvariantCulture, $"  Thread calibration: mean lat.: {FixedText.Of(Math.Floor(calibration.MeanUs) / 1000, 3)}ms, rate sampling interval: {calibration.IntervalMs}ms\n");
        }

        text.Append("  Thread Stats   Avg      Stdev     Max   +/- Stdev\n");
        Append(text, "Latency", figures.Latency, WrkUnits.Time);
        Append(text, "Req/Sec", figures.RequestRate, WrkUnits.Metric);
        if (figures.ShowPercentiles)
        {
            AppendPercentiles(text, figures.Latency);
        }

        AppendSpectrum(text, figures.Recorded, "Recorded Latency", before: "");
        AppendSpectrum(text, figures.Uncorrected, "Uncorrected Latency (measured without taking delayed starts into account)", before: "\n");
        AppendTotals(text, figures);
        return text.ToString();
    }

    private static void AppendTotals(StringBuilder text, WrkFigures figures)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {figures.Requests} requests in {WrkUnits.Time(figures.RuntimeS * 1e6)}, {WrkUnits.Binary(figures.Bytes)}B read\n");
        if (figures.ConnectErrors + figures.ReadErrors + figures.WriteErrors + figures.Timeouts > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  Socket errors: connect {figures.ConnectErrors}, read {figures.ReadErrors}, write {figures.WriteErrors}, timeout {figures.Timeouts}\n");
        }

        if (figures.StatusErrors > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  Non-2xx or 3xx responses: {figures.StatusErrors}\n");
        }

        text.Append("Requests/sec: ").Append(FixedText.Of(figures.Requests / figures.RuntimeS, 2).PadLeft(9)).Append('\n');
        text.Append("Transfer/sec: ").Append(WrkUnits.Binary(figures.Bytes / figures.RuntimeS).PadLeft(10)).Append("B\n");
    }

    private static void Append(StringBuilder text, string name, WrkStats stats, Func<double, string> format)
    {
        text.Append("    ").Append(name.PadRight(NameWidth));
        Append(text, format(stats.Mean), MeanWidth);
        Append(text, format(stats.Stdev), StdevWidth);
        Append(text, format(stats.Max), MaxWidth);
        text.Append((double.IsNaN(stats.WithinPercent) ? "-nan" : FixedText.Of(stats.WithinPercent, 2)).PadLeft(ShareWidth)).Append("%\n");
    }

    /// <summary>A unit of fewer than two letters leaves its room behind it, so that the digits stand below each other; what is too wide is cut, as printf's precision does.</summary>
    private static void Append(StringBuilder text, string number, int width)
    {
        var room = 2;
        room -= char.IsAsciiLetter(number[^1]) ? 1 : 0;
        room -= number.Length > 1 && char.IsAsciiLetter(number[^2]) ? 1 : 0;
        var wide = width - room;
        text.Append((number.Length > wide ? number[..wide] : number).PadLeft(wide)).Append(' ', room);
    }

    private static void AppendPercentiles(StringBuilder text, WrkStats latency)
    {
        text.Append("  Latency Distribution\n");
        for (var i = 0; i < WrkStats.Published.Count; i++)
        {
            text.Append(FixedText.Of(WrkStats.Published[i], 0).PadLeft(7)).Append('%');
            Append(text, WrkUnits.Time(latency.Percentiles[i]), PercentileWidth);
            text.Append('\n');
        }
    }

    private static void AppendSpectrum(StringBuilder text, Histogram? latency, string name, string before)
    {
        if (latency is null)
        {
            return;
        }

        text.Append(before).Append("  Latency Distribution (HdrHistogram - ").Append(name).Append(")\n");
        foreach (var percentile in SpectrumPercentiles)
        {
            text.Append(FixedText.Of(percentile, 3).PadLeft(7)).Append('%');
            Append(text, WrkUnits.Time(latency.ValueAtPercentile(percentile)), PercentileWidth);
            text.Append('\n');
        }

        text.Append("\n  Detailed Percentile spectrum:\n").Append(PercentileSpectrum.Render(latency)).Append(Rule);
    }
}
