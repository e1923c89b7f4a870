using System.Text.Json.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>Pieces of JSON Schema that several types share.</summary>
internal static class SchemaParts
{
    public static JsonObject Text(string? pattern = null)
    {
        var text = new JsonObject { ["type"] = "string" };
        if (pattern is not null)
        {
            text["pattern"] = pattern;
        }

        return text;
    }

    /// <summary>What YAML readers take for a number or a truth value is a text to us.</summary>
    public static JsonObject AnyScalar() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    /// <summary>A value that comes from the environment.</summary>
    public static JsonObject FromEnvironment() => Text(@"\$\{[A-Za-z0-9_]+\}");

    public static JsonObject Number(string type, decimal least, decimal most) =>
        AnyOf(new JsonObject { ["type"] = type, ["minimum"] = least, ["maximum"] = most }, FromEnvironment());

    public static JsonObject Enumeration(IEnumerable<string> words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };

    public static JsonObject AnyOf(params JsonObject[] alternatives)
    {
        // anyOf inside anyOf says no more than one flat list does.
        var flat = alternatives.SelectMany(a => a.Count == 1 && a["anyOf"] is JsonArray inner ? inner.Select(i => i!.DeepClone()) : [a]);
        return new JsonObject { ["anyOf"] = new JsonArray([.. flat]) };
    }
}
