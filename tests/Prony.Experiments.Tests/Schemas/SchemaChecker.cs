using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prony.Experiments.Tests.Schemas;

/// <summary>Checks JSON against a JSON Schema (2020-12), for the keywords that Prony's schemas use; any other keyword is an error of the checker.</summary>
internal sealed class SchemaChecker(JsonObject root)
{
    private static readonly HashSet<string> Annotations = ["$schema", "title", "description", "default"];

    /// <summary>"path: what is wrong" of every violation.</summary>
    public IReadOnlyList<string> Check(JsonNode? value) => Check(root, value, "$");

    private List<string> Check(JsonNode schema, JsonNode? value, string path)
    {
        if (schema is JsonValue always)
        {
            return always.GetValue<bool>() ? [] : [$"{path}: nothing is allowed here"];
        }

        return schema.AsObject()
            .Where(keyword => !Annotations.Contains(keyword.Key))
            .SelectMany(keyword => CheckKeyword(schema.AsObject(), keyword.Key, keyword.Value!, value, path))
            .ToList();
    }

    private IEnumerable<string> CheckKeyword(JsonObject schema, string keyword, JsonNode expected, JsonNode? value, string path)
    {
        switch (keyword)
        {
            case "$ref":
                return Check(Resolve(expected.GetValue<string>()), value, path);
            case "type":
                var names = expected is JsonArray list ? list.Select(n => n!.GetValue<string>()).ToList() : [expected.GetValue<string>()];
                return Fail(names.Any(name => IsOfType(name, value)), path, $"expected {string.Join(" or ", names)}");
            case "const":
                return Fail(JsonNode.DeepEquals(expected, value), path, $"expected {expected.ToJsonString()}");
            case "enum":
                return Fail(expected.AsArray().Any(e => JsonNode.DeepEquals(e, value)), path, $"expected one of {expected.ToJsonString()}");
            case "anyOf":
                return Fail(expected.AsArray().Any(e => Check(e!, value, path).Count == 0), path, "fits none of anyOf");
            case "oneOf":
                return Fail(expected.AsArray().Count(e => Check(e!, value, path).Count == 0) == 1, path, "fits not exactly one of oneOf");
            case "not":
                return Fail(Check(expected, value, path).Count > 0, path, "fits what is forbidden");
            case "pattern":
                return Fail(!IsOfType("string", value) || Regex.IsMatch(value!.GetValue<string>(), expected.GetValue<string>()), path, $"does not match {expected}");
            case "minimum":
                return Fail(Number(value) is not { } atLeast || atLeast >= Number(expected), path, $"below {expected}");
            case "maximum":
                return Fail(Number(value) is not { } atMost || atMost <= Number(expected), path, $"above {expected}");
            case "exclusiveMinimum":
                return Fail(Number(value) is not { } above || above > Number(expected), path, $"not above {expected}");
            case "exclusiveMaximum":
                return Fail(Number(value) is not { } below || below < Number(expected), path, $"not below {expected}");
            default:
                return value switch
                {
                    JsonObject map => CheckObject(schema, keyword, expected, map, path),
                    JsonArray array => CheckArray(keyword, expected, array, path),
                    _ => Known(keyword),
                };
        }
    }

    private IEnumerable<string> CheckObject(JsonObject schema, string keyword, JsonNode expected, JsonObject map, string path) => keyword switch
    {
        "properties" => expected.AsObject().Where(p => map.ContainsKey(p.Key)).SelectMany(p => Check(p.Value!, map[p.Key], $"{path}.{p.Key}")),
        "required" => expected.AsArray().Where(name => !map.ContainsKey(name!.GetValue<string>())).Select(name => $"{path}: {name} is missing"),
        "additionalProperties" => map
            .Where(p => schema["properties"] is not JsonObject properties || !properties.ContainsKey(p.Key))
            .SelectMany(p => Check(expected, p.Value, $"{path}.{p.Key}")),
        "propertyNames" => map.SelectMany(p => Check(expected, JsonValue.Create(p.Key), $"{path}.{p.Key}")),
        "minProperties" => Fail(map.Count >= expected.GetValue<int>(), path, "has too few entries"),
        "dependentRequired" => expected.AsObject()
            .Where(p => map.ContainsKey(p.Key))
            .SelectMany(p => p.Value!.AsArray().Where(n => !map.ContainsKey(n!.GetValue<string>())).Select(n => $"{path}: {p.Key} needs {n}")),
        "dependentSchemas" => expected.AsObject().Where(p => map.ContainsKey(p.Key)).SelectMany(p => Check(p.Value!, map, path)),
        _ => Known(keyword),
    };

    private IEnumerable<string> CheckArray(string keyword, JsonNode expected, JsonArray array, string path) => keyword switch
    {
        "items" => array.SelectMany((item, index) => Check(expected, item, $"{path}[{index}]")),
        "minItems" => Fail(array.Count >= expected.GetValue<int>(), path, "has too few items"),
        _ => Known(keyword),
    };

    private static string[] Known(string keyword) =>
        keyword is "properties" or "required" or "additionalProperties" or "propertyNames" or "minProperties" or "dependentRequired" or "dependentSchemas" or "items" or "minItems"
            ? []
            : throw new NotSupportedException($"The checker does not know '{keyword}'.");

    /// <summary>"#/properties/x/items": the exporter refers to types that it described before.</summary>
    private JsonNode Resolve(string reference) => reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate((JsonNode)root, (node, step) => node is JsonArray array ? array[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);

    private static string[] Fail(bool holds, string path, string message) => holds ? [] : [$"{path}: {message}"];

    private static decimal? Number(JsonNode? value) =>
        IsOfType("number", value) ? decimal.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static bool IsOfType(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("number", JsonValueKind.Number) or ("null", JsonValueKind.Null) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => decimal.TryParse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n == decimal.Truncate(n),
        _ => false,
    };
}
