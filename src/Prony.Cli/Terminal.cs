using Spectre.Console;

namespace Prony.Cli;

/// <summary>Where results and everything else go: results to standard output, everything else to standard error.</summary>
/// <remarks>Spectre.Console by itself writes colours to a redirected output when TERM is set; the decision is made here instead.</remarks>
internal sealed class Terminal
{
    private const int WidthWithoutTerminal = 100;

    private Terminal(IAnsiConsole output, IAnsiConsole error, bool live)
    {
        Output = output;
        Error = error;
        Live = live;
    }

    /// <summary>Results.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>Progress, doubts about the command line, errors.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Whether standard error can be redrawn.</summary>
    public bool Live { get; }

    /// <summary>Columns and lines of the terminal that standard error goes to, now: .NET knows those of standard output only, which may go to a file.</summary>
    public (int Width, int Height) ErrorSize() =>
        NativeTerminal.SizeOf(NativeTerminal.StandardError) ?? (Error.Profile.Width, Error.Profile.Height);

    /// <param name="noColor"><c>--no-color</c>; NO_COLOR in the environment does the same.</param>
    /// <param name="resultsToError"><c>--json -</c>: standard output holds JSON only, so the summary goes to standard error.</param>
    public static Terminal Create(bool noColor, bool resultsToError = false)
    {
        var plain = noColor || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        var error = CreateConsole(Console.Error, Console.IsErrorRedirected, plain);
        var output = resultsToError ? error : CreateConsole(Console.Out, Console.IsOutputRedirected, plain);
        return new Terminal(output, error, live: !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"));
    }

    /// <summary>A console without colours and of a fixed width, for files.</summary>
    public static IAnsiConsole PlainTo(TextWriter writer) => CreateConsole(writer, redirected: true, plain: true);

    /// <summary>One line of plain text to standard error.</summary>
    public void Say(string text)
    {
        if (Console.IsErrorRedirected)
        {
            // Whole lines, so that they can be searched and paths can be copied.
            Console.Error.WriteLine(text);
        }
        else
        {
            Error.WriteLine(text);
        }
    }

    /// <summary>An error: what happened, where, and what to do next.</summary>
    public void Fail(string text) => Say("prony: " + text);

    private static IAnsiConsole CreateConsole(TextWriter writer, bool redirected, bool plain)
    {
        var colours = !redirected && !plain;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
