using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>The keys of one mapping.</summary>
/// <param name="summary">What the mapping describes, for the reference.</param>
/// <param name="keys">Its keys, in the order of the reference.</param>
internal sealed class KeyTable(string summary, params IReadOnlyList<Key> keys)
{
    public string Summary { get; } = summary;

    public IReadOnlyList<Key> Keys { get; } = keys;

    /// <summary>Keys of which exactly one must be there; empty when there is no such choice.</summary>
    public IReadOnlyList<string> ExactlyOneOf { get; init; } = [];

    /// <summary>Keys of which at most one may be there.</summary>
    public IReadOnlyList<string> AtMostOneOf { get; init; } = [];

    /// <summary>Keys that are planned and not built.</summary>
    public IReadOnlyList<PlannedKey> Planned { get; init; } = [];

    /// <summary>Reads a mapping: every key that is right is in the result, everything that is wrong in the bag.</summary>
    /// <param name="map">What to read.</param>
    /// <param name="path">Its keys from the root, joined by dots; empty at the root.</param>
    /// <param name="bag">Collects the errors.</param>
    public BoundTable Bind(MapNode map, string path, DiagnosticBag bag)
    {
        var values = new Dictionary<string, (object Value, Node Node)>();
        foreach (var entry in map.Entries)
        {
            if (Keys.FirstOrDefault(key => key.Name == entry.Name) is { } key)
            {
                if (key.Type.TryReadObject(entry.Value, Join(path, key.Name), bag, out var value))
                {
                    values[key.Name] = (value!, entry.Value);
                }
            }
            else
            {
                ReportUnknown(entry, path, bag);
            }
        }

        ReportMissing(map, path, bag);
        ReportChoices(map, path, bag);
        return new BoundTable(map, values);
    }

    /// <summary>JSON Schema (2020-12) of the mapping.</summary>
    public JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in Keys)
        {
            var property = key.Type.Schema();
            property["description"] = key.Meaning;
            if (key.Default is not null)
            {
                property["default"] = key.Default;
            }

            properties[key.Name] = property;
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["description"] = Summary,
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        AddRules(schema);
        return schema;
    }

    private void AddRules(JsonObject schema)
    {
        var required = Keys.Where(key => key.Required).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        AddDependencies(schema);

        if (ExactlyOneOf.Count > 0)
        {
            schema["oneOf"] = new JsonArray([.. ExactlyOneOf.Select(Required)]);
        }

        if (AtMostOneOf.Count > 1)
        {
            var pairs = AtMostOneOf.SelectMany((first, index) => AtMostOneOf.Skip(index + 1).Select(second => new JsonObject { ["required"] = new JsonArray(first, second) })).ToList();
            schema["not"] = pairs.Count == 1 ? pairs[0] : new JsonObject { ["anyOf"] = new JsonArray([.. pairs]) };
        }
    }

    private void AddDependencies(JsonObject schema)
    {
        var onOne = Keys.Where(key => key.OnlyWith.Count == 1).ToList();
        if (onOne.Count > 0)
        {
            schema["dependentRequired"] = new JsonObject(onOne.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)new JsonArray(key.OnlyWith[0]))));
        }

        var onOneOf = Keys.Where(key => key.OnlyWith.Count > 1).ToList();
        if (onOneOf.Count > 0)
        {
            schema["dependentSchemas"] = new JsonObject(onOneOf.Select(key =>
                KeyValuePair.Create(key.Name, (JsonNode?)new JsonObject { ["anyOf"] = new JsonArray([.. key.OnlyWith.Select(Required)]) })));
        }
    }

    private static JsonNode Required(string name) => new JsonObject { ["required"] = new JsonArray(name) };

    private void ReportUnknown(MapEntry entry, string path, DiagnosticBag bag)
    {
        var where = path.Length == 0 ? "at the top level" : "in " + path;
        if (Planned.FirstOrDefault(p => p.Name == entry.Name) is { } planned)
        {
            // An empty value asks for nothing, so nothing is refused.
            if (entry.Value is not ScalarNode { IsNull: true } and not MapNode { Entries.Count: 0 } and not ListNode { Items.Count: 0 })
            {
                bag.Add(entry.Key, $"'{entry.Name}' {where} is not supported by this version of prony", planned.Instead);
            }

            return;
        }

        var names = Keys.Select(key => key.Name).ToList();
        var hint = NearestName.Hint(entry.Name, names) ?? Elsewhere(entry.Name) ?? $"The keys here are {string.Join(", ", names)}.";
        bag.Add(entry.Key, $"unknown key '{entry.Name}' {where}", hint);
    }

    /// <summary>A key that belongs one level further down.</summary>
    private string? Elsewhere(string name) =>
        OwnerOf(name) is { } owner ? $"It belongs into '{owner.Name}': {owner.Name}: {{{name}: …}}." : null;

    private Key? OwnerOf(string name) =>
        Keys.FirstOrDefault(key => key.Type.Tables.Any(t => t.Suffix.Length == 0 && t.Table.Keys.Any(k => k.Name == name)));

    private void ReportMissing(MapNode map, string path, DiagnosticBag bag)
    {
        var where = path.Length == 0 ? "at the top level" : "in " + path;
        foreach (var key in Keys.Where(key => key.Required && !Has(map, key.Name) && !IsMisspelt(map, key.Name)))
        {
            bag.Add(map, $"'{key.Name}' is missing {where}", key.Meaning);
        }

        foreach (var entry in map.Entries)
        {
            if (Keys.FirstOrDefault(key => key.Name == entry.Name)?.OnlyWith is { Count: > 0 } others && !others.Any(other => Has(map, other)))
            {
                bag.Add(entry.Key, $"'{entry.Name}' {where} needs {string.Join(" or ", others.Select(other => $"'{other}'"))} beside it");
            }
        }
    }

    private void ReportChoices(MapNode map, string path, DiagnosticBag bag)
    {
        foreach (var group in new[] { ExactlyOneOf, AtMostOneOf })
        {
            var given = map.Entries.Where(entry => group.Contains(entry.Name)).ToList();
            foreach (var entry in given.Skip(1))
            {
                bag.Add(entry.Key, $"'{entry.Name}' cannot stand beside '{given[0].Name}' in {path}", "Remove one of the two.");
            }
        }

        if (ExactlyOneOf.Count > 0 && !map.Entries.Any(entry => ExactlyOneOf.Contains(entry.Name)) && !ExactlyOneOf.Any(name => IsMisspelt(map, name)))
        {
            bag.Add(map, $"{path} needs one of {string.Join(", ", ExactlyOneOf)}");
        }
    }

    /// <summary>An unknown key was reported as probably this one, or as belonging into it: once is enough.</summary>
    private bool IsMisspelt(MapNode map, string name)
    {
        var names = Keys.Select(key => key.Name).ToList();
        return map.Entries
            .Where(entry => !names.Contains(entry.Name))
            .Any(entry => (NearestName.Find(entry.Name, names) ?? OwnerOf(entry.Name)?.Name) == name);
    }

    private static bool Has(MapNode map, string name) => map.Entries.Any(entry => entry.Name == name);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
