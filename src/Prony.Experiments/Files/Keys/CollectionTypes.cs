using System.Globalization;
using System.Text.Json.Nodes;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>A value with the place it came from.</summary>
internal readonly record struct Placed<T>(T Value, Node Node);

/// <summary>One entry of a mapping whose keys the user chooses.</summary>
internal sealed record NamedEntry<T>(ScalarNode Key, T Value, Node Node)
{
    public string Name => Key.Text;
}

/// <summary>A list; a single value stands for a list of one where <paramref name="allowSingle"/> says so.</summary>
internal sealed class ListType<T>(KeyType<T> item, string label, bool allowSingle, bool allowEmpty = true) : KeyType<IReadOnlyList<Placed<T>>>
    where T : notnull
{
    public override string Label => label;

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => item.Tables.Select(t => ("[]" + t.Suffix, t.Table));

    public override JsonObject Schema()
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.Schema() };
        if (!allowEmpty)
        {
            list["minItems"] = 1;
        }

        return allowSingle ? SchemaParts.AnyOf(list, item.Schema()) : list;
    }

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out IReadOnlyList<Placed<T>> value)
    {
        if (node is not ListNode list)
        {
            if (!allowSingle || node is not ScalarNode { IsNull: false })
            {
                return Wrong(node, path, bag, out value);
            }

            value = item.TryRead(node, path, bag, out var single) ? [new Placed<T>(single, node)] : [];
            return value.Count > 0;
        }

        var all = new List<Placed<T>>();
        foreach (var (entry, index) in list.Items.Select((entry, index) => (entry, index)))
        {
            if (item.TryRead(entry, $"{path}[{index}]", bag, out var read))
            {
                all.Add(new Placed<T>(read, entry));
            }
        }

        value = all;
        if (!allowEmpty && list.Items.Count == 0)
        {
            bag.Add(node, $"{path} is empty");
        }

        return all.Count == list.Items.Count && (allowEmpty || all.Count > 0);
    }
}

/// <summary>A mapping whose keys the user chooses.</summary>
/// <param name="keyLabel">What stands for a key in the reference: "NAME".</param>
/// <param name="keyType">What a key must be.</param>
/// <param name="item">What a value must be.</param>
/// <param name="label">For the reference.</param>
/// <param name="fewest">Entries that must be there.</param>
/// <param name="fewestWritten">Entries that must stand in the file, where one may come to stand for several before it is read. Default: as many.</param>
internal sealed class MapType<T>(string keyLabel, KeyType<string> keyType, KeyType<T> item, string label, int fewest = 0, int? fewestWritten = null)
    : KeyType<IReadOnlyList<NamedEntry<T>>>
    where T : notnull
{
    public override string Label => label;

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => item.Tables.Select(t => ($".{keyLabel}{t.Suffix}", t.Table));

    public override JsonObject Schema()
    {
        var map = new JsonObject
        {
            ["type"] = "object",
            ["propertyNames"] = keyType.Schema(),
            ["additionalProperties"] = item.Schema(),
        };
        if (fewest > 0)
        {
            map["minProperties"] = fewestWritten ?? fewest;
        }

        return map;
    }

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out IReadOnlyList<NamedEntry<T>> value)
    {
        if (node is not MapNode map)
        {
            return Wrong(node, path, bag, out value);
        }

        var all = new List<NamedEntry<T>>();
        foreach (var entry in map.Entries)
        {
            // Both sides are looked at, so that both are reported.
            var named = keyType.TryRead(entry.Key, $"the name in {path}", bag, out _);
            if (item.TryRead(entry.Value, $"{path}.{entry.Name}", bag, out var read) && named)
            {
                all.Add(new NamedEntry<T>(entry.Key, read, entry.Value));
            }
        }

        value = all;
        if (map.Entries.Count < fewest)
        {
            bag.Add(node, string.Create(CultureInfo.InvariantCulture, $"{path} needs at least {fewest}, but has {map.Entries.Count}"));
        }

        return true;
    }
}

/// <summary>A mapping whose keys a table names.</summary>
internal sealed class TableType(KeyTable table) : KeyType<BoundTable>
{
    public override string Label => "mapping";

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => [("", table)];

    public override JsonObject Schema() => table.Schema();

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out BoundTable value)
    {
        if (node is not MapNode map)
        {
            return Wrong(node, path, bag, out value);
        }

        value = table.Bind(map, path, bag);
        return true;
    }
}

/// <summary>Either true or false, or a mapping that means true with settings.</summary>
internal sealed class SwitchType(KeyTable table, KeyType<bool> boolean) : KeyType<Switch>
{
    public override string Label => "true, false or mapping";

    public override IEnumerable<(string Suffix, KeyTable Table)> Tables => [("", table)];

    public override JsonObject Schema() => SchemaParts.AnyOf(boolean.Schema(), table.Schema());

    public override bool TryRead(Node node, string path, DiagnosticBag bag, out Switch value)
    {
        if (node is MapNode map)
        {
            value = new Switch(true, table.Bind(map, path, bag));
            return true;
        }

        if (node is not ScalarNode { IsNull: false })
        {
            return Wrong(node, path, bag, out value);
        }

        var read = boolean.TryRead(node, path, bag, out var on);
        value = new Switch(on, null);
        return read;
    }
}

/// <summary>On or off, with settings when it was a mapping.</summary>
internal readonly record struct Switch(bool On, BoundTable? Settings);
