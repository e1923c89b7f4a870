using Prony.Experiments.Definitions;
using Prony.Measurement.Runs;
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
    TimeProvider Time);
