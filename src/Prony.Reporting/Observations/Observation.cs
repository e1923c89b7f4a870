using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Observations;

/// <summary>One figure of one trial, in base units.</summary>
/// <param name="Metric">As docs/views.md lists them.</param>
/// <param name="Unit">s, /s, B, B/min, cores, share, or empty for a count.</param>
/// <param name="Value">In that unit.</param>
internal sealed record Observation(string Metric, string Unit, double Value)
{
    private const string Seconds = "s";
    private const string PerSecond = "/s";
    private const string Bytes = "B";
    private const string Cores = "cores";
    private const string Share = "share";
    private const string Number = "";

    /// <summary>Everything that a trial measured; a figure that is not known, or that requests were too few for, is left out.</summary>
    public static IEnumerable<Observation> Of(TrialRecord trial)
    {
        yield return new Observation("completed", Number, trial.State == TrialState.Completed ? 1 : 0);
        foreach (var observation in (trial.Load is { } load ? OfLoad(load) : []).Concat(trial.Resources is { } used ? OfResources(used) : []))
        {
            yield return observation;
        }

        if (trial.UnloadedNs is { } unloaded)
        {
            yield return new Observation("response.unloaded", Seconds, unloaded / 1e9);
        }
    }

    private static IEnumerable<Observation> OfLoad(LoadRecord load) =>
    [
        new("window", Seconds, load.Window.DurationS),
        new(Metrics.Throughput, PerSecond, load.ThroughputPerS),
        new("answered", PerSecond, load.CompletedPerS),
        new("sent", PerSecond, load.SentPerS),
        new(Metrics.Failures, Share, load.Requests.FailureShare()),
        new("requests.due", Number, load.Requests.Due),
        new("requests.succeeded", Number, load.Requests.Succeeded),
        new("requests.failed", Number, load.Requests.Failed),
        new("requests.censored", Number, load.Requests.Censored),
        new("requests.unsent", Number, load.Requests.Unsent),
        .. Times("response", load.ResponseNs),
        .. Times("service", load.ServiceNs),
        .. load.Status.OrderBy(status => status.Key, StringComparer.Ordinal).Select(status => new Observation("status." + status.Key, Number, status.Value)),
        new("generator.busiest-thread", Share, load.Generator.BusiestThreadShare),
    ];

    private static IEnumerable<Observation> Times(string name, Distribution times)
    {
        if (times.Count == 0)
        {
            yield break;
        }

        yield return new Observation(name + ".mean", Seconds, times.Mean / 1e9);
        yield return new Observation(name + ".min", Seconds, times.Min / 1e9);
        foreach (var (percentile, ns) in times.Percentiles.Select(p => (p.Key, p.Value)).OrderBy(p => Figure.Parse(p.Key)))
        {
            if (SampleRule.IsEnough(Figure.Parse(percentile), times.Count))
            {
                yield return new Observation($"{name}.p{percentile}", Seconds, ns / 1e9);
            }
        }

        yield return new Observation(name + ".max", Seconds, times.Max / 1e9);
    }

    private static IEnumerable<Observation> OfResources(ResourceSummary used)
    {
        (string Metric, string Unit, double? Value)[] figures =
        [
            (Metrics.CpuPerRequest, Seconds, used.CpuPerRequestNs / 1e9),
            ("cpu", Cores, used.CpuCores.Mean),
            ("cpu-peak", Cores, used.CpuCores.Peak),
            ("cpu-idle", Cores, used.IdleCores),
            (Metrics.Memory, Bytes, Known(used.MemoryPssBytes)),
            ("memory-peak", Bytes, Known(used.MemoryPeakBytes)),
            ("memory-growth", "B/min", used.MemoryGrowthBytesPerMin),
            ("processes", Number, used.Processes),
            ("threads", Number, used.Threads),
            ("switches.voluntary", Number, used.VoluntarySwitches),
            ("switches.involuntary", Number, used.InvoluntarySwitches),
        ];
        return figures.Where(figure => figure.Value is not null).Select(figure => new Observation(figure.Metric, figure.Unit, figure.Value!.Value))
            .Concat(used.Services.Concat(used.SharedServices).SelectMany(service => OfService(service.Key, service.Value)));
    }

    private static IEnumerable<Observation> OfService(string name, ServiceSummary used)
    {
        yield return new Observation("cpu." + name, Cores, used.CoresMean);
        yield return new Observation("cpu-peak." + name, Cores, used.CoresPeak);
        if (Known(used.MemoryPssBytes) is { } memory)
        {
            yield return new Observation("memory." + name, Bytes, memory);
        }
    }

    // No program runs in no memory: 0 is what could not be read.
    private static double? Known(long bytes) => bytes > 0 ? bytes : null;
}
