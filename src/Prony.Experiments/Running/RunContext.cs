using Prony.Experiments.Definitions;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>What every turn of a run shares.</summary>
internal sealed record RunContext(
    ExperimentDefinition Definition,
    PlanRecord Plan,
    RunDirectory Directory,
    StackSupervisor Supervisor,
    RunSettings Settings,
    SecretMask Secrets,
    IRunObserver Observer,
    RunStop Stop,
    TimeProvider Time)
{
    /// <summary>The services that all candidates share; null without any.</summary>
    public IRunningStack? Shared { get; init; }

    /// <summary>The shared service that died, which ends the run; null while all live.</summary>
    public Func<DeadService?> FindSharedDead { get; init; } = static () => null;

    /// <summary>Lengths of the phases of a trial where they are not those of the plan; null: the plan's for all.</summary>
    public Func<TrialName, PhaseLengths>? OwnLengths { get; init; }

    /// <summary>Every trial of a load has arrivals of its own, because trials are repeated to see how they differ. Default: false, those of the round.</summary>
    public bool OwnArrivals { get; init; }

    /// <summary>Lengths of the phases of a trial.</summary>
    public PhaseLengths LengthsOf(TrialName trial) => OwnLengths?.Invoke(trial) ?? Plan.Phases;

    /// <summary>Why a trial was cut off.</summary>
    public string Interruption => FindSharedDead() is { } dead ? SharedServices.Sentence(dead) : "The run was interrupted.";

    /// <summary>A candidate that knows where the shared services are.</summary>
    public CandidateDefinition Bind(CandidateDefinition candidate) => Shared is { Values: var values } && candidate.OuterNames.Count > 0
        ? candidate with { Outer = candidate.OuterNames.ToDictionary(name => name, name => values[name]) }
        : candidate;

    /// <summary>What each candidate was in its first trial, by name: every later one must be the same (V26).</summary>
    public Dictionary<string, IReadOnlyList<IdentityRecord>> FirstIdentity { get; } = [];

    /// <summary>Trials that a run made before it was cut off: what its candidates were then still counts.</summary>
    public void Know(IEnumerable<TrialRecord> trials)
    {
        foreach (var trial in trials.Where(trial => trial.Identity.Count > 0))
        {
            FirstIdentity.TryAdd(trial.Candidate, trial.Identity);
        }
    }
}
