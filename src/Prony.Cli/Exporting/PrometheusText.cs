using System.Globalization;
using System.Text;

namespace Prony.Cli.Exporting;

/// <summary>Metrics in Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), with names as OpenTelemetry translates them (specification, "Prometheus and OpenMetrics Compatibility").</summary>
/// <remarks>Not thread-safe: its memory is used again.</remarks>
internal sealed class PrometheusText(string version, string experiment)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>All metrics that have values.</summary>
    public string Write(MetricStore store)
    {
        _text.Clear();
        WriteHeader("prony_run_info", "gauge", "What runs; always 1.");
        WriteSample("prony_run_info", [new("version", version), new("prony.experiment", experiment)], null, "1");
        store.Read(read =>
        {
            foreach (var metric in Metric.All)
            {
                WriteMetric(metric, read(metric));
            }
        });
        return _text.ToString();
    }

    /// <summary>"http_client_request_duration_seconds", "prony_requests_sent_total".</summary>
    internal static string NameOf(Metric metric)
    {
        var unit = metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return metric.Name.Replace('.', '_') + unit + (metric.Kind == MetricKind.Counter ? "_total" : "");
    }

    private void WriteMetric(Metric metric, IEnumerable<MetricPoint> points)
    {
        var name = NameOf(metric);
        var isFirst = true;
        foreach (var point in points)
        {
            if (isFirst)
            {
                WriteHeader(name, metric.Kind switch { MetricKind.Counter => "counter", MetricKind.Level => "gauge", _ => "histogram" }, metric.Help);
                isFirst = false;
            }

            if (point.Durations is { } durations)
            {
                WriteHistogram(name, point.Attributes, durations);
            }
            else
            {
                WriteSample(name, point.Attributes, null, Number(point.Value));
            }
        }
    }

    private void WriteHistogram(string name, KeyValuePair<string, object?>[] attributes, DurationBuckets durations)
    {
        long below = 0;
        for (var i = 0; i < durations.Counts.Length; i++)
        {
            below += durations.Counts[i];
            WriteSample(name + "_bucket", attributes, i < DurationBuckets.Bounds.Length ? Number(DurationBuckets.Bounds[i]) : "+Inf", Number(below));
        }

        WriteSample(name + "_sum", attributes, null, Number(durations.SumS));
        WriteSample(name + "_count", attributes, null, Number(below));
    }

    private void WriteHeader(string name, string type, string help) => _text
        .Append("# HELP ").Append(name).Append(' ').Append(Escaped(help, quotes: false)).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private void WriteSample(string name, KeyValuePair<string, object?>[] attributes, string? upTo, string value)
    {
        _text.Append(name);
        var before = '{';
        foreach (var (key, of) in attributes)
        {
            WriteLabel(ref before, key.Replace('.', '_'), Convert.ToString(of, CultureInfo.InvariantCulture) ?? "");
        }

        if (upTo is not null)
        {
            WriteLabel(ref before, "le", upTo);
        }

        _text.Append(before == ',' ? "} " : " ").Append(value).Append('\n');
    }

    private void WriteLabel(ref char before, string name, string value)
    {
        _text.Append(before).Append(name).Append("=\"").Append(Escaped(value, quotes: true)).Append('"');
        before = ',';
    }

    private static string Escaped(string text, bool quotes)
    {
        var escaped = text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
