using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files;

/// <summary>Reads an experiment file and the stack files that it names.</summary>
public static class ExperimentFile
{
    /// <summary>Reads and checks an experiment; starts nothing and asks nobody.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">Variables for `${NAME}`; their values are secrets from then on.</param>
    /// <returns>The experiment with all defaults filled in, or everything that is wrong with its files.</returns>
    public static ReadResult<ExperimentDefinition> Read(string path, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(environment);
        var bag = new DiagnosticBag();
        ExperimentDefinition? experiment = null;
        if (SourceLoader.Load(path, bag) is { } file)
        {
            experiment = ReadRoot(file, environment, bag);
        }

        return new ReadResult<ExperimentDefinition>(bag.IsEmpty ? experiment : null, bag.ToList());
    }

    private static ExperimentDefinition? ReadRoot(SourceFile file, IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
    {
        var root = YamlReader.Read(file, environment, bag);
        if (root is MapNode map)
        {
            var table = ExperimentKeys.Root.Bind(map, "", bag);
            return new ExperimentReader(file, environment, bag).Read(table);
        }

        if (root is not null)
        {
            bag.Add(root, $"an experiment is a mapping, but this is {root.Kind}", "`prony init` writes an example.");
        }

        return null;
    }
}
