namespace Prony.Cli.Exporting;

/// <summary>What a metric's values do.</summary>
internal enum MetricKind
{
    /// <summary>They only grow.</summary>
    Counter,

    /// <summary>They go up and down.</summary>
    Level,

    /// <summary>They are counted in buckets.</summary>
    Histogram,
}

/// <summary>A metric that a run exports.</summary>
/// <param name="Name">As OpenTelemetry names it; ours begin with "prony.".</param>
/// <param name="Unit">In UCUM, as OpenTelemetry writes it: "s", "By", "{request}".</param>
/// <param name="Kind">What its values do.</param>
/// <param name="Help">One sentence.</param>
internal sealed record Metric(string Name, string Unit, MetricKind Kind, string Help)
{
    public static Metric Duration { get; } = new("http.client.request.duration", "s", MetricKind.Histogram, "Service time: from the first byte sent to the last byte of the response, of requests that succeeded.");

    public static Metric Response { get; } = new("prony.response.duration", "s", MetricKind.Histogram, "Response time: from the instant at which the request was due to its end; timeouts at their age.");

    public static Metric Due { get; } = new("prony.requests.due", "{request}", MetricKind.Counter, "Requests that became due.");

    public static Metric Sent { get; } = new("prony.requests.sent", "{request}", MetricKind.Counter, "Requests that were sent.");

    public static Metric Ended { get; } = new("prony.requests.ended", "{request}", MetricKind.Counter, "Requests that ended, by outcome.");

    public static Metric InFlight { get; } = new("http.client.active_requests", "{request}", MetricKind.Level, "Requests that are sent and unanswered.");

    public static Metric CpuTime { get; } = new("process.cpu.time", "s", MetricKind.Counter, "CPU that a service's processes used under load, user and system together.");

    public static Metric Memory { get; } = new("process.memory.usage", "By", MetricKind.Level, "Resident set sizes of a service's processes, added up: shared pages count once per process.");

    public static Metric Threads { get; } = new("process.thread.count", "{thread}", MetricKind.Level, "Threads of a service.");

    public static Metric Processes { get; } = new("prony.service.processes", "{process}", MetricKind.Level, "Live processes of a service.");

    public static Metric Switches { get; } = new("process.context_switches", "{context_switch}", MetricKind.Counter, "Context switches of a service's threads under load, voluntary and involuntary together.");

    public static Metric Trials { get; } = new("prony.trials", "{trial}", MetricKind.Counter, "Trials that ended, by how they did.");

    public static Metric Events { get; } = new("prony.events", "{event}", MetricKind.Counter, "What happened to candidates, by kind (events.jsonl).");

    public static Metric Rounds { get; } = new("prony.rounds", "{round}", MetricKind.Level, "Rounds that are planned.");

    public static Metric Round { get; } = new("prony.round", "{round}", MetricKind.Level, "The round that is being made.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Metric> All { get; } = [Duration, Response, Due, Sent, Ended, InFlight, CpuTime, Memory, Threads, Processes, Switches, Trials, Events, Rounds, Round];
}

/// <summary>A value of a metric.</summary>
/// <param name="Attributes">Whose value it is.</param>
/// <param name="Value">In the metric's unit; 0 for histograms.</param>
/// <param name="Durations">Of a histogram; null for the others.</param>
internal readonly record struct MetricPoint(KeyValuePair<string, object?>[] Attributes, double Value, DurationBuckets? Durations = null);
