using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Meters = System.Diagnostics.Metrics;

namespace Prony.Cli.Exporting;

/// <summary>Sends the metrics over OTLP/HTTP (protobuf) with OpenTelemetry's own exporter (docs/adr/0007).</summary>
/// <remarks>
/// The library's histograms take one value at a time. The values of a second are passed on by a thread of its own: in a window at most <see cref="MostPerSecond"/>, the rest once it is over,
/// so that nothing of the measured window is spent on it.
/// </remarks>
internal sealed class OtlpSender : IDisposable
{
    /// <summary>Where the specification of OTLP's exporters sends to on this machine.</summary>
    private const string DefaultUrl = "http://127.0.0.1:4318/v1/metrics";

    private const string MetricsPath = "/v1/metrics";
    private const string IntervalVariable = "OTEL_METRIC_EXPORT_INTERVAL";
    private const int IntervalMs = 5_000;
    private const int FlushMs = 5_000;

    /// <summary>Below a millisecond of work.</summary>
    private const int MostPerSecond = 5_000;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly string[] EndpointVariables = ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    private readonly MetricStore _store;
    private readonly Meter _meter;
    private readonly MeterProvider _provider;
    private readonly Dictionary<Metric, Histogram<double>> _histograms;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _passing;

    /// <param name="store">What is sent.</param>
    /// <param name="url">Where; null: where the environment says.</param>
    /// <param name="version">Of Prony.</param>
    /// <param name="experiment">Its name.</param>
    public OtlpSender(MetricStore store, Uri? url, string version, string experiment)
    {
        _store = store;
        _meter = new Meter("prony", version);
        _histograms = Metric.All.Where(metric => metric.Kind == MetricKind.Histogram).ToDictionary(
            metric => metric,
            metric => _meter.CreateHistogram(metric.Name, metric.Unit, metric.Help, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBuckets.Bounds }));
        foreach (var metric in Metric.All.Where(metric => metric.Kind != MetricKind.Histogram))
        {
            Observe(metric);
        }

        Where = url is null ? FromEnvironment() : WithPath(url);
        _provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("prony", serviceVersion: version).AddAttributes([new("prony.experiment", experiment)]))
            .AddMeter(_meter.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = Where;
                if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(IntervalVariable)))
                {
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = IntervalMs;
                }
            })
            .Build();
        _passing = new Thread(PassOn) { Name = "prony otlp", IsBackground = true };
        _passing.Start();
    }

    /// <summary>Where it sends to.</summary>
    public Uri Where { get; }

    /// <summary>The same for people, without what may be secret in it.</summary>
    public string Shown => $"{Where.Scheme}://{Where.Authority}{Where.AbsolutePath}";

    /// <summary>Sends what there is; false when it could not be.</summary>
    public bool End()
    {
        _stop.Set();
        _passing.Join();
        PassOn(long.MaxValue);
        return _provider.ForceFlush(FlushMs);
    }

    public void Dispose()
    {
        _stop.Set();
        _passing.Join();
        _provider.Dispose();
        _meter.Dispose();
        _stop.Dispose();
    }

    private static Uri FromEnvironment()
    {
        var given = EndpointVariables.Select(Environment.GetEnvironmentVariable).Index().FirstOrDefault(variable => !string.IsNullOrEmpty(variable.Item));
        if (given.Item is not { Length: > 0 } text)
        {
            return new Uri(DefaultUrl);
        }

        // The one for metrics is taken as it is, the one for all gets their path (OpenTelemetry Protocol Exporter, "Endpoint URLs for OTLP/HTTP").
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? given.Index == 0 ? url : new Uri(text.TrimEnd('/') + MetricsPath)
            : throw new UsageException($"{EndpointVariables[given.Index]} is '{text}', which is no address with http or https. Mend it, or say --export otlp:URL.");
    }

    private static Uri WithPath(Uri url) => url.AbsolutePath == "/" ? new Uri(url, MetricsPath) : url;

    private void Observe(Metric metric)
    {
        if (metric.Kind == MetricKind.Counter)
        {
            _meter.CreateObservableCounter(metric.Name, () => Values(metric), metric.Unit, metric.Help);
        }
        else
        {
            _meter.CreateObservableUpDownCounter(metric.Name, () => Values(metric), metric.Unit, metric.Help);
        }
    }

    private List<Meters.Measurement<double>> Values(Metric metric)
    {
        List<Meters.Measurement<double>> values = [];
        _store.Read(read => values.AddRange(read(metric).Select(point => new Meters.Measurement<double>(point.Value, point.Attributes))));
        return values;
    }

    private void PassOn()
    {
        while (!_stop.Wait(Beat))
        {
            // In pieces: a window may begin while the rest of the one before is passed on.
            bool more;
            do
            {
                more = PassOn(MostPerSecond);
            }
            while (more && !_store.IsMeasuring && !_stop.IsSet);
        }
    }

    /// <returns>Whether there was anything.</returns>
    private bool PassOn(long most)
    {
        var taken = _store.TakeNew(most);
        foreach (var durations in taken)
        {
            var histogram = _histograms[durations.Metric];
            foreach (var (seconds, times) in durations.Values)
            {
                for (long i = 0; i < times; i++)
                {
                    histogram.Record(seconds, durations.Attributes);
                }
            }
        }

        return taken.Count > 0;
    }
}
