using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>A mapping, or a single text that stands for one of its keys alone.</summary>
internal sealed class ShorthandType(KeyTable table, Key key) : KeyType<BoundTable>
{
    public override string Label => "text or mapping";

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => [("", table)];

    public override JsonObject Schema()
    {
        var map = table.Schema();
        map["minProperties"] = 1;
        return SchemaParts.AnyOf(SchemaParts.AnyScalar(), map);
    }

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out BoundTable value)
    {
        var map = node switch
        {
            MapNode { Entries.Count: > 0 } given => given,
            ScalarNode { IsNull: false } text => new MapNode(
                text.File, text.Line, text.Column, [new MapEntry(new ScalarNode(text.File, text.Line, text.Column, key.Name, isPlain: true), text)]),
            _ => null,
        };
        if (map is null)
        {
            value = default!;
            return node is MapNode ? Empty(node, path, bag) : Wrong(node, path, bag, out value);
        }

        value = table.Bind(map, path, bag);
        return true;
    }

    private bool Empty(Node node, string path, DiagnosticBag bag)
    {
        bag.Add(node, $"{path} is empty", $"The keys here are {string.Join(", ", table.Keys.Select(k => k.Name))}.");
        return false;
    }
}
