using Prony.Cli.Verbs;
using Prony.Load;
using Prony.Load.Plans;
using Prony.Measurement.Runs;

namespace Prony.Cli.Personalities;

/// <summary>Runs a plan for a personality: permission, Ctrl-C, what the machine did, gates. Prints nothing but the answer to Ctrl-C.</summary>
internal static class ToolLoad
{
    /// <summary>Runs it to its end. The first Ctrl-C ends the window and what was measured is returned; the second stops at once.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="yes">The address may be loaded wherever it is (<see cref="OwnFlags.Yes"/>).</param>
    /// <param name="also">Told of phases, seconds and rows beside the watch of the gates: the progress as the original has it. Null for none.</param>
    /// <param name="atMost">Ends the window after this, though a count of requests is not reached; null for no limit.</param>
    /// <exception cref="UsageException">Nobody permitted the address, or the plan cannot be carried out.</exception>
    /// <exception cref="IOException">Too few files may be open.</exception>
    public static ToolResult Run(LoadPlan plan, bool yes, ILoadObserver? also = null, TimeSpan? atMost = null)
    {
        JudgedLoad.Permit(plan, yes);
        using var interrupts = new Interrupts(Console.Error.WriteLine);
        using var progress = ProgressSink.ForLoad(Terminal.Create(noColor: true), quiet: true);
        using var watch = new LoadWatch(plan, null, null, progress, also);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Stop.EndWindow);
        watch.Starting = () => limit.CancelAfter(atMost ?? Timeout.InfiniteTimeSpan);   // the clock of a test starts with its first request
        return new ToolResult(JudgedLoad.Run(plan, watch, interrupts.Stop with { EndWindow = limit.Token }), interrupts.ExitCode);
    }
}

/// <summary>How a personality's load ended.</summary>
/// <param name="Load">Record with its gates, histograms, sample; null when it was stopped at once.</param>
/// <param name="Signal">130 or 143 when somebody ended it, though <paramref name="Load"/> may be there; null otherwise.</param>
internal sealed record ToolResult(LoadResult? Load, int? Signal)
{
    /// <summary>The record of the load, with its gates.</summary>
    public LoadRecord? Record => Load?.Record;
}
