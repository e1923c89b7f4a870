using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;
using Prony.Load.Plans;

namespace Prony.Experiments.Files.Keys;

/// <summary>Status codes: 200, "200,3xx" or a list of them.</summary>
internal sealed class StatusType : KeyType<StatusSet>
{
    public override string Label => "status codes";

    public override JsonObject Schema()
    {
        const string pattern = @"^([1-5][0-9][0-9]|[1-5][xX][xX])(\s*,\s*([1-5][0-9][0-9]|[1-5][xX][xX]))*$|\$\{";
        JsonObject Code() => new() { ["type"] = "integer", ["minimum"] = 100, ["maximum"] = 599 };
        var list = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = SchemaParts.AnyOf(Code(), SchemaParts.Text(pattern)) };
        return SchemaParts.AnyOf(Code(), SchemaParts.Text(pattern), list);
    }

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out StatusSet value)
    {
        var text = node switch
        {
            ScalarNode { IsNull: false } scalar => scalar.Text,
            ListNode { Items.Count: > 0 } list when list.Items.All(item => item is ScalarNode { IsNull: false }) =>
                string.Join(",", list.Items.Cast<ScalarNode>().Select(item => item.Text)),
            _ => null,
        };
        if (text is null)
        {
            return Wrong(node, path, bag, out value);
        }

        if (StatusSet.TryParse(text, out var set, out var error))
        {
            value = set;
            return true;
        }

        value = StatusSet.Default;
        bag.Add(node, $"{path}: {error} Expected codes and classes, such as 200 or 200,3xx");
        return false;
    }
}
