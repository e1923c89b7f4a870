using Prony.Measurement.Histograms;
using Prony.Measurement.Runs;
using Prony.Reporting.Observations;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Others;

/// <summary>The windows of one candidate at one load that count, with their files.</summary>
/// <param name="Candidate">Whose.</param>
/// <param name="Scenario">What was asked.</param>
/// <param name="Point">At which load.</param>
/// <param name="Rounds">By round; at least one.</param>
internal sealed record CountedWindows(string Candidate, PlannedScenario Scenario, PointRecord Point, IReadOnlyList<CountedWindow> Rounds)
{
    /// <summary>Length of all windows together, seconds.</summary>
    public double Seconds => Rounds.Sum(round => round.Load.Window.DurationS);

    /// <summary>Requests that ended in them, well or not.</summary>
    public long Ended => Rounds.Sum(round => round.Load.Requests.Succeeded + round.Load.Requests.Failed);

    /// <summary>Those that failed.</summary>
    public long Failed => Rounds.Sum(round => round.Load.Requests.Failed);

    /// <summary>Everything of a run that its verdict counts, candidate by candidate, in the order of the plan; nothing without a verdict.</summary>
    /// <exception cref="RunFormatException">A file with times is damaged.</exception>
    public static IReadOnlyList<CountedWindows> Of(RunView view, RunDirectory run)
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
               let rounds = RoundsOf(view, run, plan, candidate.Name, scenario.Name, point)
               where rounds.Count > 0
               select new CountedWindows(candidate.Name, scenario, point, rounds),
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

            all.Add(window.Response);
        }

        return all;
    }

    private static List<CountedWindow> RoundsOf(RunView view, RunDirectory run, PlanRecord plan, string candidate, string scenario, PointRecord point)
    {
        var figures = view.Verdict?.Scenarios.GetValueOrDefault(scenario)?.Points.FirstOrDefault(p => p.Load == point)?.Candidates.GetValueOrDefault(candidate)?.Rounds ?? [];
        var trials = CountedTrials.At(view, scenario, point, candidate).ToList();
        return
        [
            .. figures.Where(round => !round.Invalid).OrderBy(round => round.Round)
                .Select(round => CountedTrials.Behind(round, trials)).OfType<TrialRecord>()
                .Select(trial => new CountedWindow(trial.Load!, run.Trial(trial.Round, trial.Attempt, candidate, scenario, plan.HasSeveralPoints(scenario) ? point : null))),
        ];
    }
}

/// <summary>A window that counts.</summary>
/// <param name="Load">What the generator measured.</param>
/// <param name="Folder">Where its other files are.</param>
internal sealed record CountedWindow(LoadRecord Load, TrialFolder Folder)
{
    // What is left over by the rounding of its start is no second of its own: a rate of it would be a wild one.
    private const double LeastS = 0.01;

    /// <summary>The seconds of the window, each with its start as a wall clock reads it and its length: the last one ends with the window.</summary>
    public IEnumerable<(DateTimeOffset At, double LengthS, SliceRecord Slice)> Seconds()
    {
        var first = double.NaN;
        foreach (var slice in RunReader.ReadSlices(Folder).Where(slice => slice.Phase == PhaseName.Window))
        {
            first = double.IsNaN(first) ? slice.TS : first;
            var rest = Load.Window.DurationS - (slice.TS - first);
            yield return (Load.Window.StartUtc.AddSeconds(slice.TS - first), rest is > LeastS and < 1 ? rest : 1, slice);
        }
    }
}
