using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>How instances of a service are started once the stack runs.</summary>
internal sealed record ServicePlan
{
    /// <summary>For messages.</summary>
    internal required string Candidate { get; init; }

    /// <summary>An instance by its number, from 1.</summary>
    internal required Func<int, PlannedInstance> Instance { get; init; }

    /// <summary>Empties the service's folder and writes its files anew.</summary>
    internal required Action Refresh { get; init; }

    /// <summary>Null: each instance binds for itself.</summary>
    internal ManagedSocket? Socket { get; init; }

    /// <summary>Prony's copy of the socket stays open while the service is wanted, so that connections wait while no instance lives.</summary>
    internal bool KeepsSocket { get; init; }

    /// <summary>Each instance has a port that its command names: others were told of them when the stack started.</summary>
    internal bool HasOwnPorts { get; init; }

    /// <summary>Each instance has a file that is named by its number: these are written when all are started.</summary>
    internal bool HasOwnFiles { get; init; }
}

/// <summary>An instance to be started.</summary>
/// <param name="Definition">Without placeholders.</param>
/// <param name="Launch">How.</param>
/// <param name="Address">What to ask whether it is ready.</param>
internal sealed record PlannedInstance(ServiceDefinition Definition, ServiceLaunch Launch, Uri Address);
