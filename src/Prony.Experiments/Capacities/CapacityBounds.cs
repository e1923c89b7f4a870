using Prony.Measurement.Runs;
using Prony.Statistics.Comparison;

namespace Prony.Experiments.Capacities;

/// <summary>
/// What is certain of a ratio of capacities whose brackets are not all narrow: that of a search that kept its objectives at the highest load is above its lower end, and no more is known. Where
/// in every round one bracket lies whole above the other, the direction needs no middles. Pure.
/// </summary>
/// <remarks>
/// The sign test: of R independent rounds without a difference all agree with probability 2^(1 − R), two-sided, which has to be at most alpha ÷ comparisons; with one comparison that takes six rounds, as the
/// signed ranks do. The least of R bounds is then the lower end of the order-statistics interval of the median ratio, at 1 − 2^(1 − R) (David and Nagaraja, Order Statistics, 7.1).
/// </remarks>
/// <param name="Least">Least ratio that the brackets of any round allow, candidate ÷ baseline, where the candidate is ahead in all; else the greatest, below 1.</param>
/// <param name="IsAhead">The candidate is ahead in every round.</param>
/// <param name="Rounds">How many.</param>
/// <param name="RoundsNeeded">Rounds with which that is no chance.</param>
internal sealed record CapacityBounds(double Least, bool IsAhead, int Rounds, int RoundsNeeded)
{
    internal bool IsDecided => Rounds >= RoundsNeeded;

    /// <param name="rounds">Of each round both searches, ended.</param>
    /// <param name="rules">Alpha and family.</param>
    /// <returns>Null where the brackets of some round overlap, or rounds disagree.</returns>
    internal static CapacityBounds? Of(IReadOnlyList<(CapacitySearchRecord Mine, CapacitySearchRecord Theirs)> rounds, ComparisonRules rules)
    {
        if (rounds.Count == 0)
        {
            return null;
        }

        var needed = Math.Max(ComparisonRules.FewestRounds, (int)Math.Ceiling(1 - Math.Log2(rules.Alpha / rules.Comparisons)));
        var above = rounds.Select(round => round.Mine.Lower / round.Theirs.Upper).ToList();
        if (above.TrueForAll(ratio => ratio > 1))
        {
            return new CapacityBounds(above.Min()!.Value, IsAhead: true, rounds.Count, needed);
        }

        var below = rounds.Select(round => round.Mine.Upper / round.Theirs.Lower).ToList();
        return below.TrueForAll(ratio => ratio < 1) ? new CapacityBounds(below.Max()!.Value, IsAhead: false, rounds.Count, needed) : null;
    }
}
