using System.CommandLine;
using Prony.Cli.Parsing;
using Prony.Experiments.Objectives;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Reporting.Articles;
using Prony.Reporting.Capacities;
using Prony.Reporting.Continuous;
using Prony.Reporting.Listing;
using Prony.Reporting.Observations;
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
    private const string CsvFormat = "csv";
    private const string JUnitFormat = "junit";
    private const string WriteUpFormat = "writeup";
    private const string LocustFormat = "locust-csv";
    private const string FunkloadFormat = "funkload";

    public static Command Create()
    {
        var run = new RunChoice();
        var format = Values.Choice("--format", TerminalFormat, HtmlFormat, MarkdownFormat, JsonFormat, CsvFormat, JUnitFormat, WriteUpFormat, LocustFormat, FunkloadFormat);
        format.Description = "How to show it (default: terminal; html with --open)";
        var output = new Option<string?>("--output", "-o") { Description = "Write it to FILE; - for standard output (default: standard output, of html report.html in the run directory); of locust-csv the folder for its files", HelpName = "FILE" };
        var open = new Option<bool>("--open") { Description = "html: open the file with $BROWSER, or xdg-open" };
        var noColor = new Option<bool>("--no-color") { Description = "No colours (as NO_COLOR)" };
        var command = new Command("report", "Show a run: the verdict, what speaks against it, and the figures");
        run.AddTo(command);
        foreach (var option in new Option[] { format, output, open, noColor })
        {
            command.Add(option);
        }

        command.SetAction(parsed => Show(
            run.Read(parsed),
            parsed.GetValue(format) ?? (parsed.GetValue(open) ? HtmlFormat : TerminalFormat),
            new ReportOutput(parsed.GetValue(output), parsed.GetValue(open), parsed.GetValue(noColor))));
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

    private static int Show(RunDirectory run, string format, ReportOutput output)
    {
        if (format != HtmlFormat)
        {
            output.RefuseToOpen(format);
        }

        try
        {
            return RunLister.IsTune(run) ? ShowTune(run, format, output)
                : RunReader.ReadCapacity(run) is { } capacity ? ShowCapacity(run, capacity, format, output)
                : Show(run, Read(run), format, output);
        }
        catch (Exception wrong) when (wrong is DirectoryNotFoundException or RunFormatException)
        {
            throw new UsageException(wrong.Message);
        }
    }

    private static int Show(RunDirectory run, RunView view, string format, ReportOutput output)
    {
        if (format is CsvFormat or JUnitFormat or WriteUpFormat)
        {
            OtherTools.Refuse(view, format);
        }

        switch (format)
        {
            case HtmlFormat:
                return output.WritePage(() => HtmlReport.Of(view, run), run);
            case MarkdownFormat:
                output.Write(RunReport.Markdown(view));
                break;
            case LocustFormat:
                return OtherTools.WriteLocust(view, run, output.Path);
            case FunkloadFormat:
                return OtherTools.WriteFunkload(view, run, output);
            case JsonFormat when view.Verdict is null && view.Plan?.Imported is null:
                Console.Error.WriteLine($"prony: {view.Name} ended before a trial was whole, so there is no verdict to print as JSON. '--format terminal' shows what there is.");
                return ExitCodes.NoValidResult;
            case JsonFormat:
                output.Write(RunReport.Json(view));
                break;
            case CsvFormat:
                output.Write(ObservationCsv.Of(view));
                break;
            case JUnitFormat:
                output.Write(JUnitReport.Of(view));
                break;
            case WriteUpFormat:
                output.Write(WriteUp.Of(view));
                break;
            default:
                output.Draw(console => RunReport.Terminal(view, console));
                break;
        }

        return ExitCodes.Done;
    }

    private static int ShowCapacity(RunDirectory run, CapacityRecord capacity, string format, ReportOutput output)
    {
        switch (format)
        {
            case HtmlFormat:
                return output.WritePage(() => HtmlReport.Of(capacity), run);
            case MarkdownFormat:
                output.Write(CapacityReport.Markdown(capacity));
                break;
            case JsonFormat:
                output.Write(CapacityReport.Json(capacity));
                break;
            case CsvFormat:
                output.Write(ObservationCsv.Of(capacity, RunView.Read(run)));
                break;
            case JUnitFormat:
                output.Write(JUnitReport.Of(capacity));
                break;
            case TerminalFormat:
                output.Draw(console => CapacityReport.Terminal(capacity, console));
                break;
            default:
                throw new UsageException($"--format {format}: a search for capacities has none. Use terminal, html, markdown, json, csv or junit.");
        }

        return ExitCodes.Done;
    }

    private static int ShowTune(RunDirectory run, string format, ReportOutput output)
    {
        var stages = string.Join(", ", RunLister.Stages(run).Select(stage => stage.Path));
        var tune = RunReader.ReadTune(run)
            ?? throw new UsageException($"{run.Path} holds stages of 'prony tune', which has no answer (yet). Each stage is a run to report: {stages}");
        switch (format)
        {
            case HtmlFormat:
                return output.WritePage(() => HtmlReport.Of(tune), run);
            case MarkdownFormat:
                output.Write(TuneReport.Markdown(tune));
                break;
            case JsonFormat:
                output.Write(TuneReport.Json(tune));
                break;
            case JUnitFormat:
                output.Write(JUnitReport.Of(tune));
                break;
            case TerminalFormat:
                output.Draw(console => TuneReport.Terminal(tune, console));
                break;
            default:
                throw new UsageException($"--format {format}: tuned settings have none. Use terminal, html, markdown, json or junit, or report the run of a stage: {stages}");
        }

        return ExitCodes.Done;
    }

    private static List<Objective> ObjectivesOf(PlanRecord plan) =>
        [.. plan.Scenarios.SelectMany(s => s.Objectives).Distinct().Select(Objective.Parse)];
}
