using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prony.Cli.Control;

/// <summary>One line from a ctl to the Prony that it steers (docs/supervision.md).</summary>
internal sealed record ControlRequest
{
    /// <summary>Version of the protocol: <see cref="ControlProtocol.Version"/>.</summary>
    public int V { get; init; }

    /// <summary>One of <see cref="ControlProtocol.Commands"/>.</summary>
    public string Do { get; init; } = "";

    /// <summary>The service, where one is meant.</summary>
    public string? Service { get; init; }

    /// <summary>Instances more or less (incr, decr). Default: 1.</summary>
    public int? By { get; init; }

    /// <summary>Name of a signal (signal).</summary>
    public string? Signal { get; init; }

    /// <summary>So many instances, the oldest first (signal). Default: all.</summary>
    public int? Instances { get; init; }

    /// <summary>One instance after the other (restart).</summary>
    public bool Rolling { get; init; }

    /// <summary>Further lines until the connection ends (stats, events).</summary>
    public bool Follow { get; init; }

    /// <summary>Between two readings, 0.1 to 60 (stats). Default: 1.</summary>
    public double? IntervalS { get; init; }
}

/// <summary>One line to a ctl.</summary>
internal sealed record ControlAnswer
{
    /// <summary>Version of the protocol.</summary>
    public int V { get; init; } = ControlProtocol.Version;

    /// <summary>It was done.</summary>
    public required bool Ok { get; init; }

    /// <summary>What went wrong, and what to do.</summary>
    public string? Error { get; init; }

    /// <summary>wrong-use, not-ready (a service did not become ready), failed or unreadable.</summary>
    public string? Kind { get; init; }

    /// <summary>What may be said instead of a wrong name.</summary>
    public IReadOnlyList<string>? Known { get; init; }

    /// <summary>Instances that are wanted now (incr, decr).</summary>
    public int? Wanted { get; init; }

    /// <summary>Who answers (status).</summary>
    public KeeperRecord? Prony { get; init; }

    /// <summary>status.</summary>
    public IReadOnlyList<ServiceStatusRecord>? Services { get; init; }

    /// <summary>stats.</summary>
    public StatsRecord? Stats { get; init; }

    /// <summary>One line of events.</summary>
    public ServiceEventRecord? Event { get; init; }
}

/// <summary>The Prony that answers.</summary>
internal sealed record KeeperRecord(int Pid, string Name, string Verb);

/// <summary>A service.</summary>
internal sealed record ServiceStatusRecord(string Service, string State, int Wanted, int Ready, IReadOnlyList<int> Pids, double InStateS, int Restarts);

/// <summary>Something that happened.</summary>
internal sealed record ServiceEventRecord(DateTimeOffset AtUtc, string Service, string Kind, string Text);

/// <summary>What all services use, as the difference of two readings.</summary>
internal sealed record StatsRecord(double IntervalS, double? MachineAcceptedPerS, IReadOnlyList<ServiceStatsRecord> Services);

/// <summary>What one service uses.</summary>
internal sealed record ServiceStatsRecord(string Service, double CpuCores, long RssBytes, long? PssBytes, IReadOnlyList<ProcessStatsRecord> Processes, IReadOnlyList<SocketStatsRecord> Sockets);

/// <summary>One process.</summary>
internal sealed record ProcessStatsRecord(int Pid, string Name, double CpuCores, long? PssBytes, long RssBytes, double AgeS, int Threads, int? Connections);

/// <summary>One listening socket.</summary>
internal sealed record SocketStatsRecord(int Port, bool Managed, int? Waiting, int? Limit, double AcceptedPerS);

/// <summary>The shapes on the wire.</summary>
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlAnswer))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class ControlJson : JsonSerializerContext
{
    /// <summary>What a newer Prony adds is left out.</summary>
    internal static readonly ControlJson Tolerant = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    });
}
