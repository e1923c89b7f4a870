using System.Text;

namespace Prony.Cli.Personalities.Psrecord;

/// <summary>The flags of psrecord 1.4.</summary>
internal static class PsrecordFlags
{
    public const string Operand = "process_id_or_command";

    /// <summary>What argparse prints before every error.</summary>
    public const string Usage = """
        usage: psrecord [-h] [--log LOG] [--log-format LOG_FORMAT] [--plot PLOT]
                        [--duration DURATION] [--interval INTERVAL]
                        [--include-children] [--include-io]
                        [--include-dir INCLUDE_DIR]
                        process_id_or_command

        """;

    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<ToolFlag> All { get; } =
    [
        Done(["-h", "--help"], "", "prints the help", ""),
        Done(["--log"], "LOG", "file for the figures; without it and without --plot they go to standard output", ""),
        Done(["--log-format"], "LOG_FORMAT", "plain or csv", "plain"),
        Done(["--plot"], "PLOT", "file for a picture, .png or .svg", ""),
        Done(["--duration"], "DURATION", "how long, seconds", "until the process ends"),
        Done(["--interval"], "INTERVAL", "time between two readings, seconds; here at least 0.01, which 0 stands for too", "as often as possible: here every 0.01 s"),
        Done(["--include-children"], "", "counts the children too", ""),
        Done(["--include-io"], "", "columns of input and output too", ""),
        new ToolFlag(["--include-dir"], "INCLUDE_DIR", "a column with the size of a folder", "", FlagState.Refused, "run `du -sb FOLDER` beside it; what a process wrote is in the columns of --include-io"),
    ];

    /// <summary>The help.</summary>
    public static string Help()
    {
        var text = new StringBuilder(Usage).Append("\nRecord CPU and memory usage for a process, as read by prony\n\npositional arguments:\n  process_id_or_command  the process id or command.\n\noptions:\n");
        foreach (var flag in All)
        {
            var names = string.Join(", ", flag.Names) + (flag.Value.Length == 0 ? "" : " " + flag.Value);
            text.Append("  ").Append(names).Append('\n').Append("                        ").Append(flag.Meaning)
                .Append(flag.Default.Length == 0 ? "" : $" (default: {flag.Default})")
                .Append(flag.State == FlagState.Refused ? $" (refused here: {flag.Instead})" : "").Append('\n');
        }

        return text.ToString();
    }

    private static ToolFlag Done(string[] names, string value, string meaning, string standard) => new(names, value, meaning, standard, FlagState.Supported, "");
}
