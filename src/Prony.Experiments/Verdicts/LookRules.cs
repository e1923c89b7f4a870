using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Verdicts;

/// <summary>Which look of a plan judges, which rounds then count, and whether the run ends there (docs/methods/rounds.md).</summary>
internal sealed class LookRules
{
    private readonly PlanRecord _plan;
    private readonly LookState _state;
    private readonly LookRecord? _look;

    internal LookRules(PlanRecord plan, IReadOnlyList<TrialRecord> trials, LookState? state)
    {
        _plan = plan;
        _state = state ?? new LookState(trials.Select(trial => trial.Round).DefaultIfEmpty(0).Max(), (_, _, _) => false);
        _look = plan.Looks.LastOrDefault(look => look.Round <= _state.WholeRounds);
    }

    /// <summary>Error probability of the family; before the first look that of the first.</summary>
    internal double Alpha => _look?.Alpha ?? (_plan.Looks is [var first, ..] ? first.Alpha : new ComparisonRules().Alpha);

    /// <summary>The plan has looks and none is reached: whatever is shown is no verdict.</summary>
    internal bool BeforeFirst => _plan.Looks.Count > 0 && _look is null;

    /// <summary>Rounds after the look that judges do not count: they belong to the next one.</summary>
    internal bool Counts(TrialRecord trial) => _look is null || trial.Round <= _look.Round;

    /// <summary>The look as the verdict states it; null where there is none.</summary>
    internal LookVerdict? Verdict(IReadOnlyList<PointTrials> points, Func<PointTrials, IEnumerable<ComparisonRecord>> primary) => _look is null
        ? null
        : new LookVerdict(_look.Round, _look.Alpha, _look == _plan.Looks[^1] || points.All(point => primary(point).All(comparison => HasEnded(point, comparison))));

    /// <summary>Where the run stood when it was judged, as a sentence; null for a plan without looks.</summary>
    internal string? Sentence(LookVerdict? look, IEnumerable<IComparisonRecord> primary)
    {
        if (_plan.Looks.Count == 0)
        {
            return null;
        }

        var most = _plan.Looks[^1].Round;
        if (look is null)
        {
            return $"The first look is after round {CountText.Of(_plan.Looks[0].Round)}; it was not reached.";
        }

        var alpha = look.Alpha.ToString("0.###", CultureInfo.InvariantCulture);
        var decided = primary.All(comparison => IsDecision(comparison.Verdict));
        return (look.Ended, decided) switch
        {
            (false, _) => $"Judged at the look after round {look.Round} of at most {most} (alpha {alpha}); later rounds do not count before the next look.",
            (true, true) => $"Decided at the look after round {look.Round} of at most {most} (alpha {alpha}).",
            _ when look.Round == most => $"Not decided by the last look, after round {most} (alpha {alpha}).",
            _ => $"Ended at the look after round {look.Round} of at most {most} (alpha {alpha}): more rounds would decide no more.",
        };
    }

    private static bool IsDecision(string verdict) => verdict is VerdictName.Better or VerdictName.Worse or VerdictName.Equivalent;

    /// <summary>Decided, or no further round can decide it.</summary>
    private bool HasEnded(PointTrials at, ComparisonRecord comparison)
    {
        if (_state.IsOver(comparison.Candidate, at.Scenario, at.Point) || _state.IsOver(_plan.Baseline, at.Scenario, at.Point))
        {
            return true;
        }

        var pair = at.Rounds.Pair(comparison.Candidate, _plan.Baseline);
        if (comparison.Verdict != VerdictName.Invalid)
        {
            return IsDecision(comparison.Verdict) && pair.Pairs.Count >= ComparisonRules.FewestRounds;
        }

        // Too many repeated rounds of few may be few of many; every other reason stays with the rounds that have it.
        var mostDisturbed = GateLimits.RoundHealth.ChangedBy(_plan.Limits).Invalid!.Value;
        return UnusableRounds.Reason(pair, mostDisturbed) is null || pair.Disturbed > mostDisturbed * _plan.Rounds;
    }
}
