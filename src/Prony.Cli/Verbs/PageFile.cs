using System.Text;
using Prony.Measurement.Runs;
using Prony.Reporting.Pages;

namespace Prony.Cli.Verbs;

/// <summary>report.html: written when it is asked for, and at the end of every run.</summary>
internal static class PageFile
{
    private const string StandardOutput = "-";

    /// <summary>Writes a page and says where.</summary>
    /// <param name="page">Makes it.</param>
    /// <param name="run">Whose it is.</param>
    /// <param name="output">Where to; - for standard output; null for report.html in the run directory.</param>
    /// <exception cref="UsageException">This Prony was built without its page.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public static int Write(Func<string> page, RunDirectory run, string? output)
    {
        string text;
        try
        {
            text = page();
        }
        catch (PageMissingException missing)
        {
            throw new UsageException("--format html: " + missing.Message);
        }

        switch (output)
        {
            case StandardOutput:
                Console.Out.Write(text);
                return ExitCodes.Done;
            case null:
                Save(run, text);
                break;
            default:
                ReportOutput.WriteFile(output, text);
                break;
        }

        Console.Error.WriteLine("wrote " + (output ?? run.PageFile));
        return ExitCodes.Done;
    }

    /// <summary>Writes the page of a run that has just ended. Whatever goes wrong is one line: what was measured is on the disk, and the page can be made later.</summary>
    /// <param name="folder">The run directory; null when there is none.</param>
    /// <param name="page">Makes it.</param>
    /// <param name="terminal">Hears where it is, or why there is none.</param>
    /// <param name="quiet">Say nothing where all went well.</param>
    public static void AfterRun(string? folder, Func<RunDirectory, string> page, Terminal terminal, bool quiet)
    {
        if (folder is null)
        {
            return;
        }

        var run = new RunDirectory(folder);
        try
        {
            Save(run, page(run));
            if (!quiet)
            {
                terminal.Say("Report: " + Path.Combine(folder, Path.GetFileName(run.PageFile)));
            }
        }
        catch (Exception failure) when (Environment.GetEnvironmentVariable("PRONY_DEBUG") is null or "")
        {
            terminal.Say($"No report.html: {failure.Message.ReplaceLineEndings(" ")} What was measured is kept; 'prony report {folder} --format html' makes it later.");
        }
    }

    private static void Save(RunDirectory run, string text) => AtomicFile.Write(run.PageFile, Encoding.UTF8.GetBytes(text));
}
