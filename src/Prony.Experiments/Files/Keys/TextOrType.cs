using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>A text, or a mapping that says more; which of its keys a text stands for is its reader's business.</summary>
internal sealed class TextOrType(KeyTable table) : KeyType<TextOr>
{
    public override string Label => "text or mapping";

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => [("", table)];

    public override JsonObject Schema() => SchemaParts.AnyOf(SchemaParts.AnyScalar(), table.Schema());

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out TextOr value)
    {
        switch (node)
        {
            case MapNode map:
                value = new TextOr(null, table.Bind(map, path, bag));
                return true;
            case ScalarNode { IsNull: false } text:
                value = new TextOr(text.Text, null);
                return true;
            default:
                return Wrong(node, path, bag, out value);
        }
    }
}

/// <summary>Exactly one of both.</summary>
internal readonly record struct TextOr(string? Text, BoundTable? Table);
