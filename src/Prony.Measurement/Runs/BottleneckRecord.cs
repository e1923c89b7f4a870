namespace Prony.Measurement.Runs;

/// <summary>What was full in a window, so that it was the limit of the throughput (docs/methods/what-was-the-limit.md).</summary>
/// <param name="Resource">One of <see cref="BottleneckName"/>.</param>
/// <param name="Service">Whose it is; null for the machine, the generator, nothing and the unknown.</param>
/// <param name="Used">How much of it was used: cores of CPU, connections of a queue, files. Null for nothing and the unknown.</param>
/// <param name="Of">How much there is of it, in the same unit.</param>
/// <param name="Sentence">The same in a sentence, with what was not full.</param>
public sealed record BottleneckRecord(string Resource, string? Service, double? Used, double? Of, string Sentence)
{
    /// <summary>Mean cores of CPU in the window: of each service, of the <c>generator</c>, and of <c>others</c> (the rest of what the machine was busy, kernel included).</summary>
    /// <remarks>The reader sets what a file lacks to null.</remarks>
    public IReadOnlyDictionary<string, double> Cores { get; init => field = value ?? Nothing; } = Nothing;

    /// <summary>Services whose own queue never was empty in the window, in the words of the stack; the rest of <see cref="Sentence"/> names them.</summary>
    /// <remarks>The reader sets what a file lacks to null.</remarks>
    public IReadOnlyList<QueueRecord> Queues { get; init => field = value ?? []; } = [];

    /// <summary>CPUs of the machine; 0 when unknown.</summary>
    public int Cpus { get; init; }

    /// <summary>Windows that this speaks of: in a summary over rounds those in which the same was full.</summary>
    public int Windows { get; init; } = 1;

    /// <summary>Windows that were looked at.</summary>
    public int OfWindows { get; init; } = 1;

    private static readonly Dictionary<string, double> Nothing = [];
}

/// <summary>Requests that waited at a service all the time.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Name">Of its metric: <c>queue</c> or <c>waiting</c>.</param>
/// <param name="Mean">How many on average.</param>
public sealed record QueueRecord(string Service, string Name, double Mean);

/// <summary>The resources that can be full, as they are written.</summary>
public static class BottleneckName
{
    /// <summary>All CPUs of the machine; <see cref="BottleneckRecord.Service"/> names the service that used most, if one did.</summary>
    public const string MachineCpu = "machine-cpu";

    /// <summary>All threads that a service has at work, where they are fewer than the CPUs.</summary>
    public const string ServiceThreads = "service-threads";

    /// <summary>A CPU limit of the service's control group.</summary>
    public const string CpuLimit = "cpu-limit";

    /// <summary>The queue of connections that nobody accepted yet.</summary>
    public const string AcceptQueue = "accept-queue";

    /// <summary>The files that a process of the service may have open.</summary>
    public const string OpenFiles = "open-files";

    /// <summary>Connections that the server takes: most failed requests were refused, reset or closed. Only of searches for capacities.</summary>
    public const string Connections = "connections";

    /// <summary>A queue of a service's own that never was empty, where nothing else was full. Only of searches for capacities.</summary>
    public const string Queue = "queue";

    /// <summary>The busiest thread of the generator.</summary>
    public const string Generator = "generator";

    /// <summary>Nothing that was measured.</summary>
    public const string None = "none";

    /// <summary>It cannot be told.</summary>
    public const string Unknown = "unknown";
}
