namespace Prony.Cli.Personalities;

/// <summary>One flag of another tool, as its own help has it.</summary>
/// <param name="Names">Spellings, the short one first: ["-n"] or ["-c", "--connections"].</param>
/// <param name="Value">What the help calls its value; empty for a switch.</param>
/// <param name="Meaning">What it does there, in our words.</param>
/// <param name="Default">The original's default; empty where it has none.</param>
/// <param name="State">Whether Prony does it.</param>
/// <param name="Instead">For a refused flag: the nearest way to get it; empty for a supported one.</param>
internal sealed record ToolFlag(IReadOnlyList<string> Names, string Value, string Meaning, string Default, FlagState State, string Instead)
{
    /// <summary>Which versions of the original have it, where the one that is imitated does not: "hey after 0.1.4". Default: empty.</summary>
    public string Version { get; init; } = "";
}
