using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;

namespace Prony.Cli.Exporting;

/// <summary>What is counted of one candidate in one scenario at one load in one round.</summary>
/// <remarks>Thread: one caller at a time. An attempt that is repeated counts on: counters never go back.</remarks>
internal sealed class TrialSeries(KeyValuePair<string, object?>[] attributes)
{
    private const string OutcomeAttribute = "prony.outcome";
    private const string ServiceAttribute = "prony.service";
    private const string ErrorAttribute = "error.type";

    private static readonly (string Name, Func<OutcomeCounts, long> Count)[] Outcomes =
    [
        ("success", o => o.Success), ("status", o => o.Status), ("expect", o => o.Expect), ("timeout", o => o.Timeout), ("refused", o => o.Refused),
        ("reset", o => o.Reset), ("closed", o => o.Closed), ("protocol", o => o.Protocol), ("tls", o => o.Tls), ("dns", o => o.Dns),
    ];

    private readonly long[] _outcomes = new long[Outcomes.Length];
    private readonly KeyValuePair<string, object?>[]?[] _outcomeAttributes = new KeyValuePair<string, object?>[]?[Outcomes.Length];
    private readonly Dictionary<string, ServiceSeries> _services = [];
    private long _due;
    private long _sent;
    private long _inFlight;

    /// <summary>Durations with the attributes that they are passed on with.</summary>
    public KeyValuePair<string, object?>[] Attributes => attributes;

    public DurationBuckets Service { get; } = new();

    public DurationBuckets Response { get; } = new();

    public void Add(SliceRecord slice, IReadOnlyDictionary<string, Histogram> times, IReadOnlyList<ResourceRecord> resources)
    {
        (_due, _sent, _inFlight) = (_due + slice.Due, _sent + slice.Sent, slice.InFlight);
        for (var i = 0; i < Outcomes.Length; i++)
        {
            _outcomes[i] += Outcomes[i].Count(slice.Outcomes);
        }

        if (times.TryGetValue("service", out var service))
        {
            Service.Add(service);
        }

        if (times.TryGetValue("response", out var response))
        {
            Response.Add(response);
        }

        foreach (var resource in resources)
        {
            (_services.TryGetValue(resource.Service, out var one) ? one : _services[resource.Service] = new ServiceSeries([.. attributes, new(ServiceAttribute, resource.Service)])).Add(resource);
        }
    }

    /// <summary>The candidate has stopped: levels are those of nothing.</summary>
    public void End()
    {
        _inFlight = 0;
        foreach (var service in _services.Values)
        {
            service.Latest = null;
        }
    }

    public IEnumerable<MetricPoint> Points(Metric metric) =>
        metric == Metric.Duration ? [new(attributes, 0, Service)]
        : metric == Metric.Response ? [new(attributes, 0, Response)]
        : metric == Metric.Due ? [new(attributes, _due)]
        : metric == Metric.Sent ? [new(attributes, _sent)]
        : metric == Metric.InFlight ? [new(attributes, _inFlight)]
        : metric == Metric.Ended ? EndedPoints()
        : _services.Values.Select(service => service.Point(metric)).OfType<MetricPoint>();

    // Success always, the others from their first on: most never come.
    private IEnumerable<MetricPoint> EndedPoints()
    {
        for (var i = 0; i < Outcomes.Length; i++)
        {
            if (i == 0 || _outcomes[i] > 0)
            {
                yield return new MetricPoint(_outcomeAttributes[i] ??= OfOutcome(i), _outcomes[i]);
            }
        }
    }

    private KeyValuePair<string, object?>[] OfOutcome(int index)
    {
        KeyValuePair<string, object?> outcome = new(OutcomeAttribute, Outcomes[index].Name);
        return index == 0 ? [.. attributes, outcome] : [.. attributes, outcome, new(ErrorAttribute, Outcomes[index].Name)];
    }

    private sealed class ServiceSeries(KeyValuePair<string, object?>[] attributes)
    {
        private double _cpuS;
        private long? _switches;

        /// <summary>The last reading; null once it has stopped.</summary>
        public ResourceRecord? Latest { get; set; }

        public void Add(ResourceRecord resource)
        {
            Latest = resource;
            _cpuS += Math.Max(0, resource.CpuS);
            _switches = resource.Switches is { } switches ? (_switches ?? 0) + Math.Max(0, switches) : _switches;
        }

        public MetricPoint? Point(Metric metric) =>
            metric == Metric.CpuTime ? new MetricPoint(attributes, _cpuS)
            : metric == Metric.Switches ? Of(_switches)
            : metric == Metric.Memory ? Of(Latest?.RssBytes)
            : metric == Metric.Threads ? Of(Latest?.Threads)
            : metric == Metric.Processes ? Of(Latest?.Processes)
            : null;

        private MetricPoint? Of(long? value) => value is { } known ? new MetricPoint(attributes, known) : null;
    }
}
