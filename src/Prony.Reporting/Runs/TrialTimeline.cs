using Prony.Measurement.Runs;

namespace Prony.Reporting.Runs;

/// <summary>A trial in which something was done to services or happened to them: its seconds, and what happened when.</summary>
/// <param name="Trial">Its record.</param>
/// <param name="Slices">Its seconds, in order.</param>
/// <param name="Events">What happened, in order; at least one.</param>
public sealed record TrialTimeline(TrialRecord Trial, IReadOnlyList<SliceRecord> Slices, IReadOnlyList<EventRecord> Events)
{
    /// <summary>Start of the window, seconds since the start of the load; 0 when it never began.</summary>
    public double WindowStartS => Slices.FirstOrDefault(slice => slice.Phase == PhaseName.Window)?.TS ?? 0;

    /// <summary>Null where nothing happened under load that a curve could show, or no second was written.</summary>
    /// <exception cref="RunFormatException">A file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TrialTimeline? Read(FinishedTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        if (!File.Exists(trial.Folder.EventsFile))
        {
            return null;
        }

        var events = RunReader.ReadEvents(trial.Folder).Where(IsSeen).OrderBy(happened => happened.TS).ToList();
        if (events.Count == 0)
        {
            return null;
        }

        var slices = RunReader.ReadSlices(trial.Folder).ToList();
        return slices.Count == 0 ? null : new TrialTimeline(trial.Record, slices, events);
    }

    // What is written of the start, or of Prony's own reading, has no instant in the curve.
    private static bool IsSeen(EventRecord happened) => happened.TS > 0
        && (happened.Kind.StartsWith(EventKind.ServicePrefix, StringComparison.Ordinal)
            || happened.Kind is EventKind.Planned or EventKind.PlannedDone or EventKind.PlannedFailed or EventKind.Died or EventKind.StoppedAnswering
                or EventKind.WorkerDied or EventKind.WorkerStarted or EventKind.SharedDied);
}
