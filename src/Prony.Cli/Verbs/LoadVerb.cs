using System.CommandLine;
using Prony.Experiments.Gates;
using Prony.Experiments.Objectives;
using Prony.Experiments.Running;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Histograms;
using Prony.Measurement.Machine;
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
        TargetPermission.Demand(plan.Target, parsed.GetValue(options.Yes));
        TargetPermission.Demand(plan.Proxy, parsed.GetValue(options.Yes));
        var connections = plan.Model switch { ClosedModel closed => closed.Users, OpenModel open => open.ConnectionLimit, _ => 0 };
        if (DescriptorLimit.FindProblem(connections) is { } tooMany)
        {
            throw new IOException(tooMany);
        }

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
            try
            {
                result = LoadRunner.Run(plan, watch, interrupts.Stop.EndWindow, interrupts.Stop.StopNow);
            }
            catch (ArgumentException impossible)
            {
                throw new UsageException(impossible.Message);   // the plan was refused before anything was sent
            }
            catch (OperationCanceledException) when (interrupts.Stop.StopNow.IsCancellationRequested)
            {
                return interrupts.ExitCode ?? ExitCodes.Interrupted;
            }

            result = result with { Record = Judge(SampleFigures.AddTo(result) with { Warmup = watch.Warmup.Found }, result.Response, plan, watch) };
        }

        recording?.Complete(result);
        if (!quiet)
        {
            LoadSummary.Write(terminal.Output, result.Record, result.Response);
        }

        jsonFile?.Write(result.Record, RunJson.Files.LoadRecord);
        return ExitCodeOf(result.Record, result.Response, parsed.GetValue(options.Slo)!, terminal, interrupts);
    }

    private static LoadRecord Judge(LoadRecord load, Histogram response, LoadPlan plan, LoadWatch watch)
    {
        watch.Around.LoadEnded();
        var (gates, doubts) = GateKeeper.Judge(new TrialFacts(load, Affinity.UsableCpus(), TargetAddress.IsThisMachine(plan.Target), watch.MachineCpuS, Quick: false)
        {
            SingleLoad = true,
            Response = response,
            Seconds = watch.Seconds.Whole(load.Window.DurationS),
            Surroundings = watch.Around.Found,
            LoadIsConstant = WindowSeconds.IsConstant(plan),
        });
        return watch.JudgePauses() is { } pause
            ? load with { Gates = [.. gates, pause.Gate], Doubts = [pause.Doubt, .. doubts] }
            : load with { Gates = gates, Doubts = doubts };
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
