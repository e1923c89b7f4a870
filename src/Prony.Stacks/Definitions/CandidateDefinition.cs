using Prony.Stacks.Supervision;

namespace Prony.Stacks.Definitions;

/// <summary>A stack with all its parameters given: what the supervisor starts.</summary>
/// <param name="Name">Name of the candidate.</param>
/// <param name="Stack">The stack.</param>
/// <param name="With">Value of every parameter of the stack; placeholders in them are resolved by the supervisor's expansion.</param>
public sealed record CandidateDefinition(string Name, StackDefinition Stack, IReadOnlyDictionary<string, string> With)
{
    /// <summary>What the stack says of itself, with the values of the parameters.</summary>
    /// <exception cref="PlaceholderException">A placeholder cannot be resolved.</exception>
    public IReadOnlyDictionary<string, string> ResolveDeclares() => StackValues.Declared(this);
}
