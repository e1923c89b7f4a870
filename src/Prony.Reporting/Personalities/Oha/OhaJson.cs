using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Prony.Reporting.Personalities.Oha;

/// <summary>oha's report as JSON (oha 1.15, src/printer.rs and schema.json): seconds, but for what ends with _ms; null where oha has no number.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class OhaJson
{
    /// <summary>The document, without a line break at its end, as there.</summary>
    public static string Render(OhaFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            WriteSummary(json, figures);
            WriteTimes(json, figures);
            WriteRates(json, figures);
            json.WriteStartObject("details");
            WriteTriple(json, "DNSDialup", figures.Dialup);
            WriteTriple(json, "DNSLookup", figures.Lookup);
            if (figures.Layout == OhaLayout.Current)
            {
                WriteTriple(json, "firstByte", new OhaTriple(figures.FirstByte.MeanNs / 1e9, Seconds(figures.FirstByte, figures.FirstByte.MinNs), Seconds(figures.FirstByte, figures.FirstByte.MaxNs)));
            }

            json.WriteEndObject();
            WriteCounts(json, "statusCodeDistribution", figures.Statuses.Select(static s => (s.Key.ToString(CultureInfo.InvariantCulture), s.Value)));
            WriteCounts(json, "errorDistribution", figures.Errors.Select(static e => (e.Key, e.Value)));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void WriteSummary(Utf8JsonWriter json, OhaFigures figures)
    {
        var times = figures.Durations;
        json.WriteStartObject("summary");
        Write(json, "successRate", figures.SuccessRate);
        Write(json, "total", figures.TotalS);
        Write(json, "slowest", Seconds(times, times.MaxNs));
        Write(json, "fastest", Seconds(times, times.MinNs));
        Write(json, "average", times.MeanNs / 1e9);
        Write(json, "requestsPerSec", figures.Answered / figures.TotalS);
        json.WriteNumber("totalData", figures.BodyBytes);
        Write(json, "sizePerRequest", figures.Answered == 0 ? double.NaN : figures.BodyBytes / figures.Answered);
        Write(json, "sizePerSec", figures.BodyBytes / figures.TotalS);
        json.WriteEndObject();
        if (figures.Layout == OhaLayout.Current)
        {
            WriteMetrics(json, figures);
        }
    }

    private static void WriteMetrics(Utf8JsonWriter json, OhaFigures figures)
    {
        var times = figures.Durations;
        json.WriteStartObject("metrics");
        Write(json, "success_rate", figures.SuccessRate);
        Write(json, "requests_per_sec", figures.Answered / figures.TotalS);
        json.WriteStartObject("latency_ms");
        Write(json, "min", Seconds(times, times.MinNs) * 1e3);
        Write(json, "mean", times.MeanNs / 1e6);
        Write(json, "p50", OhaStatistics.At(times, 50) * 1e3);
        Write(json, "p95", OhaStatistics.At(times, 95) * 1e3);
        Write(json, "p99", OhaStatistics.At(times, 99) * 1e3);
        Write(json, "max", Seconds(times, times.MaxNs) * 1e3);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, OhaFigures figures)
    {
        WriteTimes(json, figures, figures.Durations, "responseTimeHistogram", "latencyPercentiles");
        if (figures.Layout == OhaLayout.Current)
        {
            WriteTimes(json, figures, figures.FirstByte, "firstByteHistogram", "firstBytePercentiles");
        }

        if (figures.Breakdown)
        {
            WriteTimes(json, figures, figures.Good, "responseTimeHistogramSuccessful", "latencyPercentilesSuccessful");
            WriteTimes(json, figures, figures.Bad, "responseTimeHistogramNotSuccessful", "latencyPercentilesNotSuccessful");
        }
    }

    private static void WriteTimes(Utf8JsonWriter json, OhaFigures figures, ToolTimes times, string histogram, string percentiles)
    {
        json.WriteStartObject(histogram);

        // Rows of the same upper end are one key, as they are in oha's map.
        foreach (var row in OhaStatistics.Histogram(times, figures.Layout).GroupBy(static row => Key(row.EndNs)))
        {
            json.WriteNumber(row.Key, row.Sum(static r => r.Count));
        }

        json.WriteEndObject();
        json.WriteStartObject(percentiles);
        foreach (var percentile in OhaStatistics.Percentiles)
        {
            Write(json, Name(percentile), OhaStatistics.At(times, percentile));
        }

        json.WriteEndObject();
    }

    private static void WriteRates(Utf8JsonWriter json, OhaFigures figures)
    {
        var rates = OhaRates.Of(figures.Rows.Select(row => (row.EndedNs - figures.StartNs) / 1e9));
        var mean = rates.Count == 0 ? double.NaN : rates.Average();
        json.WriteStartObject("rps");
        Write(json, "mean", mean);
        Write(json, "stddev", rates.Count < 2 ? double.NaN : Math.Sqrt(rates.Sum(rate => (rate - mean) * (rate - mean)) / (rates.Count - 1)));
        Write(json, "max", rates.Count == 0 ? double.NaN : rates[^1]);
        Write(json, "min", rates.Count == 0 ? double.NaN : rates[0]);
        json.WriteStartObject("percentiles");
        foreach (var percentile in OhaStatistics.Percentiles)
        {
            Write(json, Name(percentile), rates.Count == 0 ? double.NaN : rates[Math.Clamp((int)Math.Ceiling(percentile * rates.Count / 100) - 1, 0, rates.Count - 1)]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTriple(Utf8JsonWriter json, string name, OhaTriple times)
    {
        json.WriteStartObject(name);
        Write(json, "average", times.Average);
        Write(json, "fastest", times.Fastest);
        Write(json, "slowest", times.Slowest);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IEnumerable<(string Name, long Count)> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts.OrderBy(static c => c.Name, StringComparer.Ordinal))
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static double Seconds(ToolTimes times, long ns) => times.Count == 0 ? double.NaN : ns / 1e9;

    private static string Name(double percentile) => "p" + percentile.ToString(CultureInfo.InvariantCulture);

    /// <summary>Seconds without an exponent.</summary>
    private static string Key(double ns) => double.IsFinite(ns) ? ((decimal)ns / 1_000_000_000m).ToString(CultureInfo.InvariantCulture) : "NaN";
}
