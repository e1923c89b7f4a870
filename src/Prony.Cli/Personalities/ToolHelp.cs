namespace Prony.Cli.Personalities;

/// <summary>The original's help with a mark at every flag that Prony refuses, and Prony's own two words below.</summary>
internal static class ToolHelp
{
    /// <summary>Marks it.</summary>
    /// <param name="help">The help as the original prints it.</param>
    /// <param name="flags">The table.</param>
    public static string Mark(string help, IReadOnlyList<ToolFlag> flags)
    {
        var lines = help.TrimEnd('\n').Split('\n').ToList();
        foreach (var flag in flags.Where(f => f.State == FlagState.Refused))
        {
            var at = lines.FindIndex(line => Begins(line, flag.Names[0]));
            if (at < 0)
            {
                continue;   // hidden in the original's own help as well
            }

            var end = at + 1;
            while (end < lines.Count && lines[end].Length > 0 && !lines[end].TrimStart().StartsWith('-'))
            {
                end++;
            }

            lines.Insert(end, $"          [not in Prony: {flag.Instead}]");
        }

        // Flags of other versions stand in no line of this help.
        lines.AddRange(flags.Where(flag => flag.Version.Length > 0).Select(flag => $"  {string.Join(", ", flag.Names)}  {flag.Meaning} [only {flag.Version}, and Prony]"));
        return string.Join('\n', lines) + $"""


            Prony's own, anywhere on the line:
              {OwnFlags.NoTruthWord}  Do not say on standard error what the original would have got wrong.
              {OwnFlags.YesWord}       The address may be loaded although it is not on this machine or its network.

            """;
    }

    private static bool Begins(string line, string name)
    {
        var words = line.TrimStart();
        return words.StartsWith(name, StringComparison.Ordinal) && (words.Length == name.Length || words[name.Length] is ' ' or '\t' or ',');
    }
}
