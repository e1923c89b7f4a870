using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Files;

/// <summary>Reads an experiment file and the stack files that it names.</summary>
public static class ExperimentFile
{
    /// <summary>Reads and checks an experiment; starts nothing and asks nobody.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">Variables for `${NAME}`; their values are secrets from then on.</param>
    /// <param name="profiles">Profiles of the file that change it, in this order. Default: none.</param>
    /// <returns>The experiment with all defaults filled in, or everything that is wrong with its files.</returns>
    public static ReadResult<ExperimentDefinition> Read(
        string path, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string>? profiles = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(environment);
        var bag = new DiagnosticBag();
        ExperimentDefinition? experiment = null;
        if (SourceLoader.Load(path, bag) is { } file)
        {
            experiment = ReadRoot(file, environment, profiles ?? [], bag);
        }

        return new ReadResult<ExperimentDefinition>(bag.IsEmpty ? experiment : null, bag.ToList());
    }

    /// <summary>Names of the profiles of a file; none when it cannot be read.</summary>
    public static IReadOnlyList<string> ProfileNames(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var unseen = new DiagnosticBag();
        return SourceLoader.Load(path, unseen) is { } file && YamlReader.Read(file, new Dictionary<string, string>(), unseen) is MapNode root
            ? Profiles.NamesOf(root)
            : [];
    }

    private static ExperimentDefinition? ReadRoot(
        SourceFile file, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> profiles, DiagnosticBag bag)
    {
        var root = YamlReader.Read(file, environment, bag);
        if (root is MapNode map)
        {
            var table = Bind(map, profiles, bag);
            var definition = new ExperimentReader(file, environment, bag).Read(table);
            CheckProfiles(map, profiles, bag);
            definition = MachineReader.Apply(definition, table.GetOrDefault(MachineKeys.Machines) ?? [], checkNames: profiles.Count == 0, bag);
            return definition with { Profiles = profiles, Claims = ReadClaims(map, table, profiles, definition, bag) };
        }

        if (root is not null)
        {
            bag.Add(root, $"an experiment is a mapping, but this is {root.Kind}", "`prony init` writes an example.");
        }

        return null;
    }

    private static IReadOnlyList<PlannedClaim> ReadClaims(
        MapNode root, BoundTable table, IReadOnlyList<string> profiles, ExperimentDefinition definition, DiagnosticBag bag) =>
        table.GetOrDefault(ClaimKeys.Claims) is { Count: > 0 } claims
            ? new ClaimReader(ClaimNamesReader.Read(root, profiles, definition), bag).Read(claims)
            : [];

    private static BoundTable Bind(MapNode root, IReadOnlyList<string> profiles, DiagnosticBag bag) =>
        ExperimentKeys.Root.Bind(CandidateMatrix.Expand(Profiles.Apply(root, profiles, bag), bag), "", bag);

    /// <summary>What is wrong with a profile is told before the night that it was written for; what was found already is told once.</summary>
    private static void CheckProfiles(MapNode root, IReadOnlyList<string> chosen, DiagnosticBag bag)
    {
        var written = root.Entries.FirstOrDefault(entry => entry.Name == ExperimentKeys.Profiles.Name);
        if (written is not null && ExperimentKeys.Profiles.Type.TryReadObject(written.Value, written.Name, bag, out _))
        {
            foreach (var profile in Profiles.NamesOf(root).Except(chosen))
            {
                Bind(root, [profile], bag);
            }
        }
    }
}
