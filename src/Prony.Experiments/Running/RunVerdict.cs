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
        return VerdictBuilder.Build(plan, trials, TimesOf(run, plan), objectives);
    }

    /// <summary>Reads the window of a trial when it is asked for.</summary>
    internal static Func<TrialRecord, WindowHistograms?> TimesOf(RunDirectory run, PlanRecord plan)
    {
        var folders = run.Trials().ToDictionary(folder => folder.Name);
        return trial => Histograms(folders, plan, trial, run);
    }

    private static WindowHistograms? Histograms(Dictionary<string, TrialFolder> folders, PlanRecord plan, TrialRecord trial, RunDirectory run)
    {
        var name = run.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, plan.HasSeveralPoints(trial.Scenario) ? trial.Point : null).Name;
        return folders.TryGetValue(name, out var folder) && RunReader.ReadWindowHistograms(folder) is { } window
            ? new WindowHistograms(window.Response, window.Service)
            : null;
    }
}
