using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>A mapping, or a text that stands for a mapping with that one key.</summary>
/// <param name="key">The key that a text alone stands for.</param>
/// <param name="table">The mapping.</param>
internal sealed class TextOrTableType(Key<string> key, KeyTable table) : KeyType<BoundTable>
{
    public override string Label => "text or mapping";

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => [("", table)];

    public override JsonObject Schema() => SchemaParts.AnyOf(key.Type.Schema(), table.Schema());

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out BoundTable value)
    {
        if (node is MapNode map)
        {
            value = table.Bind(map, path, bag);
            return true;
        }

        if (node is not ScalarNode { IsNull: false })
        {
            return Wrong(node, path, bag, out value);
        }

        var only = new ScalarNode(node.File, node.Line, node.Column, key.Name, isPlain: true);
        value = table.Bind(new MapNode(node.File, node.Line, node.Column, [new MapEntry(only, node)]), path, bag);
        return true;
    }
}
