using Prony.Experiments.Definitions;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Reads candidates.</summary>
/// <param name="file">The experiment.</param>
/// <param name="stacks">Reads the stacks that they name.</param>
/// <param name="shared">Names that they may use of the services that the experiment shares, such as "database.address"; null when these are not known, so that no text can be checked.</param>
/// <param name="bag">Collects the errors.</param>
internal sealed class CandidateReader(SourceFile file, StackCatalog stacks, IReadOnlyList<string>? shared, DiagnosticBag bag)
{
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
            return new CandidateEntry(entry.Name, CandidateKind.Run, CommandStack.Of(entry.Name, command, file.Folder) with { OuterNames = shared ?? [] }, null, null, optional);
        }

        var url = table.GetOrDefault(ExperimentKeys.Url);
        int? pid = table.TryGet(ExperimentKeys.Pid, out var number) ? number : null;
        return new CandidateEntry(entry.Name, CandidateKind.Url, null, url, pid, optional);
    }

    private CandidateDefinition? ReadStackCandidate(NamedEntry<BoundTable> entry, string stackPath)
    {
        if (stacks.Read(file, stackPath, entry.Value.At(ExperimentKeys.Stack)) is not { } stack)
        {
            return null;
        }

        var names = stack.Parameters.Select(p => p.Key).ToList();
        var with = stack.Parameters.ToDictionary();
        foreach (var setting in entry.Value.GetOrDefault(ExperimentKeys.With) ?? [])
        {
            if (StackParameters.Check(stack, setting, bag))
            {
                CheckText(PlaceholderScope.OfParameter(names, names.IndexOf(setting.Name)), setting.Node, setting.Value);
                StackParameters.CheckKnownEarly(stack, setting, shared ?? [], bag);
                with[setting.Name] = setting.Value;
            }
        }

        return new CandidateDefinition(entry.Name, stack, with) { OuterNames = shared ?? [] };
    }

    private void CheckText(PlaceholderScope scope, Node at, string text)
    {
        if (shared is not null)
        {
            scope.And(shared).Check(at, text, bag);
        }
    }

    private void CheckRun(BoundTable table, string name, IReadOnlyList<string> command)
    {
        var places = table.At(ExperimentKeys.Run) is ListNode list ? list.Items : [];
        foreach (var (word, index) in command.Select((word, index) => (word, index)))
        {
            CheckText(CommandStack.Scope, index < places.Count ? places[index] : table.At(ExperimentKeys.Run), word);
        }

        if (!CommandStack.HasPort(command))
        {
            bag.Add(table.At(ExperimentKeys.Run), $"candidates.{name}.run: {CommandStack.MissingPort}", CommandStack.MissingPortHint);
        }
    }
}
