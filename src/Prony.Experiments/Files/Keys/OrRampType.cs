using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>A value, or a mapping that describes how it goes from one value to another.</summary>
/// <param name="value">The value itself.</param>
/// <param name="ramp">Keys of the mapping.</param>
/// <param name="label">For the reference: "rate or mapping".</param>
internal sealed class OrRampType<T>(KeyType<T> value, KeyTable ramp, string label) : KeyType<OrRamp<T>>
    where T : notnull
{
    public override string Label => label;

    public override string? Range => value.Range;

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => [("", ramp)];

    public override JsonObject Schema() => SchemaParts.AnyOf(value.Schema(), ramp.Schema());

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out OrRamp<T> read)
    {
        if (node is MapNode map)
        {
            read = new OrRamp<T>(default, ramp.Bind(map, path, bag));
            return true;
        }

        var right = value.TryRead(node, path, bag, out var single);
        read = new OrRamp<T>(single, null);
        return right;
    }
}

/// <summary>A value, or the ramp that stands in its place.</summary>
internal readonly record struct OrRamp<T>(T? Value, BoundTable? Ramp);
