using System.Globalization;
using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Tests.Schemas;

/// <summary>A YAML text as an editor with a JSON Schema sees it (core schema: plain words may be numbers, truth values or nothing).</summary>
internal static class YamlAsJson
{
    public static JsonNode? Read(string text)
    {
        var bag = new DiagnosticBag();
        return Convert(YamlReader.Read(new SourceFile("x", "/x", text), new Dictionary<string, string>(), bag)!);
    }

    private static JsonNode? Convert(Node node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Name, Convert(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Convert)]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { IsPlain: true, Text: "true" or "false" } truth => JsonValue.Create(truth.Text == "true"),
        ScalarNode { IsPlain: true } plain when decimal.TryParse(plain.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        _ => throw new NotSupportedException(node.Kind),
    };
}
