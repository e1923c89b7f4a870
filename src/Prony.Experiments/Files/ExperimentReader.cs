using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Experiments.Objectives;
using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Files;

/// <summary>Turns the keys of an experiment file into a definition and checks what several keys say together.</summary>
internal sealed class ExperimentReader(SourceFile file, IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
{
    /// <summary>What can differ between candidates besides parameters.</summary>
    private static readonly string[] Attributes =
        ["stack", "command", "processes", "backlog", "keep-alive", "access-log", "version"];

    private readonly StackCatalog _stacks = new(environment, bag);

    /// <summary>The definition, as far as it can be read; what is wrong is in the bag.</summary>
    public ExperimentDefinition Read(BoundTable table)
    {
        var entries = table.GetOrDefault(ExperimentKeys.Candidates) ?? [];
        var shared = new SharedServicesReader(file, _stacks, bag);
        shared.Read(table);
        var candidates = entries.Select(new CandidateReader(file, _stacks, shared.Names, bag).Read).ToList();
        var scenarios = (table.GetOrDefault(ExperimentKeys.Scenarios) ?? [])
            .Select(entry => ReadScenario(entry, candidates)).ToList();
        return new ExperimentDefinition
        {
            Name = table.GetOrDefault(ExperimentKeys.Name) ?? "",
            Question = table.GetOrDefault(ExperimentKeys.Question),
            Baseline = ReadBaseline(table, candidates),
            Factor = ReadFactor(table, candidates),
            Primary = table.GetOrDefault(ExperimentKeys.Primary) ?? DefaultPrimary(scenarios),
            Margin = table.Get(ExperimentKeys.Margin),
            Rounds = table.Get(ExperimentKeys.Rounds).Rounds ?? SequentialPlan.MostRounds,
            UntilDecided = table.Get(ExperimentKeys.Rounds).Rounds is null,
            Seed = table.Get(ExperimentKeys.Seed),
            Phases = ReadPhases(table.GetOrDefault(ExperimentKeys.Phases) ?? EmptyPhases(table)),
            Shared = shared.Definition,
            Candidates = candidates,
            Scenarios = scenarios,
            Objectives = ReadObjectives(table),
            Limits = new LimitReader(bag).Read(table.GetOrDefault(LimitKeys.Limits) ?? []),
            Secrets = bag.Secrets,
            Texts = ReadTexts(),
        };
    }

    private ScenarioDefinition ReadScenario(NamedEntry<BoundTable> entry, List<CandidateEntry> candidates)
    {
        var scenario = new ScenarioReader(bag).Read(entry);
        return scenario with
        {
            Way = new WayReader(file.Folder, candidates, bag).Read(entry, scenario.Requests),
            Events = new TimelineReader(candidates, _stacks.AllRead, bag).Read(entry.Value, scenario.Points),
        };
    }

    /// <summary>throughput for users, response.p99 for a rate: in the open model throughput follows the rate, whoever serves.</summary>
    public static string DefaultPrimary(IReadOnlyList<ScenarioDefinition> scenarios) =>
        scenarios.Count > 0 && scenarios[0].Points is [{ RatePerS: not null }, ..] ? Metrics.ResponseP99 : Metrics.Throughput;

    private static BoundTable EmptyPhases(BoundTable table) =>
        new(new MapNode(table.Node.File, table.Node.Line, table.Node.Column, []), new Dictionary<string, (object, Node)>());

    private static PhaseLengths ReadPhases(BoundTable phases) => new(
        WarmupS: phases.Get(ExperimentKeys.Warmup).Length?.TotalSeconds,
        MeasureS: phases.Get(ExperimentKeys.Measure).TotalSeconds,
        DrainS: phases.Get(ExperimentKeys.Drain).Length?.TotalSeconds,
        PauseS: phases.Get(ExperimentKeys.Pause).TotalSeconds,
        IdleS: phases.Get(ExperimentKeys.Idle).TotalSeconds);

    private string ReadBaseline(BoundTable table, List<CandidateEntry> candidates)
    {
        if (!table.TryGet(ExperimentKeys.Baseline, out var baseline))
        {
            return candidates.Count > 0 ? candidates[0].Name : "";
        }

        // A candidate that was itself wrong still has its name in the file.
        var names = table.Node.Entries.FirstOrDefault(e => e.Name == ExperimentKeys.Candidates.Name)?.Value is MapNode map
            ? map.Entries.Select(e => e.Name).ToList()
            : [];
        if (!names.Contains(baseline) && names.Count > 0)
        {
            bag.Add(
                table.At(ExperimentKeys.Baseline),
                $"baseline: there is no candidate '{baseline}'",
                NearestName.Hint(baseline, names, $"The candidates are {string.Join(", ", names)}."));
        }

        return baseline;
    }

    private List<string> ReadFactor(BoundTable table, List<CandidateEntry> candidates)
    {
        var factor = table.GetOrDefault(ExperimentKeys.Factor) ?? [];
        var known = candidates
            .SelectMany(c => c.Stack?.Stack.Parameters.Concat(c.Stack.Stack.Declares).Select(p => p.Key) ?? c.Declares.Select(p => p.Key))
            .Concat(Attributes)
            .Distinct()
            .ToList();
        foreach (var name in factor.Where(name => _stacks.AllRead && !known.Contains(name.Value)))
        {
            bag.Add(
                name.Node,
                $"factor: '{name.Value}' is neither a parameter of a stack nor declared nor a known attribute",
                NearestName.Hint(name.Value, known, $"Known are {string.Join(", ", known)}."));
        }

        return [.. factor.Select(name => name.Value)];
    }

    private List<Objective> ReadObjectives(BoundTable table)
    {
        var objectives = new List<Objective>();
        foreach (var text in table.GetOrDefault(ExperimentKeys.ObjectiveTexts) ?? [])
        {
            if (Objective.TryParse(text.Value, out var objective, out var error))
            {
                objectives.Add(objective);
            }
            else
            {
                bag.Add(text.Node, $"objectives: {FirstLower(error)}");
            }
        }

        return objectives;
    }

    private static string FirstLower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    /// <summary>After everything else, when all secrets are known.</summary>
    private Dictionary<string, string> ReadTexts()
    {
        var texts = _stacks.Files
            .Prepend(file)
            .DistinctBy(source => source.FullPath)
            .ToDictionary(source => Path.GetRelativePath(file.Folder, source.FullPath), source => source.Masked(bag.Secrets));
        foreach (var template in _stacks.Templates.Where(template => template.Source is not null))
        {
            texts[Path.GetRelativePath(file.Folder, template.Source!)] = bag.Secrets.Mask(template.Text);
        }

        return texts;
    }
}
