using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>A mapping that is read later, merged into another one: here only that it is one is checked.</summary>
internal sealed class ChangesType : KeyType<MapNode>
{
    public override string Label => "mapping";

    public override JsonObject Schema() => new() { ["type"] = "object" };

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out MapNode value)
    {
        if (node is not MapNode map)
        {
            return Wrong(node, path, bag, out value);
        }

        value = map;
        return true;
    }
}
