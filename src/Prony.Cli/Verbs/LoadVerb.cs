using System.CommandLine;
using Prony.Experiments.Gates;
using Prony.Experiments.Objectives;
using Prony.Load;
using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Reporting.Loads;
using Prony.Reporting.Progress;

namespace Prony.Cli.Verbs;

/// <summary><c>prony load URL</c>: one load on one address.</summary>
internal static class LoadVerb
{
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var options = new LoadOptions();
        var command = new Command("load", "Load an address and print throughput, response and service times, outcomes and doubts");
        options.AddTo(command);
        command.SetAction(parsed => Run(options, parsed));
        return command;
    }

    private static int Run(LoadOptions options, ParseResult parsed)
    {
        var json = parsed.GetValue(options.Json);
        var terminal = Terminal.Create(parsed.GetValue(options.NoColor), resultsToError: json == StandardOutput);
        var (plan, secrets, data) = LoadRequest.Read(options, parsed);
        JudgedLoad.Permit(plan, parsed.GetValue(options.Yes));
        using var jsonFile = JsonOutput.Open(json);
        using var recording = LoadRecording.Begin(parsed.GetValue(options.Out), plan, data, secrets, TimeProvider.System);
        using var rows = RowFile.Open(parsed.GetValue(options.Record));
        var quiet = parsed.GetValue(options.Quiet);
        var progress = ProgressSink.ForLoad(terminal, quiet);
        using var interrupts = new Interrupts(progress.Say);
        LoadResult result;
        using (progress)
        {
            progress.Show(new LoadStarted(plan.Target.Url, plan.ShortestWarmup is null ? plan.Warmup : null, plan.RequestLimit is null ? plan.Measure : null, plan.RequestLimit));
            using var watch = new LoadWatch(plan, recording, rows, progress);
            if (JudgedLoad.Run(plan, watch, interrupts.Stop) is not { } judged)
            {
                return interrupts.ExitCode ?? ExitCodes.Interrupted;
            }

            result = judged;
        }

        recording?.Complete(result);
        if (!quiet)
        {
            LoadSummary.Write(terminal.Output, result.Record, result.Response);
        }

        jsonFile?.Write(result.Record, RunJson.Files.LoadRecord);
        return ExitCodeOf(result.Record, result.Response, parsed.GetValue(options.Slo)!, terminal, interrupts);
    }

    private static int ExitCodeOf(LoadRecord load, Histogram response, Objective[] objectives, Terminal terminal, Interrupts interrupts)
    {
        // Every missed objective is named, whichever code wins in the end.
        var missed = objectives.Select(objective => (objective.Text, Finding: objective.Evaluate(load, response))).Where(o => !o.Finding.Met).ToList();
        foreach (var (text, finding) in missed)
        {
            terminal.Fail($"objective missed: {text} (measured: {finding.Measured})");
        }

        if (interrupts.ExitCode is { } signal)
        {
            return signal;
        }

        if (load.Requests.Succeeded == 0)
        {
            terminal.Fail(string.Join(' ', [
                $"no valid result: {TlsAdvice.Of(load, TlsAdvice.Flags) ?? $"not one of {CountText.Of(load.Requests.Due, "request")} succeeded."}",
                .. FailedChecks.Sentences([load]).Take(1)]));
            return ExitCodes.NoValidResult;
        }

        if (GateKeeper.Invalidates(load.Gates))
        {
            terminal.Fail("no valid result. " + string.Join(' ', load.Doubts.Where(d => GateKeeper.Stops(load.Gates, d.Id)).Select(d => $"{d.Id}: {d.Seen}")));
            return ExitCodes.NoValidResult;
        }

        return missed.Count > 0 ? ExitCodes.ObjectiveMissed : ExitCodes.Done;
    }
}
