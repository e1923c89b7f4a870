namespace Prony.Stacks.Definitions;

/// <summary>Something that must be there before a stack can start, and how to get it.</summary>
/// <param name="Name">What is needed: a program (name on PATH, or path), a module, or a file, as <paramref name="Kind"/> says.</param>
/// <param name="Debian">Debian packages that bring it.</param>
/// <param name="Kind">What it is. Default: a program.</param>
public sealed record Requirement(string Name, IReadOnlyList<string> Debian, RequirementKind Kind = RequirementKind.Command)
{
    /// <summary>Packages of npm that bring it. Default: none.</summary>
    public IReadOnlyList<string> Npm { get; init; } = [];

    /// <summary>How to get it where no package brings it, or why it cannot be had; null: nothing is said.</summary>
    public string? Get { get; init; }
}

/// <summary>What a requirement is, and so where it is looked for.</summary>
public enum RequirementKind
{
    /// <summary>A program: on the clean PATH, then on Prony's own.</summary>
    Command,

    /// <summary>A module that the system's Python can import.</summary>
    Python,

    /// <summary>A package that node finds from the stack's folder.</summary>
    NodeModule,

    /// <summary>A file or folder; its path may hold * for parts of names.</summary>
    File,
}
