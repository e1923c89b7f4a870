using Prony.Experiments.Files;
using Prony.Experiments.Files.Imports;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Checking;

/// <summary>A stack file with its parameters given.</summary>
/// <param name="Path">The file, as messages name it.</param>
/// <param name="Candidate">What is started.</param>
/// <param name="Secrets">What must not be shown.</param>
public sealed record StackToCheck(string Path, CandidateDefinition Candidate, SecretMask Secrets)
{
    /// <summary>What a file of another program asks for and Prony does in another way, with its line. Default: nothing.</summary>
    public IReadOnlyList<ImportNote> Notes { get; init; } = [];

    /// <summary>Stacks that a path stands for: itself, or each folder in it that holds a stack.yaml, by name.</summary>
    public static IReadOnlyList<string> Expand(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Directory.Exists(path) || File.Exists(System.IO.Path.Combine(path, StackFile.FileName)))
        {
            return [path];
        }

        var below = Directory.GetDirectories(path).Where(folder => File.Exists(System.IO.Path.Combine(folder, StackFile.FileName))).Order(StringComparer.Ordinal).ToList();
        return below.Count > 0 ? below : [path];
    }

    /// <summary>Reads stacks and gives each the values that it has a parameter for.</summary>
    /// <param name="paths">Stack files or their folders.</param>
    /// <param name="with">Values of parameters; one that no stack has is an error.</param>
    /// <param name="environment">Variables for `${NAME}`.</param>
    /// <returns>The stacks, or everything that is wrong.</returns>
    public static ReadResult<IReadOnlyList<StackToCheck>> ReadAll(
        IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> with, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(with);
        var bag = new DiagnosticBag();
        var stacks = paths.Select(path => Read(path, with, environment, bag)).OfType<StackToCheck>().ToList();
        var known = stacks.SelectMany(stack => stack.Candidate.With.Keys).Distinct().ToList();
        foreach (var name in bag.IsEmpty ? with.Keys.Except(known) : [])
        {
            var all = known.Count == 0 ? "There are none." : $"The parameters are {string.Join(", ", known)}.";
            bag.AddWhole("--with", $"no stack that was named has a parameter '{name}'", NearestName.Hint(name, known, all));
        }

        return new ReadResult<IReadOnlyList<StackToCheck>>(bag.IsEmpty ? stacks : null, bag.ToList());
    }

    private static StackToCheck? Read(
        string path, IReadOnlyDictionary<string, string> with, IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
    {
        if (!Directory.Exists(path) && !File.Exists(path) && StackCatalog.NearestFolder(path, System.IO.Path.GetFullPath(path)) is { } near)
        {
            bag.AddWhole(SourceLoader.ShownName(path), "there is no such stack", $"Did you mean '{near}'?");
            return null;
        }

        var file = Directory.Exists(path) ? System.IO.Path.Combine(path, StackFile.FileName) : path;
        if (Directory.Exists(path) && !File.Exists(file))
        {
            bag.AddWhole(SourceLoader.ShownName(path), $"neither this folder nor one in it holds a {StackFile.FileName}", "`prony init` writes an example of one.");
            return null;
        }

        if (ImportedStack.IsImport(file) && File.Exists(file))
        {
            var imported = ImportedStack.Read(file, environment);
            imported.Diagnostics.ToList().ForEach(bag.Add);
            return imported.Value is { } read
                ? new StackToCheck(SourceLoader.ShownName(file), new CandidateDefinition(read.Stack.Name, read.Stack, ValuesOf(read.Stack, with)), read.Secrets) { Notes = read.Notes }
                : null;
        }

        return SourceLoader.Load(file, bag) is { } source && new StackCatalog(environment, bag).Read(source) is { } stack
            ? new StackToCheck(source.ShownName, new CandidateDefinition(stack.Name, stack, ValuesOf(stack, with)), bag.Secrets)
            : null;
    }

    private static Dictionary<string, string> ValuesOf(StackDefinition stack, IReadOnlyDictionary<string, string> with) =>
        stack.Parameters.ToDictionary(parameter => parameter.Key, parameter => with.GetValueOrDefault(parameter.Key, parameter.Value));
}
