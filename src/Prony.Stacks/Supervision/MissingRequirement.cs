using Prony.Stacks.Definitions;

namespace Prony.Stacks.Supervision;

/// <summary>Something that a stack needs and that is not there.</summary>
/// <param name="Name">What is missing, as people name it: "gunicorn", "Python module asyncpg".</param>
/// <param name="Debian">Debian packages that bring it; empty when unknown.</param>
/// <param name="Advice">A sentence or two that say what is missing and how to get it.</param>
public sealed record MissingRequirement(string Name, IReadOnlyList<string> Debian, string Advice)
{
    /// <summary>What it is. Default: a program.</summary>
    public RequirementKind Kind { get; init; }

    /// <summary>Packages of npm that bring it. Default: none.</summary>
    public IReadOnlyList<string> Npm { get; init; } = [];

    /// <summary>How to get it where no package brings it; null: nothing is said.</summary>
    public string? Get { get; init; }
}
