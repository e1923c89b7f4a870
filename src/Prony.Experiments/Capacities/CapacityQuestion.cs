using Prony.Experiments.Objectives;
using Prony.Measurement.Runs;
using Prony.Statistics.Capacity;

namespace Prony.Experiments.Capacities;

/// <summary>What a search for capacities is to find, and how.</summary>
public sealed record CapacityQuestion
{
    /// <summary>Failures that a load may have where no objective says so, a share.</summary>
    public const double MostFailures = 0.001;

    /// <summary>Trials of the first search of a candidate, at most: twice what a search of a server with scatter takes.</summary>
    public const int MostTrials = 40;

    /// <summary>Trials of a later search, at most: it begins at the answer before.</summary>
    public const int MostTrialsLater = 8;

    /// <summary>Seconds of full trials that decide a load, in lengths of a trial: two good trials of three.</summary>
    public const int EnoughTrials = 3;

    /// <summary>Warm-up of a trial whose candidate was loaded before, seconds, at most.</summary>
    public const double AgainWarmupS = 2;

    /// <summary>Answers are waited for at least so long after a window, seconds.</summary>
    private const double LeastDrainS = 2;

    /// <summary>Usual trials of a first and of a later search: for the time that is left, nothing else.</summary>
    private const int UsualTrials = 19;
    private const int UsualTrialsLater = 5;

    /// <summary>Bounds that a load must keep. Default: none but that at most 0.1 % of the requests fail.</summary>
    public IReadOnlyList<Objective> Objectives { get; init; } = [];

    /// <summary>Users of the closed model instead of a rate. Default: false.</summary>
    public bool Users { get; init; }

    /// <summary>Width of a bracket, upper ÷ lower − 1, above 0. Default: 0.05.</summary>
    public double Width { get; init; } = 0.05;

    /// <summary>Load of the first trial. Default: 100 requests per second.</summary>
    public double Start { get; init; } = 100;

    /// <summary>Highest load that is tried. Default: 10 million requests per second.</summary>
    public double Highest { get; init; } = 10_000_000;

    /// <summary>Length of a full trial, seconds. Default: 10.</summary>
    public double TrialS { get; init; } = 10;

    /// <summary>Rounds, at least 1. Default: 1.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>Rules of a search.</summary>
    /// <param name="before">The lower end that an earlier search of the same candidate found; null: none.</param>
    /// <param name="shift">How far below it the search begins, in steps of the width, from 0 to below 1. Drawn per round: from the same start every round would step on the same loads, and rounds that agree
    /// because they asked the same would pass for rounds without noise.</param>
    internal CapacityRules Rules(double? before, double shift = 0) => new()
    {
        Start = before is { } lower ? Shifted(lower, shift) : Start,
        Lowest = Math.Min(1, Start),
        Highest = Highest,
        Whole = Users,
        Width = Width,
        FirstStep = before is null ? CapacitySearch.LargestStep : Math.Min(CapacitySearch.LargestStep, 1 + Width),
        Goal = new LoadGoal { TrialS = TrialS, EnoughS = EnoughTrials * TrialS },
        ConfirmS = before is null ? EnoughTrials * TrialS : null,
        MostTrials = before is null ? MostTrials : MostTrialsLater,
    };

    private double Shifted(double lower, double shift)
    {
        var load = lower * Math.Pow(1 + Width, -shift);
        return Math.Clamp(Users ? Math.Round(load) : load, Math.Min(1, Start), Highest);
    }

    /// <summary>A load as a point of the scenario, whose pauses of users and spacing of arrivals stay.</summary>
    internal PointRecord PointOf(double load, PointRecord like) => Users
        ? new PointRecord((int)load, null) { ThinkS = like.Users is null ? null : like.ThinkS, PaceS = like.Users is null ? null : like.PaceS }
        : new PointRecord(null, load, like.Arrivals ?? ArrivalsName.Poisson);

    /// <summary>How long answers are waited for: as long as an answer may take twice over, so that late ones are late and not missing.</summary>
    internal double DrainS => Math.Max(LeastDrainS, 2 * Objectives.Where(o => Metrics.IsResponse(o.Metric)).Select(o => o.Limit / 1e9).DefaultIfEmpty(0).Max());

    /// <summary>How long it takes, about and at most, seconds, without what candidates take to start and stop.</summary>
    /// <param name="candidates">How many.</param>
    /// <param name="phases">Those of the experiment.</param>
    internal (double Expected, double Longest) DurationS(int candidates, PhaseLengths phases)
    {
        var longestWarmup = phases.WarmupS ?? Running.AutoWarmup.Longest.TotalSeconds;
        var again = Math.Min(AgainWarmupS, longestWarmup);
        var first = MostTrials * (again + DrainS + TrialS) + longestWarmup + (EnoughTrials * TrialS);
        var later = MostTrialsLater * (again + DrainS + TrialS) + longestWarmup;
        var each = again + TrialS + 0.2;
        var expectedFirst = (UsualTrials * each) + phases.ExpectedWarmupS + (EnoughTrials * TrialS) + phases.IdleS + phases.PauseS;
        var expectedLater = (UsualTrialsLater * each) + phases.ExpectedWarmupS + phases.IdleS + phases.PauseS;
        return (
            candidates * (expectedFirst + ((Rounds - 1) * expectedLater)),
            candidates * (first + ((Rounds - 1) * later) + (Rounds * (phases.IdleS + phases.PauseS))));
    }
}
