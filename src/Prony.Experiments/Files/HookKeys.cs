using System.Text.Json.Nodes;
using Prony.Experiments.Files.Keys;
using Prony.Experiments.Files.Nodes;
using Prony.Stacks.Definitions;

namespace Prony.Experiments.Files;

/// <summary>Keys of the commands that a stack wants run before and after each trial.</summary>
internal static class HookKeys
{
    public static readonly Key<IReadOnlyList<string>> Command = new("command", KeyTypes.Command, "Program and arguments.") { Required = true };

    public static readonly Key<TimeSpan> Within = new("within", KeyTypes.Duration("100ms", "1h"), "Longest run; then it is killed and has failed.") { Default = "60s" };

    public static readonly KeyTable Table = new("A command beside a trial.", Command, Within);

    private static readonly ListType<HookEntry> List = new(new HookType(), "list of commands", allowSingle: true);

    public static readonly Key<IReadOnlyList<Placed<HookEntry>>> BeforeTrial = new(
        "before_trial",
        List,
        "Commands before each trial, one after the other, when everything is ready and quiet, such as [[psql, -p, \"{db.port}\", -c, VACUUM]]. They run in the folder of this file; {trial} is the "
        + "name of the trial's folder, which gets their output (hooks.log). One that fails keeps the trial from beginning.");

    public static readonly Key<IReadOnlyList<Placed<HookEntry>>> AfterTrial = new(
        "after_trial", List, "Commands after the load of each trial, also of one that failed; one that fails itself is told and changes nothing.");

    /// <summary>The commands of a key.</summary>
    public static IReadOnlyList<HookCommand> Read(BoundTable root, Key<IReadOnlyList<Placed<HookEntry>>> key) =>
        [.. (root.GetOrDefault(key) ?? []).Where(hook => hook.Value.Words.Count > 0).Select(hook => new HookCommand(hook.Value.Words, hook.Value.Within))];

    /// <summary>A command, or a mapping with one and its limit.</summary>
    private sealed class HookType : KeyType<HookEntry>
    {
        public override string Label => "command or mapping";

        public override IEnumerable<(string Suffix, KeyTable Table)> Tables => [("", Table)];

        public override JsonObject Schema() => SchemaParts.AnyOf(Command.Type.Schema(), Table.Schema());

        public override bool TryRead(Node node, string path, DiagnosticBag bag, out HookEntry value)
        {
            if (node is MapNode map)
            {
                var table = Table.Bind(map, path, bag);
                value = new HookEntry(table.GetOrDefault(Command) ?? [], table.Get(Within), table.At(Command));
                return value.Words.Count > 0;
            }

            if (node is ScalarNode { IsNull: false, Text: ['-', ..] } option)
            {
                bag.Add(node, $"{path}: '{option.Text}' is an option, not a command", "Each command is a list of its own: [[psql, -c, VACUUM]].");
                value = default!;
                return false;
            }

            var read = KeyTypes.Command.TryRead(node, path, bag, out var words);
            value = new HookEntry(words, HookCommand.DefaultWithin, node);
            return read;
        }
    }
}

/// <summary>One command beside a trial, with the place of its words.</summary>
internal sealed record HookEntry(IReadOnlyList<string> Words, TimeSpan Within, Node Place);
