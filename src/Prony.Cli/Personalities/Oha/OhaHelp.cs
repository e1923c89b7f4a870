using System.Text;

namespace Prony.Cli.Personalities.Oha;

/// <summary>oha's help, made of the table of its flags, with what is not done here.</summary>
internal static class OhaHelp
{
    private const int Column = 42;

    /// <summary>The text.</summary>
    public static string Text(IReadOnlyList<ToolFlag> flags)
    {
        var text = new StringBuilder("Ohayou(おはよう), HTTP load generator, inspired by rakyll/hey, as read by prony.\n\nUsage: oha [OPTIONS] <URL>\n\nArguments:\n  <URL>  Target URL or file with multiple URLs.\n\nOptions:\n");
        foreach (var flag in flags)
        {
            var names = (flag.Names[0].StartsWith("--", StringComparison.Ordinal) ? "    " : "") + string.Join(", ", flag.Names) + (flag.Value.Length == 0 ? "" : $" <{flag.Value}>");
            text.Append("  ").Append(names.PadRight(Column)).Append(' ').Append(flag.Meaning)
                .Append(flag.Version.Length == 0 ? "" : $" [only {flag.Version}]")
                .Append(flag.Default.Length == 0 ? "" : $" [default: {flag.Default}]")
                .Append(flag.State == FlagState.Refused ? $" (refused here: {flag.Instead})" : "").Append('\n');
        }

        return text.Append("\nBeside them: --as 0.5 (the layout of that version), --no-truth (no lines about what oha gets wrong), --yes (the address may be loaded although it is not on this machine).\n").ToString();
    }
}
