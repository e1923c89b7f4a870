using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>A program and its arguments: a list of words, or one text that is split like a shell would, without a shell.</summary>
internal sealed class CommandType : KeyType<IReadOnlyList<string>>
{
    public override string Label => "command";

    public override JsonObject Schema() => SchemaParts.AnyOf(
        SchemaParts.Text(@"\S"),
        new JsonObject { ["type"] = "array", ["items"] = SchemaParts.AnyScalar(), ["minItems"] = 1 });

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out IReadOnlyList<string> value)
    {
        value = [];
        switch (node)
        {
            case ScalarNode { IsNull: false } scalar:
                if (CommandWords.TrySplit(scalar.Text, out value, out var error))
                {
                    return true;
                }

                bag.Add(node, $"{path}: {error}");
                return false;
            case ListNode { Items.Count: > 0 } list:
                var words = list.Items.OfType<ScalarNode>().Where(word => !word.IsNull).Select(word => word.Text).ToList();
                foreach (var odd in list.Items.Where(item => item is not ScalarNode { IsNull: false }))
                {
                    bag.Add(odd, $"{path} must be a list of words, but this is {odd.Kind}", "Put a word that holds braces into quotes: \"{port}\".");
                }

                value = words;
                return words.Count == list.Items.Count;
            case ListNode:
                bag.Add(node, $"{path} is empty");
                return false;
            default:
                return Wrong(node, path, bag, out value);
        }
    }
}
