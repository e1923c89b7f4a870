using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Pages;

/// <summary>The doubts of a page: one paragraph of each gate in the open, the worst first; what the same gate says of each candidate is folded, so that eleven candidates are no wall of text.</summary>
internal static class DoubtView
{
    /// <param name="doubts">As they are recorded, one for each candidate.</param>
    /// <param name="gates">What the gates found, to tell the worst of several candidates.</param>
    public static IEnumerable<Block> Of(IReadOnlyList<DoubtRecord> doubts, IReadOnlyList<GateRecord> gates)
    {
        if (doubts.Count == 0)
        {
            yield return new Prose(null, "None: no gate found a reason to distrust this result.");
        }

        foreach (var gate in doubts.OrderBy(doubt => doubt.Level == GateState.Invalid ? 0 : 1).GroupBy(doubt => (doubt.Level, doubt.Id)))
        {
            // A doubt of one kind of load is recorded again with the next.
            var each = gate.DistinctBy(doubt => (doubt.Seen, doubt.Limit, doubt.Advice)).ToList();
            var together = each.TrueForAll(doubt => DoubtSubject.Of(doubt.Seen) is not null) ? Bullets(each, gates) : [];
            var isOne = together.Count == 1 && each.Count > 1;
            yield return new Bullets(isOne ? together : Bullets(each[..1], gates));
            if (each.Count > 1)
            {
                var summary = isOne ? $"{gate.Key.Id}: each of the {Figure.Count(each.Count)} by itself" : $"{gate.Key.Id}: {Figure.Count(each.Count - 1)} more of this gate";
                yield return new Fold(summary, [new Bullets([.. each.Skip(isOne ? 0 : 1).SelectMany(doubt => Bullets([doubt], gates))])]);
            }
        }
    }

    // The level stands in front of it as a state, so that its label is free for what the gate watches.
    private static List<Bullet> Bullets(List<DoubtRecord> doubts, IReadOnlyList<GateRecord> gates) =>
        [.. Doubts.Of(doubts, gates).Items.Select(bullet => bullet with { State = doubts[0].Level, Label = $"{doubts[0].Id} {GateNames.Of(doubts[0].Id)}".TrimEnd() })];
}
