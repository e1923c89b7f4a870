using System.CommandLine;
using System.Globalization;
using Prony.Experiments.Capacities;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Cli.Verbs;

/// <summary>What <c>prony capacity</c> is to look for: a file or an address, with what the flags say.</summary>
internal static class CapacitySource
{
    private const double DefaultUrlWarmupS = 2;
    private const string CommandLineText = "command-line";

    /// <summary>What was asked for, by the command line or by the plan of the search that is resumed.</summary>
    /// <exception cref="UsageException">Nothing is named, or what was named is no search.</exception>
    public static AskedCapacity Asked(CapacityOptions options, ParseResult parsed)
    {
        var what = parsed.GetValue(options.What);
        if (parsed.GetValue(options.Resume) is { } folder)
        {
            var contradiction = options.Planned.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
            return contradiction is null
                ? OfPlan(folder, what)
                : throw new UsageException($"{contradiction.Name} cannot stand beside --resume: the plan of the search decides, and it was made before the first trial.");
        }

        return what is null
            ? throw new UsageException("Name an experiment file or the address of a server: prony capacity FILE|URL.")
            : new AskedCapacity(
                what, parsed.GetValue(options.Only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [], parsed.GetValue(options.Profiles)!, parsed.GetValue(options.Scenario), null);
    }

    /// <summary>The experiment with the one scenario that is asked, or what is wrong with its file.</summary>
    /// <exception cref="UsageException">The flags do not fit it.</exception>
    public static ReadResult<ExperimentDefinition> Read(AskedCapacity asked, CapacityOptions options, ParseResult parsed)
    {
        var read = IsAddress(asked.What) ? new ReadResult<ExperimentDefinition>(OfAddress(asked), []) : OfFile(asked);
        return read.Value is { } definition
            ? new ReadResult<ExperimentDefinition>(definition with
            {
                Scenarios = [Chosen(definition, asked.Scenario)],
                Phases = asked.Plan is { } plan ? definition.Phases with { WarmupS = plan.Phases.WarmupS }
                    : parsed.GetValue(options.Warmup) is { } warmup ? definition.Phases with { WarmupS = warmup.Length?.TotalSeconds }
                    : definition.Phases,
            }, [])
            : read;
    }

    /// <summary>What is looked for.</summary>
    /// <exception cref="UsageException">Values contradict each other.</exception>
    public static CapacityQuestion Question(AskedCapacity asked, CapacityOptions options, ParseResult parsed, ExperimentDefinition definition) => asked.Plan is { Capacity: { } settings } plan
        ? CapacityQuestion.Of(settings, plan.Rounds)
        : options.Search.Question(
            parsed, parsed.GetValue(options.Users) ? options.Users : null, definition.Objectives, (int)(parsed.GetValue(options.Rounds) ?? (definition.Candidates.Count == 1 ? 1 : ComparisonRules.FewestRounds)));

    private static AskedCapacity OfPlan(string folder, string? what)
    {
        PlanRecord plan;
        try
        {
            plan = RunReader.ReadPlan(new RunDirectory(folder));
        }
        catch (RunFormatException damage)
        {
            throw new UsageException($"The search in {folder} cannot be resumed: {damage.Message}");
        }

        ResumedSource.RefuseStage(folder);
        if (plan.Capacity is null)
        {
            throw new UsageException(plan.Primary == Metrics.Capacity
                ? $"The search in {folder} cannot be resumed: its plan does not hold how it was searched, as those of older versions."
                : $"{folder} holds no search for capacities. A run goes on with: prony run --resume {folder}");
        }

        return new AskedCapacity(what ?? WhatOf(plan, folder), plan.Invocation?.Only ?? [], plan.Profiles, plan.Scenarios[0].Name, plan);
    }

    private static string WhatOf(PlanRecord plan, string folder)
    {
        if (plan.Definitions.TryGetValue(CommandLineText, out var address))
        {
            return address;
        }

        var file = plan.Invocation?.File is { } relative ? Path.GetFullPath(Path.Combine(folder, relative)) : null;
        return file is null
            ? throw new UsageException($"{folder} does not say what it was made of. Give it again: prony capacity FILE --resume {folder}.")
            : File.Exists(file)
            ? Path.GetRelativePath(Environment.CurrentDirectory, file)
            : throw new UsageException($"The experiment file of {folder} is no longer at {file}. Say where it is: prony capacity FILE --resume {folder}.");
    }

    private static bool IsAddress(string what) => what.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || what.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static ExperimentDefinition OfAddress(AskedCapacity asked)
    {
        var text = asked.What;
        if (asked.Plan is null && (asked.Only.Count > 0 || asked.Profiles.Count > 0 || asked.Scenario is not null))
        {
            throw new UsageException("--only, --profile and --scenario belong to an experiment file; an address is asked as it stands.");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.UserInfo.Length > 0)
        {
            throw new UsageException($"'{text}' is not an address that can be asked. Expected something like http://127.0.0.1:8080/.");
        }

        var defaults = new ExperimentDefinition { Name = "capacity", Baseline = "server", Primary = Metrics.Capacity, Candidates = [], Scenarios = [] };
        return defaults with
        {
            Candidates = [new CandidateEntry("server", CandidateKind.Url, null, new Uri(url.GetLeftPart(UriPartial.Authority)), null, Optional: false)],
            Scenarios =
            [
                new ScenarioDefinition("get", [new RequestDefinition("GET", url.PathAndQuery, [], default)], StatusSet.Default, TimeSpan.FromSeconds(30), [new PointRecord(null, 1, ArrivalsName.Poisson)]),
            ],
            Phases = defaults.Phases with { WarmupS = DefaultUrlWarmupS, IdleS = 0, PauseS = 0 },
            Texts = new Dictionary<string, string> { [CommandLineText] = text },
        };
    }

    private static ReadResult<ExperimentDefinition> OfFile(AskedCapacity asked)
    {
        var read = ExperimentFile.Read(asked.What, ExperimentSource.EnvironmentVariables(), asked.Profiles);
        if (read.Value is not { } definition)
        {
            return read;
        }

        var only = asked.Only;

        // A capacity stands by itself: without the baseline the first that is named takes its place.
        var isKnown = only.Count > 0 && definition.Candidates.Any(candidate => candidate.Name == only[0]);
        definition = isKnown && !only.Contains(definition.Baseline) ? definition with { Baseline = only[0] } : definition;
        return new ExperimentOverrides(Quick: false, only, Rounds: null).Apply(definition);
    }

    /// <summary>The scenario of that name, or the first.</summary>
    /// <exception cref="UsageException">There is none, or it has events.</exception>
    public static ScenarioDefinition Chosen(ExperimentDefinition definition, string? name)
    {
        var names = definition.Scenarios.Select(scenario => scenario.Name).ToList();
        var chosen = name is null ? definition.Scenarios[0]
            : definition.Scenarios.FirstOrDefault(scenario => scenario.Name == name)
            ?? throw new UsageException($"--scenario: there is no scenario '{name}'. {NearestName.Hint(name, names, $"The scenarios are {string.Join(", ", names)}.")}");
        return chosen.Events.Count == 0 ? chosen : throw WithEvents(chosen.Name, [.. definition.Scenarios.Where(scenario => scenario.Events.Count == 0).Select(scenario => scenario.Name)]);
    }

    /// <summary>What a server loses while something is done to it is no matter of the load, and a trial would have another event than the next.</summary>
    private static UsageException WithEvents(string scenario, List<string> others) => new(
        $"The scenario '{scenario}' has events, and a server to which things are done has no one capacity. "
            + (others.Count > 0 ? $"Choose another with --scenario: {string.Join(", ", others)}." : "Write one without events and choose it with --scenario."));
}

/// <summary>What a search for capacities was asked for.</summary>
/// <param name="What">A file or an address.</param>
/// <param name="Only">Candidates; empty: all.</param>
/// <param name="Profiles">Put over the file.</param>
/// <param name="Scenario">What to ask; null: the first.</param>
/// <param name="Plan">The plan of the search that is resumed; null: a new one.</param>
internal sealed record AskedCapacity(string What, IReadOnlyList<string> Only, IReadOnlyList<string> Profiles, string? Scenario, PlanRecord? Plan);
