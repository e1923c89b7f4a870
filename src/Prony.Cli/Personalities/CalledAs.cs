namespace Prony.Cli.Personalities;

/// <summary>Which personality a command line asks for: by its verb, or by the name under which the program was started.</summary>
internal static class CalledAs
{
    /// <summary>Finds it.</summary>
    /// <param name="startedAs">Name or path that the program was started with.</param>
    /// <param name="arguments">The words after it.</param>
    /// <returns>The personality and its own words; null: the command line is Prony's.</returns>
    public static (IPersonality Tool, IReadOnlyList<string> Words)? Find(string startedAs, IReadOnlyList<string> arguments)
    {
        if (PersonalityTable.Find(Path.GetFileName(startedAs)) is { } linked)
        {
            return (linked, arguments);
        }

        return arguments is [var verb, ..] && PersonalityTable.Find(verb) is { } named ? (named, [.. arguments.Skip(1)]) : null;
    }

    /// <summary>What this process was started with.</summary>
    /// <remarks>The runtime resolves links before the program sees its own name; the kernel keeps the word itself.</remarks>
    public static string StartedAs()
    {
        const string WordsOfProcess = "/proc/self/cmdline";
        if (!File.Exists(WordsOfProcess))
        {
            return Environment.ProcessPath ?? "";
        }

        var words = File.ReadAllText(WordsOfProcess);
        var end = words.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? words : words[..end];
    }
}
