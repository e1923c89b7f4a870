using System.Diagnostics.CodeAnalysis;

namespace Prony.Experiments.Files;

/// <summary>What was read, or everything that is wrong with it.</summary>
/// <param name="Value">Null when there are diagnostics.</param>
/// <param name="Diagnostics">By file and position; empty when all is well.</param>
public sealed record ReadResult<T>(T? Value, IReadOnlyList<Diagnostic> Diagnostics)
    where T : class
{
    /// <summary>Whether <see cref="Value"/> can be used.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Succeeded => Value is not null && Diagnostics.Count == 0;
}
