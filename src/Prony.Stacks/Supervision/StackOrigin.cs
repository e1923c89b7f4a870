using System.Text.Json;
using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>What a running stack was started from: what a changed file is compared with.</summary>
/// <param name="Start">Places, sockets and services of that start.</param>
/// <param name="Fingerprints">What each service was, by name, every placeholder replaced.</param>
/// <param name="Steering">Of each service, by name.</param>
internal sealed record StackOrigin(
    StackSupervisor.Start Start, IReadOnlyDictionary<string, string> Fingerprints, IReadOnlyDictionary<string, ServiceSteering> Steering)
{
    /// <summary>Ports of the services, by name: the first of each instance that was started.</summary>
    internal required IReadOnlyDictionary<string, IReadOnlyList<int>> Ports { get; init; }
}

/// <summary>A service that is about to be started.</summary>
/// <param name="Service">As it is written.</param>
/// <param name="Resolved">Without placeholders.</param>
/// <param name="AddressOf">What to ask an instance, by its number from 0.</param>
internal sealed record PlannedService(ServiceDefinition Service, ResolvedService Resolved, Func<int, Uri> AddressOf)
{
    /// <summary>Alike for what would be started alike: needs say when, not what.</summary>
    internal string Fingerprint { get; } = JsonSerializer.Serialize(Resolved.Instances.Select(static instance => instance with { Needs = null })) + JsonSerializer.Serialize(Resolved.Files);
}
