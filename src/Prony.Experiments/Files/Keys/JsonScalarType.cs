using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Checks;

namespace Prony.Experiments.Files.Keys;

/// <summary>A JSON value that is neither object nor list. Without quotes, numbers, true, false and null are what JSON takes them for; all else is a text.</summary>
internal sealed class JsonScalarType : KeyType<JsonScalar>
{
    public override string Label => "text, number, true, false or null";

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("string", "number", "boolean", "null") };

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out JsonScalar value)
    {
        if (node is not ScalarNode scalar || (scalar.IsNull && scalar.Text.Length == 0))
        {
            return Wrong(node, path, bag, out value);
        }

        var literal = scalar.IsNull ? "null" : scalar.Text;
        value = scalar.IsPlain && !literal.StartsWith('"') && JsonScalar.TryRead(literal, out var read) ? read : JsonScalar.OfText(scalar.Text);
        return true;
    }
}
