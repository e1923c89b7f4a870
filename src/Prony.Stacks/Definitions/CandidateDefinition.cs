using Prony.Stacks.Supervision;

namespace Prony.Stacks.Definitions;

/// <summary>A stack with all its parameters given: what the supervisor starts.</summary>
/// <param name="Name">Name of the candidate.</param>
/// <param name="Stack">The stack.</param>
/// <param name="With">Value of every parameter of the stack; placeholders in them are resolved by the supervisor's expansion.</param>
public sealed record CandidateDefinition(string Name, StackDefinition Stack, IReadOnlyDictionary<string, string> With)
{
    /// <summary>Names from outside of the stack that <paramref name="With"/> may hold, such as "database.address" of a service that all candidates share. Default: none.</summary>
    public IReadOnlyList<string> OuterNames { get; init; } = [];

    /// <summary>Values of <see cref="OuterNames"/>, known once what they name runs. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Outer { get; init; } = new Dictionary<string, string>();

    /// <summary>What the stack says of itself, with the values of the parameters.</summary>
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved.</exception>
    public IReadOnlyDictionary<string, string> ResolveDeclares() => StackValues.Declared(this);
}
