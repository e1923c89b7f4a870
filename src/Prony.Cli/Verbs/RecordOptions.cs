using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Stacks.Recording;

namespace Prony.Cli.Verbs;

/// <summary>The arguments and flags of <c>prony record</c>; those of psrecord mean the same here.</summary>
internal sealed class RecordOptions
{
    public const string PlainFormat = "plain";
    public const string CsvFormat = "csv";

    public Argument<string[]> Words { get; } = new("PID|COMMAND")
    {
        Description = "The process to look at, or after -- the command to start; a command in one word with spaces goes to a shell",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<TimeSpan?> Interval { get; } = Described(Values.Seconds("--interval"), "Time between two readings, at least 10ms; a number alone is in seconds (default: 1s)");

    public Option<TimeSpan?> Duration { get; } = Described(Values.Seconds("--duration"), "How long; a started command is stopped then (default: until the process ends)");

    public Option<bool> IncludeChildren { get; } = new("--include-children") { Description = "Count the children too, which is the default (psrecord needs the flag)" };

    public Option<bool> NoChildren { get; } = new("--no-children") { Description = "Count the process alone" };

    public Option<string?> Log { get; } = new("--log") { Description = "Write psrecord's log, row by row; - for standard output", HelpName = "FILE" };

    public Option<string?> LogFormat { get; } = Described(Values.Choice("--log-format", PlainFormat, CsvFormat), "Which of psrecord's two shapes --log has (default: plain)");

    public Option<bool> IncludeIo { get; } = new("--include-io") { Description = "With --log: psrecord's columns of input and output too" };

    public Option<string?> Csv { get; } = new("--csv") { Description = "Write every reading as CSV, with units in its header; - for standard output", HelpName = "FILE" };

    public Option<string?> Json { get; } = new("--json") { Description = "Write samples and summary as JSON; - for standard output", HelpName = "FILE" };

    public Option<string?> Plot { get; } = new("--plot") { Description = "Draw CPU and memory over time", HelpName = "FILE.svg" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no summary; errors still" };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (as NO_COLOR)" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Words);
        foreach (var option in new Option[] { Interval, Duration, IncludeChildren, NoChildren, Log, LogFormat, IncludeIo, Csv, Json, Plot, Quiet, NoColor })
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">Flags exclude each other, or a value is out of range.</exception>
    public RecorderSettings ReadSettings(ParseResult parsed)
    {
        if (parsed.GetValue(IncludeChildren) && parsed.GetValue(NoChildren))
        {
            throw new UsageException("--include-children and --no-children exclude each other.");
        }

        var interval = parsed.GetValue(Interval) ?? new RecorderSettings().Interval;
        if (interval < RecorderSettings.ShortestInterval)
        {
            throw new UsageException("--interval: at least 10ms; what /proc tells is no finer.");
        }

        var duration = parsed.GetValue(Duration);
        return duration == TimeSpan.Zero
            ? throw new UsageException("--duration: it must be above 0.")
            : new RecorderSettings { Interval = interval, Duration = duration, Children = !parsed.GetValue(NoChildren) };
    }

    private static Option<T> Described<T>(Option<T> option, string description)
    {
        option.Description = description;
        return option;
    }
}
