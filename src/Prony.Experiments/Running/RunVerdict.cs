using Prony.Experiments.Objectives;
using Prony.Experiments.Verdicts;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>The verdict of a run directory, from what is on its disk.</summary>
public static class RunVerdict
{
    /// <summary>Concludes from finished trials; also of a run that was killed before it wrote its own verdict.</summary>
    public static VerdictRecord Build(RunDirectory run, PlanRecord plan, IReadOnlyList<TrialRecord> trials, IReadOnlyList<Objective> objectives)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(trials);
        var folderOf = FoldersOf(run, plan);

        // What a run that was killed knew of its candidates is gone with it; its trials tell it again.
        var participants = Participants.Of(plan);
        var progress = RunProgress.Replay(plan, trials, participants);
        return VerdictBuilder.Build(plan with { Skipped = [.. plan.Skipped, .. participants.Skipped] }, trials, TimesOf(run, plan), objectives, new RunEvidence
        {
            Looks = plan.Looks.Count == 0 ? null : new LookState(progress.WholeRounds, participants.IsOver),
            Seconds = trial => folderOf(trial) is { } folder ? SecondsOf(folder) : [],
        }) with { Lost = participants.Lost };
    }

    /// <summary>Reads the window of a trial when it is asked for.</summary>
    internal static Func<TrialRecord, WindowHistograms?> TimesOf(RunDirectory run, PlanRecord plan)
    {
        var folderOf = FoldersOf(run, plan);
        return trial => folderOf(trial) is { } folder && RunReader.ReadWindowHistograms(folder) is { } window
            ? new WindowHistograms(window.Response, window.Service)
            : null;
    }

    private static Func<TrialRecord, TrialFolder?> FoldersOf(RunDirectory run, PlanRecord plan)
    {
        var folders = run.Trials().ToDictionary(folder => folder.Name);
        return trial => folders.GetValueOrDefault(
            run.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, plan.HasSeveralPoints(trial.Scenario) ? trial.Point : null).Name);
    }

    /// <summary>Only advice rests on them: a damaged file must not take the verdict with it.</summary>
    private static List<SliceRecord> SecondsOf(TrialFolder folder)
    {
        try
        {
            return [.. RunReader.ReadSlices(folder)];
        }
        catch (RunFormatException)
        {
            return [];
        }
    }
}
