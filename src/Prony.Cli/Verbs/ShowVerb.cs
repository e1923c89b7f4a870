using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Measurement.Runs;
using Prony.Reporting.Listing;

namespace Prony.Cli.Verbs;

/// <summary><c>prony show RUN</c>: what is in a run directory.</summary>
internal static class ShowVerb
{
    public static Command Create()
    {
        var run = new RunChoice();
        var definitions = new Option<bool>("--definitions") { Description = "Print the definitions in full" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("show", "Show what is in a run: the answer, the plan, every trial with its counts and gates, the files");
        run.AddTo(command);
        command.Add(definitions);
        command.Add(noColor);
        command.SetAction(parsed => Show(run.Read(parsed), parsed.GetValue(definitions), parsed.GetValue(noColor)));
        return command;
    }

    private static int Show(RunDirectory run, bool definitions, bool noColor)
    {
        try
        {
            var view = RunLister.IsTune(run) ? null : ReportVerb.Read(run);
            RunContents.Terminal(run, view, definitions, Terminal.Create(noColor).Output);
            return ExitCodes.Done;
        }
        catch (Exception wrong) when (wrong is DirectoryNotFoundException or RunFormatException)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
