using Prony.Experiments.Planning;
using Prony.Experiments.Running;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Capacity;

namespace Prony.Experiments.Capacities;

/// <summary>One search of one candidate as the trials of its turn: what comes next follows from what came before.</summary>
/// <remarks>Thread: one caller.</remarks>
internal sealed class SearchTurn(PlanRecord plan, RunDirectory directory, CapacityQuestion question, string candidate, int round, double? before, Action<string> told) : ITurnTrials
{
    private readonly CapacitySearch _search = new(question.Rules(before, ShiftOf(plan.RoundSeeds[round - 1], candidate), candidate));
    private readonly List<CapacityTrialRecord> _trials = [];
    private readonly List<TrialRecord> _records = [];
    private double _windowS;
    private bool _isWarm;
    private bool _isCutOff;
    private bool _isReplayed;

    /// <summary>Told of the bracket after each trial, replayed ones apart; null for nobody.</summary>
    internal Action<TrialName, double?, double?>? Moved { get; set; }

    public bool HasNext => _search.Next is not null && !_isCutOff;

    /// <summary>
    /// Users gave up in the last trial, which was bad. What they asked for is in queues still and will be worked on, and a load that the candidate could bear would fail for it.
    /// Not after a good trial, which had so few of them that the objectives allow it.
    /// </summary>
    public bool WantsFreshStart => _trials is [.., { Verdict: CapacityWords.BadName }] && _records[^1].Load is { } load && load.Requests.Censored + load.Outcomes.Timeout > 0;

    /// <summary>Lengths of the phases of the trial that was taken last.</summary>
    internal PhaseLengths Lengths { get; private set; } = plan.Phases;

    /// <summary>From 0 to below 1, of each round and candidate its own, the same in every run of one seed.</summary>
    internal static double ShiftOf(ulong roundSeed, string candidate) => new SplitMix64(SeedMix.Of(roundSeed, "start", candidate)).NextUnit();

    private ScenarioPoint Scenario { get; } = new(plan.Scenarios[0].Name, plan.Scenarios[0].Points[0]);

    public TrialName Take()
    {
        var next = _search.Next!.Value;
        _windowS = next.DurationS;
        var warmup = plan.Phases.WarmupS;
        Lengths = plan.Phases with
        {
            MeasureS = next.DurationS,
            WarmupS = _isWarm ? Math.Min(warmup ?? CapacityQuestion.AgainWarmupS, CapacityQuestion.AgainWarmupS) : warmup,
            DrainS = question.DrainS,
        };
        return new TrialName(round, _trials.Count + 1, candidate, Scenario.Name, question.PointOf(next.Load, Scenario.Like));
    }

    public void Ended(TrialRecord trial)
    {
        if (SaysNothing(trial) || _search.Next is not { } asked)
        {
            _isCutOff = true;
            return;
        }

        var folder = directory.Trial(trial.Round, trial.Attempt, trial.Candidate, trial.Scenario, null);
        var inFlight = RunReader.ReadSlices(folder).Where(slice => slice.Phase == PhaseName.Window).Select(slice => (double)slice.InFlight).ToList();
        var judged = TrialJudge.Of(trial, question.Objectives, inFlight, RunReader.ReadWindowHistograms(folder)?.Response);
        _search.Record(new CapacityTrial(asked.Load, _windowS, judged.Verdict, judged.General));
        _records.Add(trial);
        _trials.Add(new CapacityTrialRecord(
            folder.Name,
            asked.Load,
            _windowS,
            CapacityWords.Name(judged.Verdict),
            judged.Kind,
            judged.Detail,
            trial.Load?.ThroughputPerS,
            trial.Load?.Requests.FailureShare(),
            trial.Load is { ResponseNs.Count: > 0 } load ? load.ResponseNs.At("99") : null));

        // A fresh start is cold; so is what came to life after a death.
        _isWarm = trial.State == TrialState.Completed && !WantsFreshStart;
        if (!_isReplayed)
        {
            told($"round {round} {candidate}, trial {_trials.Count}: {trial.Point.Text}, {CapacityWords.Name(judged.Verdict)}{(judged.Detail is { } why ? $" ({why.TrimEnd('.')})" : "")}");
            var bracket = _search.Bracket;
            Moved?.Invoke(new TrialName(round, trial.Attempt, candidate, trial.Scenario, trial.Point), bracket.Lower, bracket.Upper);
        }
    }

    /// <summary>A trial of which nothing follows for its load: the search ends with it.</summary>
    internal static bool SaysNothing(TrialRecord trial) =>
        trial.State is TrialState.Interrupted or TrialState.NotStarted or TrialState.NotReady || (trial.Load is null && trial.State == TrialState.Completed);

    /// <summary>Takes a trial that was made before the run was cut off.</summary>
    /// <returns>False for one that says nothing, or that this search would not ask for next: something before it is missing.</returns>
    internal bool Replay(TrialRecord trial)
    {
        if (!HasNext || SaysNothing(trial))
        {
            return false;
        }

        var asked = Take();
        if (asked.Point != trial.Point || asked.Attempt != trial.Attempt)
        {
            return false;
        }

        _isReplayed = true;
        Ended(trial);
        _isReplayed = false;

        // Whoever goes on begins with a fresh start.
        _isWarm = false;
        return true;
    }

    /// <summary>What the search found, as far as it got.</summary>
    internal CapacitySearchRecord Found()
    {
        var bracket = _search.Bracket;
        var end = bracket.End == SearchEnd.None ? SearchEndName.CutOff : CapacityWords.Name(bracket.End);
        var atUpper = _records.Where((_, index) => _trials[index] is { Verdict: CapacityWords.BadName } trial && trial.Load == bracket.Upper).ToList();
        return new CapacitySearchRecord
        {
            Round = round,
            Lower = bracket.Lower,
            Upper = bracket.Upper,
            Middle = bracket.Middle,
            Width = bracket.Width,
            End = end,
            Confirmed = bracket.Confirmed,
            Reason = ReasonOf(bracket, end),
            Conflicting = bracket.Conflicting,
            Trials = [.. _trials],
            Saturation = SaturationFinder.Of(atUpper),
        };
    }

    /// <summary>The words of a trial that failed for the most frequent reason; of the generator's, where that ended the search.</summary>
    private string? ReasonOf(CapacityBracket bracket, string end)
    {
        if (end == SearchEndName.Generator)
        {
            return _trials[^1].Reason;
        }

        var most = bracket.UpperReasons is [var first, ..] ? first : null;
        var of = bracket.Trials.Index().LastOrDefault(pair => pair.Item.Load == bracket.Upper && pair.Item.Verdict == TrialVerdict.Bad && pair.Item.Reason == most);
        return of.Item is null ? null : _trials[of.Index].Reason;
    }

    private sealed record ScenarioPoint(string Name, PointRecord Like);
}
