using Prony.Experiments.Objectives;
using Prony.Measurement.Runs;
using Prony.Statistics.Capacity;

namespace Prony.Experiments.Capacities;

/// <summary>What a search for capacities is to find, and how.</summary>
public sealed record CapacityQuestion
{
    /// <summary>Failures that a load may have where no objective says so, a share.</summary>
    public const double MostFailures = 0.001;

    /// <summary>What stands among the objectives of a plan where none of failures was asked for.</summary>
    private const string ImpliedObjective = "failures <= 0.1%";

    /// <summary>Trials of the first search of a candidate, at most: twice what a search of a server with scatter takes.</summary>
    public const int MostTrials = 40;

    /// <summary>Trials of a later search, at most: it begins at the answer before, and a round without a narrow bracket tells little.</summary>
    public const int MostTrialsLater = 16;

    /// <summary>Trials of a search after the first of a candidate, at most. Default: <see cref="MostTrialsLater"/>; fewer where a round need not give a value.</summary>
    public int LaterTrials { get; init; } = MostTrialsLater;

    /// <summary>Seconds of full trials that decide a load, in lengths of a trial: two good trials of three.</summary>
    public const int EnoughTrials = 3;

    /// <summary>Warm-up of a trial whose candidate was loaded before, seconds, at most.</summary>
    public const double AgainWarmupS = 2;

    /// <summary>Answers are waited for at least so long after a window, seconds.</summary>
    private const double LeastDrainS = 2;

    /// <summary>Usual trials of a first and of a later search: for the time that is left, nothing else.</summary>
    private const int UsualTrials = 19;
    private const int UsualTrialsLater = 7;

    /// <summary>The same where one trial decides a load.</summary>
    private const int QuickTrials = 9;
    private const int QuickTrialsLater = 3;

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

    /// <summary>Full trials whose seconds decide a load, at least 1. Default: 3, two good ones of three; 1 where brackets are so wide that chance at their ends does not matter.</summary>
    public int DecidingTrials { get; init; } = EnoughTrials;

    /// <summary>Lower ends that are known of candidates before the first round, by name: their first searches begin there. Default: of none.</summary>
    public IReadOnlyDictionary<string, double> Known { get; init; } = new Dictionary<string, double>();

    /// <summary>Width of the brackets that <see cref="Known"/> comes of. Default: 0.05.</summary>
    public double KnownWidth { get; init; } = 0.05;

    /// <summary>The question that a plan holds.</summary>
    /// <param name="settings">Those of the plan.</param>
    /// <param name="rounds">Rounds of the plan.</param>
    /// <exception cref="FormatException">An objective is none.</exception>
    public static CapacityQuestion Of(CapacitySettings settings, int rounds)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new CapacityQuestion
        {
            Objectives = [.. settings.Objectives.Where(text => text != ImpliedObjective).Select(Objective.Parse)],
            Users = settings.Load == "users",
            Width = settings.Width,
            Start = settings.Start,
            Highest = settings.Highest,
            TrialS = settings.TrialS,
            Rounds = rounds,
            DecidingTrials = Math.Max(1, (int)Math.Round(settings.EnoughS / settings.TrialS)),
            LaterTrials = settings.MostTrialsLater,
        };
    }

    /// <summary>How it is searched, as it is written down.</summary>
    /// <param name="longestS">See <see cref="CapacitySettings"/>.</param>
    internal CapacitySettings Settings(double longestS) => new(
        Users ? "users" : "rate",
        Objectives.Any(objective => objective.Metric == Metrics.Failures) ? Texts() : [.. Texts(), ImpliedObjective],
        Start,
        Highest,
        Width,
        TrialS,
        DecidingTrials * TrialS,
        Rules(null).Goal.BadShare,
        IsQuick ? 0 : EnoughTrials * TrialS,
        Rules(null).MostTrials,
        LaterTrials,
        longestS);

    private List<string> Texts() => [.. Objectives.Select(objective => objective.Text)];

    /// <summary>Only to see about where the capacity lies.</summary>
    private bool IsQuick => DecidingTrials < EnoughTrials;

    /// <summary>Rules of a search.</summary>
    /// <param name="before">The lower end that an earlier search of the same candidate found; null: none.</param>
    /// <param name="shift">How far below it the search begins, in steps of the width, from 0 to below 1. Drawn per round: from the same start every round would step on the same loads, and rounds that agree
    /// because they asked the same would pass for rounds without noise.</param>
    /// <param name="candidate">Whose search; null: one of which nothing is known.</param>
    internal CapacityRules Rules(double? before, double shift = 0, string? candidate = null)
    {
        var known = candidate is not null && Known.TryGetValue(candidate, out var lower) ? lower : (double?)null;
        return new CapacityRules
        {
            Start = before is { } found ? Shifted(found, shift) : known is { } of ? Shifted(of, 0) : Start,
            Lowest = Math.Min(1, Start),
            Highest = Highest,
            Whole = Users,
            Width = Width,
            FirstStep = before is not null ? StepOf(Width) : known is not null ? StepOf(KnownWidth) : CapacitySearch.LargestStep,
            Goal = new LoadGoal { TrialS = TrialS, EnoughS = DecidingTrials * TrialS },
            ConfirmS = before is null && !IsQuick ? EnoughTrials * TrialS : null,
            MostTrials = before is not null ? LaterTrials : IsQuick ? MostTrials / 2 : MostTrials,
        };
    }

    private static double StepOf(double width) => Math.Min(CapacitySearch.LargestStep, 1 + width);

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
        var confirmS = IsQuick ? 0 : EnoughTrials * TrialS;

        // Each may follow one whose users gave up, and then begins with a fresh start (SearchTurn.WantsFreshStart).
        var longestEach = longestWarmup + phases.IdleS + DrainS + TrialS;
        var first = (Rules(null).MostTrials * longestEach) + confirmS;
        var later = LaterTrials * longestEach;
        var each = again + TrialS + 0.2;
        var (usual, usualLater) = IsQuick ? (QuickTrials, QuickTrialsLater) : (UsualTrials, UsualTrialsLater);
        var expectedFirst = ((Known.Count > 0 ? (usual + usualLater) / 2 : usual) * each) + phases.ExpectedWarmupS + confirmS + phases.IdleS + phases.PauseS;
        var expectedLater = (usualLater * each) + phases.ExpectedWarmupS + phases.IdleS + phases.PauseS;
        return (
            candidates * (expectedFirst + ((Rounds - 1) * expectedLater)),
            candidates * (first + ((Rounds - 1) * later) + (Rounds * phases.PauseS)));
    }
}
