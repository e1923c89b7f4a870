using Prony.Experiments.Definitions;
using Prony.Load.Plans;
using Prony.Measurement.Machine;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Planning;

/// <summary>Turns a definition into the plan that is written before the first request. Pure but for the machine's fingerprint.</summary>
public static class Planner
{
    /// <summary>What a turn takes beside its phases: starting, settling, draining and stopping. An estimate for the time left, nothing else.</summary>
    private static readonly TimeSpan TurnOverhead = TimeSpan.FromSeconds(2.5);

    /// <param name="definition">What to plan.</param>
    /// <param name="runName">Name of the run directory.</param>
    /// <param name="candidates">Names of the candidates that take part, in the order of the definition.</param>
    /// <param name="skipped">Candidates that are left out.</param>
    /// <param name="preview">Windows are too short for a verdict.</param>
    /// <param name="time">Wall clock of the record.</param>
    public static PlanRecord Plan(
        ExperimentDefinition definition,
        string runName,
        IReadOnlyList<string> candidates,
        IReadOnlyList<SkippedRecord> skipped,
        bool preview,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(time);
        var plan = new PlanRecord
        {
            Run = runName,
            CreatedUtc = time.GetUtcNow(),
            Experiment = definition.Name,
            Question = definition.Question,
            Definitions = definition.Texts,
            Profiles = definition.Profiles,
            Baseline = definition.Baseline,
            Primary = definition.Primary,
            Margin = definition.Margin,
            Rounds = definition.Rounds,
            Looks = definition.UntilDecided ? [.. SequentialPlan.Looks.Select(look => new LookRecord(look.Rounds, look.Alpha))] : [],
            Seed = definition.Seed,
            Preview = preview || definition.Rounds < ComparisonRules.FewestRounds,
            Factor = definition.Factor,
            Phases = definition.Phases,
            Candidates = [.. definition.Candidates.Where(c => candidates.Contains(c.Name)).Select(c => Describe(c, definition.Secrets))],
            SharedServices = definition.Shared?.Stack.Services.Select(s => s.Name).ToList() ?? [],
            Scenarios = [.. definition.Scenarios.Select(s => Describe(s, definition))],
            Order = WilliamsOrder.Plan(candidates, definition.Rounds, definition.Seed),
            RoundSeeds = RoundSeeds.For(definition.Seed, definition.Rounds),
            Limits = definition.Limits,
            Claims = [.. definition.Claims.Select(claim => Masked(claim, definition.Secrets))],
            Skipped = skipped,
            Machine = MachineFingerprint.Read(),
            Placement = definition.Candidates.All(c => c.Stack is not null) ? CpuPlacement.Of(Affinity.UsableCpuNumbers()) : null,
        };
        plan = SetupPlan.AddTo(plan, definition);
        return plan with { ExpectedS = ExpectedDuration(plan).TotalSeconds };
    }

    private static PlannedClaim Masked(PlannedClaim claim, SecretMask secrets) => claim with
    {
        Says = secrets.Mask(claim.Says),
        Source = claim.Source is { } source ? secrets.Mask(source) : null,
        NotTestable = claim.NotTestable is { } reason ? secrets.Mask(reason) : null,
    };

    /// <summary>Requests as a plan names them.</summary>
    public static IReadOnlyList<PlannedRequest> Describe(IReadOnlyList<RequestDefinition> requests, SecretMask secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return [.. requests.Select(r => new PlannedRequest(r.Method, secrets.Mask(r.PathAndQuery), r.Weight))];
    }

    /// <summary>Data as a plan names them; null for none.</summary>
    public static PlannedData? Describe(ScenarioData? data, SecretMask secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return data is null ? null : new PlannedData(
            secrets.Mask(data.File), data.Sha256, data.Rows.Table.RowCount, data.Rows.Order == DataOrder.Random ? DataOrderName.Random : DataOrderName.RoundRobin);
    }

    /// <summary>How long the rounds will take, about; at least, where a window ends with a count of requests of users (<see cref="PlanRecord.TakesAtLeast"/>).</summary>
    public static TimeSpan ExpectedDuration(PlanRecord plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var load = plan.Scenarios.SelectMany(s => s.Points).Sum(point => plan.Phases.ExpectedWarmupS + (point.HasKnownLength ? point.ExpectedWindowS(plan.Phases.MeasureS) : 0));
        var turn = TimeSpan.FromSeconds(plan.Phases.IdleS + plan.Phases.PauseS + load) + TurnOverhead;
        return turn * plan.Order.Sum(round => round.Count);
    }

    private static PlannedCandidate Describe(CandidateEntry candidate, SecretMask secrets) => new(
        candidate.Name,
        candidate.Kind,
        secrets.Mask(candidate switch
        {
            { Url: { } url } => url.ToString(),
            { Kind: CandidateKind.Run, Stack: { } stack } => string.Join(' ', stack.Stack.Services[0].Command),
            _ => candidate.Stack!.Stack.Name,
        }),
        candidate.Stack?.With.ToDictionary(p => p.Key, p => secrets.Mask(p.Value)) ?? [],
        candidate.Stack?.Stack.Services.Select(s => s.Name).ToList() ?? [])
    {
        Declares = Declared(candidate).ToDictionary(d => d.Key, d => secrets.Mask(d.Value)),
        Optional = candidate.Optional,
    };

    /// <summary>A parameter that cannot be computed is told when the candidate is started, with the place of the mistake; until then its text stands as it was written.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Declared(CandidateEntry candidate)
    {
        try
        {
            return candidate.Stack is { } stack ? stack.ResolveDeclares() : candidate.Declares;
        }
        catch (PlaceholderException)
        {
            return candidate.Stack!.Stack.Declares;
        }
    }

    private static PlannedScenario Describe(ScenarioDefinition scenario, ExperimentDefinition definition) => new(
        scenario.Name,
        scenario.Requests[0].Method,
        definition.Secrets.Mask(scenario.Requests[0].PathAndQuery),
        scenario.Expect.Text,
        scenario.Timeout.TotalSeconds,
        scenario.Points,
        [.. definition.Objectives.Select(o => o.Text)])
    {
        Engine = scenario.Way.EngineFor(definition.Candidates, scenario.Requests) == LoadEngine.Raw ? EngineName.Raw : EngineName.Portable,
        HeadLimitBytes = scenario.HeadLimit,
        Same = scenario.Same,
        Events = scenario.Events,
        KeepAlive = scenario.KeepAliveRequired ? KeepAliveName.Required : KeepAliveName.Auto,
        Requests = Describe(scenario.Requests, definition.Secrets),
        Data = Describe(scenario.Data, definition.Secrets),
        Checks = [.. scenario.Checks.All.Select(check => definition.Secrets.Mask(check.Text))],
        CheckEvery = scenario.Checks.Every,
    };
}
