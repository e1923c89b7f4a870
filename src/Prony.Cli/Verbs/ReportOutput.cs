using System.Globalization;
using Prony.Measurement.Runs;
using Spectre.Console;

namespace Prony.Cli.Verbs;

/// <summary>Where a report goes: standard output, or the file of <c>--output</c>.</summary>
/// <param name="path">The file; - for standard output; null where nothing was said.</param>
/// <param name="open"><c>--open</c>.</param>
/// <param name="noColor"><c>--no-color</c>.</param>
internal sealed class ReportOutput(string? path, bool open, bool noColor)
{
    /// <summary>What <c>--output</c> says; null where it says nothing.</summary>
    /// <exception cref="UsageException">It is empty.</exception>
    public string? Path { get; } = path is "" ? throw new UsageException("--output '' names no file. Name one, or - for standard output.") : path;

    private bool IsFile => Path is not (null or "-");

    /// <summary>Text, with one line break at its end.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public void Write(string text)
    {
        var whole = text.TrimEnd('\n') + "\n";
        if (!IsFile)
        {
            Console.Out.Write(whole);
            return;
        }

        WriteFile(Path!, whole);
    }

    /// <summary>As it was named: it may be a device, which nothing may be moved onto.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static void WriteFile(string file, string text)
    {
        try
        {
            File.WriteAllText(file, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"--output {file}: {failure.Message}", failure);
        }
    }

    /// <summary>A page: report.html in the run directory when nothing else was said; opened when that was asked for.</summary>
    /// <exception cref="UsageException">Standard output cannot be opened, or this Prony was built without its page.</exception>
    /// <exception cref="IOException">It cannot be written, or nothing here opens it.</exception>
    public int WritePage(Func<string> page, RunDirectory run)
    {
        if (open && Path == "-")
        {
            throw new UsageException("--open needs a file to open, and --output - is none.");
        }

        var code = PageFile.Write(page, run, Path);
        if (open)
        {
            Opener.Open(Path ?? run.PageFile, Environment.GetEnvironmentVariable("BROWSER"));
        }

        return code;
    }

    /// <summary>Only a page can be opened.</summary>
    /// <exception cref="UsageException">It was asked for.</exception>
    public void RefuseToOpen(string format)
    {
        if (open)
        {
            throw new UsageException($"--open opens the page of --format html, and {format} is none.");
        }
    }

    /// <summary>What is drawn on a console; in a file it has neither colours nor the width of a terminal.</summary>
    /// <exception cref="IOException">As of <see cref="Write"/>.</exception>
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
