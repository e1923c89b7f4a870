using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files;

/// <summary>Puts the profiles that were chosen over an experiment: named changes such as "the same, but for a whole night".</summary>
/// <remarks>
/// On nodes, before keys are read, so that what a profile says is read and checked by the same code as the file itself, and every message points to the line
/// of the profile. Mappings are merged key by key; anything else replaces what stood there; a value of null takes its key away.
/// </remarks>
internal static class Profiles
{
    /// <summary>The root without <c>profiles</c>, changed by those that were chosen, in that order.</summary>
    public static MapNode Apply(MapNode root, IReadOnlyList<string> chosen, DiagnosticBag bag)
    {
        var profiles = Find(root, ExperimentKeys.Profiles.Name)?.Value as MapNode;
        var names = NamesOf(root);
        var result = Without(root, ExperimentKeys.Profiles.Name);
        foreach (var name in chosen)
        {
            if (profiles is not null && Find(profiles, name)?.Value is MapNode changes)
            {
                CheckCandidates(result, changes, name, bag);
                result = Merge(result, changes);
            }
            else if (!names.Contains(name))
            {
                var all = names.Count == 0 ? "The experiment has none." : $"The profiles are {string.Join(", ", names)}.";
                bag.AddWhole("--profile", $"there is no profile '{name}'", NearestName.Hint(name, names, all));
            }
        }

        return result;
    }

    /// <summary>Names of all profiles, in the order of the file.</summary>
    public static IReadOnlyList<string> NamesOf(MapNode root) =>
        Find(root, ExperimentKeys.Profiles.Name)?.Value is MapNode profiles ? [.. profiles.Entries.Select(entry => entry.Name)] : [];

    /// <summary>A candidate that is new must say what it is; a name that is misspelt says only what is to be changed.</summary>
    private static void CheckCandidates(MapNode root, MapNode changes, string profile, DiagnosticBag bag)
    {
        if (Find(changes, ExperimentKeys.Candidates.Name)?.Value is not MapNode changed || Find(root, ExperimentKeys.Candidates.Name)?.Value is not MapNode candidates)
        {
            return;
        }

        var names = candidates.Entries.Select(entry => entry.Name).ToList();
        foreach (var entry in changed.Entries.Where(entry => !names.Contains(entry.Name) && !SaysWhatItIs(entry.Value)))
        {
            bag.Add(entry.Key, $"profiles.{profile}: there is no candidate '{entry.Name}' to change", NearestName.Hint(entry.Name, names, $"The candidates are {string.Join(", ", names)}."));
        }
    }

    private static bool SaysWhatItIs(Node node) =>
        node is MapNode map && map.Entries.Any(entry => ExperimentKeys.CandidateTable.ExactlyOneOf.Contains(entry.Name));

    private static MapNode Merge(MapNode below, MapNode above)
    {
        var kept = below.Entries.Where(entry => !TakesAway(Find(above, entry.Name))).Select(entry => Find(above, entry.Name) is { } change ? Merge(entry, change) : entry);
        var added = above.Entries.Where(entry => Find(below, entry.Name) is null && !TakesAway(entry));
        return new MapNode(below.File, below.Line, below.Column, [.. kept, .. added]);
    }

    private static bool TakesAway(MapEntry? change) => change?.Value is ScalarNode { IsNull: true };

    private static MapEntry Merge(MapEntry below, MapEntry above) =>
        below.Value is MapNode old && above.Value is MapNode changes ? new MapEntry(below.Key, Merge(old, changes)) : above;

    private static MapNode Without(MapNode map, string name) => new(map.File, map.Line, map.Column, [.. map.Entries.Where(entry => entry.Name != name)]);

    private static MapEntry? Find(MapNode map, string name) => map.Entries.FirstOrDefault(entry => entry.Name == name);
}
