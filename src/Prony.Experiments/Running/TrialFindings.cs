using Prony.Experiments.Gates;
using Prony.Experiments.Limits;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>What a load that is over shows: its facts, what the gates make of them, and the record.</summary>
/// <param name="run">The run.</param>
/// <param name="identity">What served.</param>
internal sealed class TrialFindings(RunContext run, IReadOnlyList<IdentityRecord> identity)
{
    /// <summary>The record of the trial with everything that its load showed.</summary>
    /// <param name="begun">The record with how the trial ended.</param>
    /// <param name="over">The load.</param>
    public TrialRecord AddTo(TrialRecord begun, FinishedLoad over)
    {
        var (_, result, watch, resources) = over;
        var load = SampleFigures.AddTo(result) with { Warmup = watch.Warmup.Found };
        var summary = resources.Summarise(result.Record.Window.DurationS, result.Record.Requests.Succeeded);
        var facts = FactsOf(begun, over, load, summary);
        var (gates, doubts) = GateKeeper.Judge(facts);
        var pause = watch.JudgePauses();
        var workers = watch.Workers.All;
        return begun with
        {
            Load = load,
            Answers = over.Answers,
            Resources = summary,
            Layers = over.Layers,
            WorkersLost = workers.Sum(service => service.Lost),
            WorkersStarted = workers.Sum(service => service.Started),
            Bottleneck = LimitFinder.Of(facts),
            UnloadedNs = watch.UnloadedNs,
            Recoveries = facts.Recoveries,
            Identity = identity,
            Gates = pause is { } late ? [.. gates, late.Gate] : gates,
            Doubts = pause is { } seen ? [seen.Doubt, .. doubts] : doubts,
        };
    }

    private TrialFacts FactsOf(TrialRecord begun, FinishedLoad over, LoadRecord load, ResourceSummary? summary)
    {
        var (plan, result, watch, resources) = over;
        var windowS = result.Record.Window.DurationS;
        return new TrialFacts(
            load,
            run.Plan.Machine.Cpus,
            SharesCpus: TargetAddress.IsThisMachine(plan.Target) && run.Plan.Placement is null,
            resources.MachineCpuS,
            run.Plan.Preview)
        {
            ServerIsLocal = TargetAddress.IsThisMachine(plan.Target),
            ServiceCpus = run.Plan.Placement?.Services.Count,
            Percentile = DecidingPercentile(),
            Seconds = watch.Seconds.Whole(windowS),
            Surroundings = watch.Around.Found,
            ServerCpuS = summary?.CpuS,
            LoadIsConstant = WindowSeconds.IsConstant(plan),
            Memory = resources.Growth(windowS),
            Limits = run.Plan.Limits,
            Layers = over.Layers,
            Services = resources.Uses(),
            SharedServices = resources.SharedUses(),
            WorkersBefore = watch.Workers.BeforeWindow,
            Workers = watch.Workers.All,
            ChangedPrograms = ChangedPrograms(begun.Candidate),
            CpuLimitIsMeant = run.Plan.Candidates.Any(c => c.Name == begun.Candidate && c.Declares.ContainsKey("cpu-limit")),
            Response = result.Response,
            Events = watch.Timeline?.Events ?? [],
            Recoveries = watch.Timeline is { } timeline ? TimelineFindings.Of(timeline.Events, timeline.Seconds, windowS, run.Plan.Margin, timeline.ProblemOf) : [],
            KeepAliveRequired = run.Definition.Scenarios.Single(s => s.Name == begun.Scenario).KeepAliveRequired,
        };
    }

    /// <summary>The highest percentile that something rests on: the lower ones have more samples.</summary>
    private double? DecidingPercentile() =>
        run.Definition.Objectives.Select(objective => Metrics.PercentileOf(objective.Metric)).Append(Metrics.PercentileOf(run.Plan.Primary)).Max();

    private List<string> ChangedPrograms(string candidate) =>
    [
        .. identity.Where(own => run.FirstIdentity[candidate].Any(first => first.Service == own.Service && first.Sha256 != own.Sha256)).Select(own => own.Service),
    ];
}

/// <summary>A load that is over, with everything that stood beside it.</summary>
/// <param name="Plan">What was asked.</param>
/// <param name="Result">What the generator measured.</param>
/// <param name="Watch">What was seen beside it.</param>
/// <param name="Resources">What the candidate used.</param>
internal sealed record FinishedLoad(LoadPlan Plan, LoadResult Result, TrialWatch Watch, ResourceTracker Resources)
{
    /// <summary>One answer to each request, fetched before the load; empty where they need not be alike.</summary>
    public IReadOnlyList<AnswerRecord> Answers { get; init; } = [];

    /// <summary>What services told of themselves in the window.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; init; } = [];
}
