using System.CommandLine;
using Prony.Experiments.Comparing;
using Prony.Measurement.Runs;
using Prony.Reporting.Comparing;

namespace Prony.Cli.Verbs;

/// <summary><c>prony compare RUN_A RUN_B</c>: what became of each candidate between two stored runs.</summary>
internal static class CompareVerb
{
    public static Command Create()
    {
        var options = new CompareOptions();
        var command = new Command("compare", "Compare two stored runs, such as before and after a commit: what got better or worse, unpaired, and what else differs");
        options.AddTo(command);
        command.SetAction(parsed => Compare(options, parsed));
        return command;
    }

    /// <summary>A run that somebody named on the command line.</summary>
    /// <exception cref="UsageException">It is no run, or its files are damaged.</exception>
    internal static StoredRun Read(string path) => Checked(() => StoredRun.Read(new RunDirectory(path)));

    /// <summary>What the two runs say.</summary>
    /// <exception cref="UsageException">They have nothing in common.</exception>
    internal static T Checked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception wrong) when (wrong is DirectoryNotFoundException or RunFormatException or RunMismatchException)
        {
            throw new UsageException(wrong.Message);
        }
    }

    private static int Compare(CompareOptions options, ParseResult parsed)
    {
        var json = parsed.GetValue(options.Json);
        var terminal = Terminal.Create(parsed.GetValue(options.NoColor), resultsToError: json == "-");
        var chosen = options.Read(parsed);
        var (old, current) = (Read(parsed.GetValue(options.Old)!), Read(parsed.GetValue(options.New)!));
        var record = Checked(() => RunComparer.Compare(old, current, chosen));
        using (var file = JsonOutput.Open(json))
        {
            file?.Write(record, RunJson.Files.RunComparisonRecord);
        }

        if (!parsed.GetValue(options.Quiet))
        {
            Show(record, terminal, parsed.GetValue(options.Format), toError: json == "-");
        }

        return ExitCodeOf(record, parsed.GetValue(options.FailOnVerdicts)!, terminal);
    }

    private static void Show(RunComparisonRecord record, Terminal terminal, string? format, bool toError)
    {
        if (format == CompareOptions.MarkdownFormat)
        {
            (toError ? Console.Error : Console.Out).WriteLine(CompareReport.Markdown(record));
        }
        else
        {
            CompareReport.Terminal(record, terminal.Output);
        }
    }

    private static int ExitCodeOf(RunComparisonRecord record, string[] failOn, Terminal terminal)
    {
        if (record.Verdict.Verdict == VerdictName.Invalid)
        {
            terminal.Fail("no valid result. " + record.Verdict.Sentence);
            return ExitCodes.NoValidResult;
        }

        return FailOn.IsMet(failOn, FailOn.Primary(record), terminal) ? ExitCodes.ObjectiveMissed : ExitCodes.Done;
    }
}
