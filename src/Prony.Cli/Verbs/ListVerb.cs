using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Experiments.Files.Nodes;
using Prony.Measurement.Runs;
using Prony.Reporting.Listing;

namespace Prony.Cli.Verbs;

/// <summary><c>prony list [FOLDER]</c>: the runs of a folder.</summary>
internal static class ListVerb
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Folder with run directories", DefaultValueFactory = _ => RunChoice.UsualFolder };
        var json = new Option<bool>("--json") { Description = "Print the list as JSON" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("list", "List the runs of a folder, newest first: date, state, candidates, question, answer") { folder, json, noColor };
        command.SetAction(parsed => List(parsed.GetValue(folder)!, parsed.GetValue(json), parsed.GetValue(noColor)));
        return command;
    }

    private static int List(string folder, bool json, bool noColor)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder {Path.GetFullPath(folder)}. {Hint(folder)}");
        }

        if (RunLister.IsRun(new RunDirectory(folder)) && !RunLister.IsTune(new RunDirectory(folder)))
        {
            throw new UsageException($"{folder} is a run itself: 'prony show {folder}' says what is in it.");
        }

        var list = RunLister.Read(folder);
        if (json)
        {
            using var output = JsonOutput.Open("-")!;
            output.Write(list, RunJson.Files.RunListRecord);
        }
        else
        {
            RunListReport.Terminal(list, Terminal.Create(noColor).Output);
        }

        return ExitCodes.Done;
    }

    private static string Hint(string folder)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(folder));
        var known = Directory.Exists(parent) ? Directory.EnumerateDirectories(parent).Select(path => Path.GetFileName(path)) : [];
        return NearestName.Hint(Path.GetFileName(Path.GetFullPath(folder)), known, "'prony run' writes its runs to runs/, or to what --out names.")!;
    }
}
