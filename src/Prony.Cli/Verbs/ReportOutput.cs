using System.Globalization;
using Spectre.Console;

namespace Prony.Cli.Verbs;

/// <summary>Where a report goes: standard output, or the file of <c>--output</c>.</summary>
/// <param name="path">The file; null or - for standard output.</param>
/// <param name="noColor"><c>--no-color</c>.</param>
internal sealed class ReportOutput(string? path, bool noColor)
{
    private bool IsFile => path is not (null or "-");

    /// <summary>Text, with one line break at its end.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Write(string text)
    {
        var whole = text.TrimEnd('\n') + "\n";
        if (!IsFile)
        {
            Console.Out.Write(whole);
            return;
        }

        try
        {
            File.WriteAllText(path!, whole);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--output {path}: {failure.Message}");
        }
    }

    /// <summary>What is drawn on a console; in a file it has neither colours nor the width of a terminal.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Draw(Action<IAnsiConsole> draw)
    {
        if (!IsFile)
        {
            draw(Terminal.Create(noColor).Output);
            return;
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        draw(Terminal.PlainTo(text));
        Write(text.ToString());
    }
}
