namespace Prony.Cli.Personalities;

/// <summary>Says no to a flag that Prony cannot honour: by its name, with the nearest way.</summary>
internal static class ToolRefusal
{
    /// <summary>The refusal of a flag of the table.</summary>
    /// <param name="tool">Whose flag.</param>
    /// <param name="flags">Its table.</param>
    /// <param name="name">One of the flag's names.</param>
    public static UsageException Of(string tool, IReadOnlyList<ToolFlag> flags, string name)
    {
        var flag = flags.First(f => f.Names.Contains(name));
        return new UsageException($"{tool} {name}: Prony does not do this ({flag.Meaning}). {flag.Instead}");
    }

    /// <summary>The refusal of a value.</summary>
    public static UsageException OfValue(string tool, string name, string value, string why) => new($"{tool} {name} {value}: {why}");
}
