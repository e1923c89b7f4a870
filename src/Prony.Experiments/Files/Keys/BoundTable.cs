using System.Diagnostics.CodeAnalysis;
using Prony.Experiments.Files.Nodes;

namespace Prony.Experiments.Files.Keys;

/// <summary>What a mapping said, by key: only what was right.</summary>
internal sealed class BoundTable(MapNode node, IReadOnlyDictionary<string, (object Value, Node Node)> values)
{
    public MapNode Node { get; } = node;

    /// <summary>The value that was given, or the key's default.</summary>
    /// <exception cref="InvalidOperationException">Neither was given.</exception>
    public T Get<T>(Key<T> key)
        where T : notnull =>
        values.TryGetValue(key.Name, out var value) ? (T)value.Value
        : key.Default is { } text ? (T)key.Type.ReadDefault(text)
        : throw new InvalidOperationException($"'{key.Name}' has neither a value nor a default.");

    /// <summary>The value, when it was given and right.</summary>
    public bool TryGet<T>(Key<T> key, [MaybeNullWhen(false)] out T value)
        where T : notnull
    {
        var given = values.TryGetValue(key.Name, out var found);
        value = given ? (T)found.Value : default;
        return given;
    }

    /// <summary>The value, or the type's own default (null for a class).</summary>
    public T? GetOrDefault<T>(Key<T> key)
        where T : notnull =>
        TryGet(key, out var value) ? value : default;

    /// <summary>Where a value stands; the mapping itself when it is not there.</summary>
    public Node At(Key key) => values.TryGetValue(key.Name, out var value) ? value.Node : Node;

    /// <summary>Whether the key stands in the file, right or wrong.</summary>
    public bool IsWritten(Key key) => Node.Entries.Any(entry => entry.Name == key.Name);
}
