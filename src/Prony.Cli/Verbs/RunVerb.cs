using System.CommandLine;
using System.Net;
using Prony.Cli.Control;
using Prony.Cli.Exporting;
using Prony.Cli.Parsing;
using Prony.Experiments.Definitions;
using Prony.Experiments.Files;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Reporting.Pages;
using Prony.Reporting.Runs;

namespace Prony.Cli.Verbs;

/// <summary><c>prony run FILE</c>, or <c>prony run 'COMMAND' 'COMMAND'</c>: compares candidates.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var options = new RunOptions();
        var command = new Command("run", "Compare candidates: start each, load all with the same work, say which is better and how sure that is");
        options.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(options, parsed));
        return command;
    }

    private static async Task<int> RunAsync(RunOptions options, ParseResult parsed)
    {
        var json = parsed.GetValue(options.Json);
        var terminal = Terminal.Create(parsed.GetValue(options.NoColor), resultsToError: json == "-");
        var read = ExperimentSource.Read(options, parsed);
        if (!read.Succeeded)
        {
            terminal.Say(DiagnosticText.Format(read.Diagnostics));
            return ExitCodes.WrongUse;
        }

        var definition = read.Value!;
        var asked = ExperimentSource.Invocation(options, parsed);
        if (parsed.GetValue(options.Init) is { } file)
        {
            return WrittenDown.Write(file, definition, parsed.GetValue(options.What)!, terminal);
        }

        if (parsed.GetValue(options.Plan))
        {
            return PlanOnly.Show(definition, asked.Quick, terminal, json);
        }

        var yes = parsed.GetValue(options.Yes);
        var permitted = new HashSet<IPAddress>();
        foreach (var url in definition.Candidates.Select(c => c.Url).Concat(definition.Scenarios.Select(s => s.Way.Proxy)).OfType<Uri>())
        {
            var target = TargetPermission.Resolve(url, url.GetLeftPart(UriPartial.Authority));
            TargetPermission.Demand(target, yes);
            permitted.Add(((IPEndPoint)target.EndPoint).Address);
        }

        if (DescriptorLimit.FindProblem(definition.Scenarios.SelectMany(s => s.Points).Max(p => p.Users ?? 0)) is { } tooMany)
        {
            throw new IOException(tooMany);
        }

        var against = Against.Open(parsed.GetValue(options.Against), definition, asked.Quick);
        using var jsonFile = JsonOutput.Open(json);
        var settings = new RunSettings(parsed.GetValue(options.Out)!, CacheFolder.Path, Preview: asked.Quick)
        {
            Resume = parsed.GetValue(options.Resume),
            Invocation = asked with { File = asked.File is { } path ? Path.GetFullPath(path) : null },
            MayLoad = (host, address) => permitted.Contains(address) || TargetPermission.IsAllowed(host, address, yes),
        };
        using var export = RunExport.Start(parsed.GetValue(options.Export), definition.Name);
        await using var control = RunControl.Start("run", definition.Name, definition.Secrets.Mask);
        settings = settings with { Steered = control.Steer };
        var progress = ProgressSink.ForRun(terminal, parsed.GetValue(options.Quiet), plain: parsed.GetValue(options.NoTui));
        if (export.Where is { } where && !parsed.GetValue(options.Quiet))
        {
            progress.Say(where);
        }

        using var interrupts = new Interrupts(progress.Say);
        control.Quit = interrupts.End;
        RunOutcome outcome;
        using (progress)
        {
            outcome = await new ExperimentRunner(definition, settings, export.Watch(new RunWatch(progress)), TimeProvider.System).RunAsync(interrupts.Stop);
            export.End(progress.Say);
        }

        Show(outcome, terminal, quiet: parsed.GetValue(options.Quiet));
        PageFile.AfterRun(outcome.Folder, run => HtmlReport.Of(ReportVerb.Read(run), run), terminal, quiet: parsed.GetValue(options.Quiet));
        if (outcome.Verdict is { } verdict)
        {
            jsonFile?.Write(verdict, RunJson.Files.VerdictRecord);
        }

        var across = against?.Compare(outcome, terminal, quiet: parsed.GetValue(options.Quiet));
        var failed = FailOn.IsMet(parsed.GetValue(options.FailOnVerdicts)!, [.. FailOn.Primary(outcome.Verdict), .. FailOn.Primary(across), .. FailOn.Refuted(outcome.Verdict)], terminal);
        return ExitCodeOf(outcome, interrupts, across, failed);
    }

    private static void Show(RunOutcome outcome, Terminal terminal, bool quiet)
    {
        if (outcome.NothingLeft && !quiet)
        {
            terminal.Say($"Nothing is left to do: the run in {outcome.Folder} has ended. Its report is below; a new run is made without --resume.");
        }

        if (outcome.Folder is { } folder && !quiet)
        {
            RunReport.Terminal(RunView.Read(new RunDirectory(folder)), terminal.Output);
            terminal.Say("Run directory: " + folder);
        }

        if (outcome.Problem is not { Kind: not RunProblemKind.Interrupted } problem)
        {
            SayInvalid(outcome, terminal);
            return;
        }

        terminal.Fail(problem.Message);
        foreach (var line in problem.Details)
        {
            terminal.Say("  " + line);
        }
    }

    /// <summary>A code other than 0 never comes without a word.</summary>
    private static void SayInvalid(RunOutcome outcome, Terminal terminal)
    {
        if (outcome is { Problem: null, Verdict.Verdict: { Verdict: "invalid" } invalid })
        {
            terminal.Fail("no valid result. " + invalid.Sentence);
        }
    }

    /// <summary>The order of precedence of <see cref="ExitCodes"/>.</summary>
    private static int ExitCodeOf(RunOutcome outcome, Interrupts interrupts, RunComparisonRecord? across, bool failed)
    {
        if (interrupts.ExitCode is { } signal)
        {
            return signal;
        }

        return outcome.Problem?.Kind switch
        {
            RunProblemKind.CannotStart => ExitCodes.CannotStart,
            RunProblemKind.CannotResume => ExitCodes.WrongUse,
            RunProblemKind.NoValidResult or RunProblemKind.SharedServiceDied => ExitCodes.NoValidResult,
            _ when outcome.Verdict?.Verdict?.Verdict == VerdictName.Invalid => ExitCodes.NoValidResult,
            _ when across?.Verdict.Verdict == VerdictName.Invalid => ExitCodes.NoValidResult,
            _ when failed || outcome.Verdict?.Objectives.Any(o => !o.Met) == true => ExitCodes.ObjectiveMissed,
            _ => ExitCodes.Done,
        };
    }
}
