namespace Prony.Experiments.Files.Imports;

/// <summary>What becomes of a key of another program.</summary>
internal enum ImportFate
{
    /// <summary>Written into the stack.</summary>
    Mapped,

    /// <summary>Not needed: Prony does it in another way, which a note says.</summary>
    Told,

    /// <summary>An error with its line: leaving it out would change what runs.</summary>
    Refused,
}

/// <summary>A key of Circus or supervisord.</summary>
/// <param name="Name">As it is written there; one that ends with * stands for all that begin so.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Text">Mapped: the key of the stack. Told: what does it in Prony. Refused: why, and what to do.</param>
internal sealed record ImportKey(string Name, ImportFate Fate, string Text)
{
    /// <summary>Values, in lower case, that ask for nothing: a refused key with one of them is left out.</summary>
    public IReadOnlyList<string> Harmless { get; init; } = [];

    public bool Matches(string key) => Name.EndsWith('*') ? key.StartsWith(Name[..^1], StringComparison.Ordinal) : key == Name;
}

/// <summary>A kind of section of Circus or supervisord.</summary>
/// <param name="Name">"watcher:NAME".</param>
/// <param name="Fate">Mapped: its keys say. Told and refused: the whole section is.</param>
/// <param name="Text">What it becomes.</param>
/// <param name="Keys">Every key that the program knows in it.</param>
internal sealed record ImportSection(string Name, ImportFate Fate, string Text, IReadOnlyList<ImportKey> Keys)
{
    public string Kind => Name.Split(':')[0];
}

/// <summary>A program whose files can be read.</summary>
/// <param name="Name">Circus or supervisord.</param>
/// <param name="InlineComments">Characters that begin a comment inside a line, after white space.</param>
/// <param name="Sections">Every kind of section that it knows.</param>
internal sealed record ImportDialect(string Name, string InlineComments, IReadOnlyList<ImportSection> Sections)
{
    public static readonly IReadOnlyList<ImportDialect> All = [CircusKeys.Dialect, SupervisordKeys.Dialect];

    public ImportSection? Find(string kind) => Sections.FirstOrDefault(section => section.Kind == kind);
}
