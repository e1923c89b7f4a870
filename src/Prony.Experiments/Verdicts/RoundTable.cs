using Prony.Experiments.Gates;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Verdicts;

/// <summary>The trials of one scenario at one point, by round: which attempt of a round counts, and which pairs it gives.</summary>
/// <remarks>A repeated round replaces the attempt before it whole: a pair never mixes two attempts, because they were not measured side by side.</remarks>
internal sealed class RoundTable
{
    private readonly List<Dictionary<string, TrialRecord>> _chosen = [];
    private readonly List<List<Dictionary<string, TrialRecord>>> _discarded = [];
    private readonly List<int> _numbers = [];
    private readonly HashSet<string> _alive;

    internal RoundTable(IEnumerable<TrialRecord> trials)
    {
        var all = trials.ToList();
        _alive = [.. all.Where(IsValid).Select(trial => trial.Candidate)];
        foreach (var round in all.GroupBy(trial => trial.Round).OrderBy(round => round.Key))
        {
            // The attempt in which most of the living candidates were measured; of equal ones the latest.
            var attempts = round.GroupBy(trial => trial.Attempt)
                .Select(attempt => (Number: attempt.Key, Trials: attempt.GroupBy(t => t.Candidate).ToDictionary(t => t.Key, t => t.Last())))
                .OrderByDescending(attempt => attempt.Trials.Values.Count(IsValid))
                .ThenByDescending(attempt => attempt.Number)
                .Select(attempt => attempt.Trials)
                .ToList();
            _numbers.Add(round.Key);
            _chosen.Add(attempts[0]);
            _discarded.Add(attempts[1..]);
        }
    }

    /// <summary>Numbers of the rounds that have more than one attempt.</summary>
    internal IReadOnlyList<int> Replaced => [.. _numbers.Where((_, i) => _discarded[i].Count > 0)];

    /// <summary>Rounds of living candidates that had to be repeated or gave nothing, and all rounds.</summary>
    internal (int Disturbed, int All) Health
    {
        get
        {
            var names = _alive.ToArray();
            var rounds = Enumerable.Range(0, _chosen.Count).Where(i => names.Length > 0 && !IsUnfinished(i, names)).ToList();
            return (rounds.Count(i => IsDisturbed(i, names)), rounds.Count);
        }
    }

    /// <summary>Every trial in the attempts that count.</summary>
    internal IEnumerable<TrialRecord> Counted => _chosen.SelectMany(round => round.Values);

    /// <summary>Completed windows of a candidate, valid or not, by round.</summary>
    internal IReadOnlyList<TrialRecord> Measured(string candidate) =>
        [.. _chosen.Where(round => round.TryGetValue(candidate, out var trial) && IsMeasured(trial)).Select(round => round[candidate])];

    /// <summary>The rounds of two candidates; with the same name twice, the rounds of one by itself.</summary>
    internal PairedRounds Pair(string candidate, string baseline)
    {
        var pairs = new List<(TrialRecord Candidate, TrialRecord Baseline)>();
        var broken = new List<TrialRecord>();
        var disturbed = 0;
        string[] names = candidate == baseline ? [candidate] : [candidate, baseline];
        for (var i = 0; i < _chosen.Count; i++)
        {
            if (IsUnfinished(i, names))
            {
                continue;
            }

            disturbed += IsDisturbed(i, names) ? 1 : 0;
            var (mine, theirs) = (_chosen[i][candidate], _chosen[i][baseline]);
            if (IsValid(mine) && IsValid(theirs))
            {
                pairs.Add((mine, theirs));
            }
            else
            {
                broken.AddRange(names.Select(name => _chosen[i][name]).Where(trial => !IsValid(trial)));
            }
        }

        return new PairedRounds(pairs, broken, disturbed);
    }

    /// <summary>The earliest attempt of a round in which the window of a candidate is unusable only because it failed under its load; null without one.</summary>
    internal TrialRecord? FirstOverloaded(string candidate, int round)
    {
        var at = _numbers.IndexOf(round);
        return _discarded[at].Prepend(_chosen[at])
            .Select(attempt => attempt.GetValueOrDefault(candidate)).OfType<TrialRecord>()
            .Where(trial => IsMeasured(trial) && GateKeeper.ShowsOverload(trial.Gates))
            .MinBy(trial => trial.Attempt);
    }

    /// <summary>A whole window was measured.</summary>
    internal static bool IsMeasured(TrialRecord trial) => trial is { State: TrialState.Completed, Load: not null };

    /// <summary>A whole window was measured and no gate forbids to use it.</summary>
    internal static bool IsValid(TrialRecord trial) => IsMeasured(trial) && !GateKeeper.Invalidates(trial.Gates);

    private bool IsUnfinished(int round, string[] names) =>
        names.Any(name => !_chosen[round].TryGetValue(name, out var trial) || trial.State == TrialState.Interrupted);

    private bool IsDisturbed(int round, string[] names) =>
        _discarded[round].Prepend(_chosen[round])
            .Any(attempt => names.Any(name => attempt.TryGetValue(name, out var trial) && trial.State != TrialState.Interrupted && !IsValid(trial)));
}

/// <summary>The rounds of a candidate and the baseline.</summary>
/// <param name="Pairs">Rounds in which both gave a valid window.</param>
/// <param name="Broken">Trials that gave none, of the rounds that have no pair.</param>
/// <param name="Disturbed">Rounds that have no pair or were repeated because of one of the two.</param>
internal sealed record PairedRounds(
    IReadOnlyList<(TrialRecord Candidate, TrialRecord Baseline)> Pairs,
    IReadOnlyList<TrialRecord> Broken,
    int Disturbed)
{
    internal int Finished => Pairs.Count + Broken.Select(trial => trial.Round).Distinct().Count();
}
