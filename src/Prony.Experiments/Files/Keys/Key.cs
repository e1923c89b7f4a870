namespace Prony.Experiments.Files.Keys;

/// <summary>One key of a file: the single source of how it is read, of its JSON Schema and of its line in the reference.</summary>
internal abstract class Key(string name, KeyType type, string meaning)
{
    public string Name { get; } = name;

    public KeyType Type { get; } = type;

    /// <summary>One sentence or two, for people.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>As a file would say it; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>How a default that depends on other keys is described; null when <see cref="Default"/> says it.</summary>
    public string? DefaultNote { get; init; }

    public bool Required { get; init; }

    /// <summary>Other keys of the same table of which one must be there too; empty when it can stand alone.</summary>
    public IReadOnlyList<string> OnlyWith { get; init; } = [];
}

/// <summary>A <see cref="Key"/> whose values are of type <typeparamref name="T"/>.</summary>
internal sealed class Key<T>(string name, KeyType<T> type, string meaning) : Key(name, type, meaning)
    where T : notnull;

/// <summary>A key that is planned and not built.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Instead">What to do, as a sentence.</param>
internal sealed record PlannedKey(string Name, string Instead);
