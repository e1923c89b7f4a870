using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Reads candidates and, once each, the stacks that they name.</summary>
internal sealed class CandidateReader(SourceFile file, IReadOnlyDictionary<string, string> environment, DiagnosticBag bag)
{
    private readonly Dictionary<string, (SourceFile? Source, StackDefinition? Stack)> _stacks = [];

    /// <summary>Whether every stack could be read, so that all parameters are known.</summary>
    public bool AllRead => _stacks.Values.All(read => read.Stack is not null);

    /// <summary>The stack files, in the order in which they were first named.</summary>
    public IEnumerable<SourceFile> StackFiles => _stacks.Values.Select(read => read.Source).OfType<SourceFile>();

    /// <summary>The stacks that could be read, as above.</summary>
    public IEnumerable<StackDefinition> Stacks => _stacks.Values.Select(read => read.Stack).OfType<StackDefinition>();

    /// <summary>Reads one candidate, as far as it can be read.</summary>
    public CandidateEntry Read(NamedEntry<BoundTable> entry)
    {
        var declares = entry.Value.GetOrDefault(ExperimentKeys.Declares) ?? [];
        var read = ReadKind(entry);
        if (read.Stack is not { } candidate)
        {
            return read with { Declares = [.. declares.Select(d => KeyValuePair.Create(d.Name, d.Value))] };
        }

        foreach (var declared in declares)
        {
            PlaceholderScope.OfDeclared(candidate.Stack.Parameters.Select(p => p.Key)).Check(declared.Node, declared.Value, bag);
        }

        // What the experiment says of a candidate is nearer to it than what the stack says of all.
        var merged = candidate.Stack.Declares.Where(d => !declares.Any(own => own.Name == d.Key)).Concat(declares.Select(d => KeyValuePair.Create(d.Name, d.Value)));
        return read with { Stack = candidate with { Stack = candidate.Stack with { Declares = [.. merged] } } };
    }

    private CandidateEntry ReadKind(NamedEntry<BoundTable> entry)
    {
        var table = entry.Value;
        var optional = table.Get(ExperimentKeys.Optional);
        if (table.TryGet(ExperimentKeys.Stack, out var stackPath))
        {
            return new CandidateEntry(entry.Name, CandidateKind.Stack, ReadStackCandidate(entry, stackPath), null, null, optional);
        }

        if (table.TryGet(ExperimentKeys.Run, out var command))
        {
            CheckRun(table, entry.Name, command);
            return new CandidateEntry(entry.Name, CandidateKind.Run, CommandStack.Of(entry.Name, command, file.Folder), null, null, optional);
        }

        var url = table.GetOrDefault(ExperimentKeys.Url);
        int? pid = table.TryGet(ExperimentKeys.Pid, out var number) ? number : null;
        return new CandidateEntry(entry.Name, CandidateKind.Url, null, url, pid, optional);
    }

    private CandidateDefinition? ReadStackCandidate(NamedEntry<BoundTable> entry, string stackPath)
    {
        if (ReadStack(stackPath, entry.Value.At(ExperimentKeys.Stack)) is not { } stack)
        {
            return null;
        }

        var names = stack.Parameters.Select(p => p.Key).ToList();
        var with = stack.Parameters.ToDictionary();
        foreach (var setting in entry.Value.GetOrDefault(ExperimentKeys.With) ?? [])
        {
            if (with.ContainsKey(setting.Name))
            {
                PlaceholderScope.OfParameter(names, names.IndexOf(setting.Name)).Check(setting.Node, setting.Value, bag);
                with[setting.Name] = setting.Value;
            }
            else
            {
                var none = with.Count == 0 ? "It has none." : $"It has {string.Join(", ", with.Keys)}.";
                bag.Add(setting.Key, $"the stack {stack.Name} has no parameter '{setting.Name}'", NearestName.Hint(setting.Name, with.Keys, none));
            }
        }

        return new CandidateDefinition(entry.Name, stack, with);
    }

    private StackDefinition? ReadStack(string path, Node at)
    {
        var full = Path.GetFullPath(Path.Combine(file.Folder, path));
        if (!_stacks.TryGetValue(full, out var read))
        {
            var source = FindStackFile(path, full, at);
            read = (source, source is null ? null : StackFile.Read(source, environment, bag));
            _stacks.Add(full, read);
        }

        return read.Stack;
    }

    private SourceFile? FindStackFile(string path, string full, Node at)
    {
        if (File.Exists(full))
        {
            return SourceLoader.Load(Shown(full), bag);
        }

        if (!Directory.Exists(full))
        {
            var hint = NearestFolder(path, full) is { } near ? $"Did you mean '{near}'?" : "Paths are relative to the folder of this file.";
            bag.Add(at, $"there is no stack '{path}'", hint);
            return null;
        }

        var stackFile = Path.Combine(full, StackFile.FileName);
        if (!File.Exists(stackFile))
        {
            bag.Add(at, $"the folder '{path}' holds no {StackFile.FileName}", "`prony init` writes an example of one.");
            return null;
        }

        return SourceLoader.Load(Shown(stackFile), bag);
    }

    /// <summary>Named like the experiment itself: relative when that was, absolute otherwise.</summary>
    private string Shown(string full) =>
        Path.IsPathRooted(file.ShownName) ? full : Path.GetRelativePath(Environment.CurrentDirectory, full);

    private static string? NearestFolder(string path, string full)
    {
        var parent = Path.GetDirectoryName(full.TrimEnd('/'));
        if (parent is null || !Directory.Exists(parent))
        {
            return null;
        }

        var folders = Directory.EnumerateDirectories(parent)
            .Where(folder => File.Exists(Path.Combine(folder, StackFile.FileName)))
            .Select(folder => Path.GetFileName(folder)!);
        return NearestName.Find(Path.GetFileName(full.TrimEnd('/')), folders) is { } near
            ? Path.Combine(Path.GetDirectoryName(path.TrimEnd('/')) ?? "", near)
            : null;
    }

    private void CheckRun(BoundTable table, string name, IReadOnlyList<string> command)
    {
        var places = table.At(ExperimentKeys.Run) is ListNode list ? list.Items : [];
        foreach (var (word, index) in command.Select((word, index) => (word, index)))
        {
            CommandStack.Scope.Check(index < places.Count ? places[index] : table.At(ExperimentKeys.Run), word, bag);
        }

        if (!CommandStack.HasPort(command))
        {
            bag.Add(table.At(ExperimentKeys.Run), $"candidates.{name}.run: {CommandStack.MissingPort}", CommandStack.MissingPortHint);
        }
    }
}
