using Prony.Measurement.Runs;
using Prony.Stacks.Supervision;

namespace Prony.Experiments.Running;

/// <summary>Runs the commands that a stack and what it shares with others want run before and after a trial. One trial per instance.</summary>
/// <param name="run">The run.</param>
/// <param name="stack">Whose commands.</param>
/// <param name="folder">Folder of the trial.</param>
/// <param name="phases">Gets a phase of their own, where there are any.</param>
internal sealed class TrialHooks(RunContext run, IRunningStack stack, string folder, TrialPhases phases)
{
    /// <summary>What came in the way of the trial; null: it can begin.</summary>
    public Task<HookFailure?> BeforeAsync(TrialName trial) => RunAsync(HookMoment.BeforeTrial, trial, run.Stop.EndWindow);

    /// <summary>The load is over; what fails now changes nothing of it and is an event. A person who ends the run early still gets the machine as it was before.</summary>
    /// <param name="trial">Which.</param>
    /// <param name="writer">Of its events.</param>
    /// <param name="atS">Now, seconds since the load began; 0 where none did.</param>
    /// <exception cref="IOException">The event could not be written.</exception>
    public async Task AfterAsync(TrialName trial, TrialWriter writer, double atS)
    {
        if (await RunAsync(HookMoment.AfterTrial, trial, run.Stop.StopNow) is { } failure)
        {
            var said = failure.LogTail.Count > 0 ? $" It said: {failure.LogTail[^1]}" : "";
            writer.WriteEvent(new EventRecord(atS, EventKind.HookFailed, null, run.Secrets.Mask(failure.Message + said)));
        }
    }

    private async Task<HookFailure?> RunAsync(HookMoment moment, TrialName trial, CancellationToken ct)
    {
        List<IRunningStack> inOrder = moment == HookMoment.BeforeTrial ? [.. Shared(), stack] : [stack, .. Shared()];
        inOrder.RemoveAll(running => !running.HasHooks(moment));
        if (inOrder.Count == 0)
        {
            return null;
        }

        phases.Enter(PhaseName.Hooks);
        run.Observer.PhaseStarted(trial, PhaseName.Hooks, TimeSpan.Zero);
        HookFailure? failure = null;
        for (var i = 0; i < inOrder.Count && failure is null; i++)
        {
            failure = await inOrder[i].RunHooksAsync(moment, folder, ct);
        }

        phases.End();
        return failure;
    }

    private IEnumerable<IRunningStack> Shared() => run.Shared is { } shared ? [shared] : [];
}
