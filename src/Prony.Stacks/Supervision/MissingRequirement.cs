namespace Prony.Stacks.Supervision;

/// <summary>A program that a stack needs and that is not there.</summary>
/// <param name="Command">Its name.</param>
/// <param name="Debian">Debian packages that bring it; empty when unknown.</param>
/// <param name="Advice">One sentence that says what is missing and how to get it.</param>
public sealed record MissingRequirement(string Command, IReadOnlyList<string> Debian, string Advice);
