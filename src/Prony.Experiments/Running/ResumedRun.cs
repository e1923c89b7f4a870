using System.Globalization;
using Prony.Experiments.Definitions;
using Prony.Experiments.Planning;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>A run that was cut off and goes on: its plan decides, its whole rounds stay.</summary>
internal sealed class ResumedRun
{
    private ResumedRun(RunDirectory directory, PlanRecord plan, IReadOnlyList<TrialRecord> trials, RunProgress progress)
    {
        Directory = directory;
        Plan = plan;
        Progress = progress;
        Trials = [.. trials.Where(IsKept)];
    }

    internal RunDirectory Directory { get; }

    internal PlanRecord Plan { get; }

    /// <summary>How far it got.</summary>
    internal RunProgress Progress { get; }

    /// <summary>Those of whole attempts, in the order of their folders.</summary>
    internal IReadOnlyList<TrialRecord> Trials { get; }

    /// <summary>Reads a run directory and checks that the run in it can go on.</summary>
    /// <param name="folder">The run directory.</param>
    /// <param name="definition">What is asked for now.</param>
    /// <param name="preview">Windows are too short for a verdict.</param>
    /// <param name="participants">Left as they are before the next attempt.</param>
    /// <param name="time">Wall clock.</param>
    /// <returns>The run, or why it cannot go on.</returns>
    internal static (ResumedRun? Run, RunProblem? Problem) Find(
        string folder, ExperimentDefinition definition, bool preview, Participants participants, TimeProvider time)
    {
        var directory = new RunDirectory(folder);
        PlanRecord plan;
        try
        {
            plan = RunReader.ReadPlan(directory);
        }
        catch (Exception damage) when (damage is RunFormatException or IOException)
        {
            return (null, Cannot(folder, damage.Message, []));
        }

        var now = Planner.Plan(definition, plan.Run, [.. plan.Candidates.Select(c => c.Name)], plan.Skipped, preview, time);
        var differences = PlanDifferences.Between(plan, now);
        if (differences.Count > 0)
        {
            return (null, Cannot(folder, "it was begun under other conditions, and rounds of the two could not be compared. Mend what differs, or start a new run.", differences));
        }

        var trials = RunReader.ReadTrials(directory).Finished.Select(trial => trial.Record).ToList();
        participants.LeaveOut(plan.Skipped);
        return (new ResumedRun(directory, plan, trials, RunProgress.Replay(plan, trials, participants)), null);
    }

    internal static RunProblem Cannot(string folder, string why, IReadOnlyList<string> details) =>
        new(RunProblemKind.CannotResume, $"The run in {folder} cannot be resumed: {why}", details);

    /// <summary>Moves what was cut off out of the way, so that the attempt can be made again under its own name; nothing is deleted but a verdict and a page that are now out of date.</summary>
    /// <returns>Names of the trials that were moved.</returns>
    internal IReadOnlyList<string> SetAside()
    {
        var kept = Trials.Select(trial => Directory.Trial(
            trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, Plan.HasSeveralPoints(trial.Scenario) ? trial.Point : null).Name).ToHashSet();
        File.Delete(Directory.VerdictFile);
        File.Delete(Directory.PageFile);
        return SetAside(Directory, kept);
    }

    /// <summary>Moves trials out of the way, so that others can be made under their names.</summary>
    /// <param name="directory">The run.</param>
    /// <param name="kept">Names of those that stay.</param>
    /// <returns>Names of those that were moved.</returns>
    internal static IReadOnlyList<string> SetAside(RunDirectory directory, IReadOnlySet<string> kept)
    {
        var moved = directory.Trials().Where(trial => !kept.Contains(trial.Name)).ToList();
        if (moved.Count > 0)
        {
            System.IO.Directory.CreateDirectory(directory.SetAsideFolder);
        }

        foreach (var trial in moved)
        {
            System.IO.Directory.Move(trial.Path, FreePlace(directory, trial.Name));
        }

        return [.. moved.Select(trial => trial.Name)];
    }

    private bool IsKept(TrialRecord trial) =>
        trial.Round <= Progress.WholeRounds || (trial.Round == Progress.WholeRounds + 1 && trial.Attempt < Progress.NextAttempt);

    private static string FreePlace(RunDirectory directory, string name)
    {
        for (var number = 1; ; number++)
        {
            var place = Path.Combine(directory.SetAsideFolder, number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
            if (!Path.Exists(place))
            {
                return place;
            }
        }
    }
}
