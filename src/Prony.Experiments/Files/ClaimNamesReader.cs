using Prony.Experiments.Claims;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Finds what claims may name: candidates, scenarios and loads of the file with and without each of its profiles.</summary>
/// <remarks>Reads keys only, and complains of nothing: what is wrong with a profile is said when it is checked.</remarks>
internal static class ClaimNamesReader
{
    /// <summary>The names.</summary>
    /// <param name="root">The file as it is written.</param>
    /// <param name="chosen">Profiles of this run.</param>
    /// <param name="definition">The file with these profiles, for the services of its candidates.</param>
    public static ClaimNames Read(MapNode root, IReadOnlyList<string> chosen, ExperimentDefinition definition)
    {
        var plain = Bind(root, []);
        var all = Profiles.NamesOf(root).Select(profile => Bind(root, [profile])).Append(Bind(root, chosen)).Prepend(plain).ToList();
        var scenarios = all.SelectMany(Scenarios).GroupBy(scenario => scenario.Name)
            .ToDictionary(same => same.Key, same => (IReadOnlyList<PointRecord>)[.. same.SelectMany(scenario => scenario.Points).Distinct()]);
        var first = Scenarios(plain).ToList();
        var shared = definition.Shared?.Stack.Services.Select(service => service.Name).ToList() ?? [];
        return new ClaimNames(
            [.. all.SelectMany(table => table.GetOrDefault(ExperimentKeys.Candidates) ?? []).Select(entry => entry.Name).Distinct()],
            scenarios,
            first.Select(scenario => scenario.Name).Concat(definition.Scenarios.Select(scenario => scenario.Name)).FirstOrDefault(),
            first.Where(scenario => scenario.Points.Count < 2).Select(scenario => scenario.Name).Concat(scenarios.Where(s => s.Value.Count < 2).Select(s => s.Key)).ToHashSet(),
            definition.Candidates.Where(c => c.Stack is not null)
                .ToDictionary(c => c.Name, c => (IReadOnlyList<string>)[.. c.Stack!.Stack.Services.Select(service => service.Name), .. shared]));
    }

    private static BoundTable Bind(MapNode root, IReadOnlyList<string> profiles)
    {
        var unheard = new DiagnosticBag();
        return ExperimentKeys.Root.Bind(CandidateMatrix.Expand(Profiles.Apply(root, profiles, unheard), unheard), "", unheard);
    }

    private static IEnumerable<(string Name, List<PointRecord> Points)> Scenarios(BoundTable table) =>
        (table.GetOrDefault(ExperimentKeys.Scenarios) ?? []).Select(entry => (entry.Name, new LoadReader(new DiagnosticBag()).Read(entry.Value.GetOrDefault(LoadKeys.Load))));
}
