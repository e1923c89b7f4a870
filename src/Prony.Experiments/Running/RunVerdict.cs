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
        return VerdictBuilder.Build(plan, trials, TimesOf(run, plan), objectives, new RunEvidence
        {
            Looks = plan.Looks.Count == 0 ? null : LooksOf(plan, trials),
            Seconds = trial => folderOf(trial) is { } folder ? SecondsOf(folder) : [],
        });
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

    private static LookState LooksOf(PlanRecord plan, IReadOnlyList<TrialRecord> trials)
    {
        var participants = Participants.Of(plan);
        var progress = RunProgress.Replay(plan, trials, participants);
        return new LookState(progress.WholeRounds, participants.IsOver);
    }
}
