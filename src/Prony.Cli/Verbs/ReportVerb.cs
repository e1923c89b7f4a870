using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Experiments.Objectives;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Reporting.Capacities;
using Prony.Reporting.Pages;
using Prony.Reporting.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony report RUN</c>: views of a run directory, made from its files alone.</summary>
internal static class ReportVerb
{
    private const string TerminalFormat = "terminal";
    private const string HtmlFormat = "html";
    private const string MarkdownFormat = "markdown";
    private const string JsonFormat = "json";

    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A run directory, such as runs/20261121T101500Z-sync-vs-async" };
        var format = Values.Choice("--format", TerminalFormat, HtmlFormat, MarkdownFormat, JsonFormat);
        format.Description = "How to show it (default: terminal)";
        var output = new Option<string?>("--output") { Description = "html: where to write it; - for standard output (default: report.html in the run directory)", HelpName = "FILE" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("report", "Show a run: the verdict, what speaks against it, and the figures") { run, format, output, noColor };
        command.SetAction(parsed => Show(parsed.GetValue(run)!, parsed.GetValue(format) ?? TerminalFormat, parsed.GetValue(output), parsed.GetValue(noColor)));
        return command;
    }

    /// <summary>The view of a run; the verdict of one that was killed is concluded from the rounds that are whole.</summary>
    internal static RunView Read(RunDirectory directory)
    {
        var view = RunView.Read(directory);
        return view is { Verdict: null, Plan: { Primary: not Metrics.Capacity } plan, Trials.Count: > 0 }
            ? view with { Verdict = RunVerdict.Build(directory, plan, view.Trials, ObjectivesOf(plan)) }
            : view;
    }

    private static int Show(string path, string format, string? output, bool noColor)
    {
        if (output is not null && format != HtmlFormat)
        {
            throw new UsageException($"--output: it is for --format html; what --format {format} prints can be redirected (> FILE).");
        }

        var directory = new RunDirectory(path);
        if (RunReader.ReadCapacity(directory) is { } capacity)
        {
            return Show(capacity, directory, format, output, noColor);
        }

        if (format == HtmlFormat && RunReader.ReadTune(path) is { } tuned)
        {
            return PageFile.Write(() => HtmlReport.Of(tuned), directory, output);
        }

        RunView view;
        try
        {
            view = Read(directory);
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new UsageException(missing.Message);
        }

        switch (format)
        {
            case HtmlFormat:
                return PageFile.Write(() => HtmlReport.Of(view, directory), directory, output);
            case MarkdownFormat:
                Console.Out.WriteLine(RunReport.Markdown(view));
                break;
            case JsonFormat when view.Verdict is null:
                Console.Error.WriteLine($"prony: {view.Name} ended before a trial was whole, so there is no verdict to print as JSON. '--format terminal' shows what there is.");
                return ExitCodes.NoValidResult;
            case JsonFormat:
                Console.Out.WriteLine(RunReport.Json(view));
                break;
            default:
                RunReport.Terminal(view, Terminal.Create(noColor).Output);
                break;
        }

        return ExitCodes.Done;
    }

    private static int Show(CapacityRecord capacity, RunDirectory directory, string format, string? output, bool noColor)
    {
        switch (format)
        {
            case HtmlFormat:
                return PageFile.Write(() => HtmlReport.Of(capacity), directory, output);
            case MarkdownFormat:
                Console.Out.WriteLine(CapacityReport.Markdown(capacity));
                break;
            case JsonFormat:
                Console.Out.WriteLine(CapacityReport.Json(capacity));
                break;
            default:
                CapacityReport.Terminal(capacity, Terminal.Create(noColor).Output);
                break;
        }

        return ExitCodes.Done;
    }

    private static List<Objective> ObjectivesOf(PlanRecord plan) =>
        [.. plan.Scenarios.SelectMany(s => s.Objectives).Distinct().Select(Objective.Parse)];
}
