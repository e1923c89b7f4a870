namespace Prony.Cli.Personalities;

/// <summary>Where the block of truth goes: to standard error, after a blank line, so that standard output holds what the original would have printed and nothing else.</summary>
internal static class TruthOutput
{
    /// <summary>Writes it; nothing when there is nothing to say.</summary>
    public static void Write(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        Console.Out.Flush();
        Console.Error.WriteLine();
        foreach (var line in lines)
        {
            Console.Error.WriteLine(line);
        }
    }
}
