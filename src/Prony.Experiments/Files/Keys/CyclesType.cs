using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>A list that may also be written as Funkload writes its cycles: "50:100:150" for [50, 100, 150].</summary>
/// <param name="list">The list.</param>
internal sealed partial class CyclesType(KeyType<IReadOnlyList<Placed<int>>> list) : KeyType<IReadOnlyList<Placed<int>>>
{
    public override string Label => list.Label;

    public override string? Range => list.Range;

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => list.Tables;

    public override JsonObject Schema() => SchemaParts.AnyOf(list.Schema(), SchemaParts.Text("^[0-9]+(:[0-9]+)+$"));

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out IReadOnlyList<Placed<int>> value) => list.TryRead(
        node is ScalarNode scalar && Cycles().IsMatch(scalar.Text)
            ? new ListNode(node.File, node.Line, node.Column, [.. scalar.Text.Split(':').Select(users => new ScalarNode(node.File, node.Line, node.Column, users, isPlain: true))])
            : node,
        path,
        bag,
        out value);

    [GeneratedRegex("^[0-9]+(:[0-9]+)+$")]
    private static partial Regex Cycles();
}
