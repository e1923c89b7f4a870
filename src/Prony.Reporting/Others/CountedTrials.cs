using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Others;

/// <summary>The windows of one candidate at one load that count, with their files.</summary>
/// <param name="Candidate">Whose.</param>
/// <param name="Scenario">What was asked.</param>
/// <param name="Point">At which load.</param>
/// <param name="Rounds">By round; at least one.</param>
internal sealed record CountedTrials(string Candidate, PlannedScenario Scenario, PointRecord Point, IReadOnlyList<CountedTrial> Rounds)
{
    /// <summary>Length of all windows together, seconds.</summary>
    public double Seconds => Rounds.Sum(round => round.Load.Window.DurationS);

    /// <summary>Requests that ended in them, well or not.</summary>
    public long Ended => Rounds.Sum(round => round.Load.Requests.Succeeded + round.Load.Requests.Failed);

    /// <summary>Those that failed.</summary>
    public long Failed => Rounds.Sum(round => round.Load.Requests.Failed);

    /// <summary>Everything of a run that has a whole window, candidate by candidate, in the order of the plan.</summary>
    /// <exception cref="RunFormatException">A file with times is damaged.</exception>
    public static IReadOnlyList<CountedTrials> Of(RunView view, RunDirectory run)
    {
        if (view.Plan is not { } plan)
        {
            return [];
        }

        return
        [
            .. from candidate in plan.Candidates
               from scenario in plan.Scenarios
               from point in scenario.Points
               let rounds = Rounded(view, run, plan, candidate.Name, scenario.Name, point)
               where rounds.Count > 0
               select new CountedTrials(candidate.Name, scenario, point, rounds),
        ];
    }

    /// <summary>Response times of all windows; null where a round has none on the disk.</summary>
    public Histogram? Response()
    {
        var all = Histogram.ForDurations();
        foreach (var round in Rounds)
        {
            if (RunReader.ReadWindowHistograms(round.Folder) is not { } window)
            {
                return null;
            }

            foreach (var bucket in window.Response.Buckets())
            {
                all.Record(bucket.High, bucket.Count);
            }
        }

        return all;
    }

    private static List<CountedTrial> Rounded(RunView view, RunDirectory run, PlanRecord plan, string candidate, string scenario, PointRecord point)
    {
        // Rounds that the verdict does not count have no figures in it; without a verdict the last attempt of each round counts.
        var counted = view.Verdict?.Scenarios.GetValueOrDefault(scenario)?.Points.FirstOrDefault(p => p.Load == point)?.Candidates.GetValueOrDefault(candidate)?.Rounds
            .Where(round => !round.Invalid).Select(round => round.Round).ToHashSet();
        return
        [
            .. view.Trials
                .Where(trial => trial.Candidate == candidate && trial.Scenario == scenario && trial.Point == point && trial is { State: TrialState.Completed, Load: not null })
                .GroupBy(trial => trial.Round)
                .Where(round => counted is null || counted.Contains(round.Key))
                .OrderBy(round => round.Key)
                .Select(round => round.MaxBy(trial => trial.Attempt)!)
                .Select(trial => new CountedTrial(trial.Load!, run.Trial(trial.Round, trial.Attempt, candidate, scenario, plan.HasSeveralPoints(scenario) ? point : null))),
        ];
    }
}

/// <summary>A window that counts.</summary>
/// <param name="Load">What the generator measured.</param>
/// <param name="Folder">Where its other files are.</param>
internal sealed record CountedTrial(LoadRecord Load, TrialFolder Folder)
{
    /// <summary>The seconds of the window, each with its start as a wall clock reads it.</summary>
    public IEnumerable<(DateTimeOffset At, SliceRecord Slice)> Seconds()
    {
        var first = double.NaN;
        foreach (var slice in RunReader.ReadSlices(Folder).Where(slice => slice.Phase == PhaseName.Window))
        {
            first = double.IsNaN(first) ? slice.TS : first;
            yield return (Load.Window.StartUtc.AddSeconds(slice.TS - first), slice);
        }
    }
}
