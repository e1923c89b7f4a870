using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Pages;

/// <summary>The doubts of a page: one of each gate in the open, the worst first; what the same gate says of other candidates is folded, so that eleven candidates are no wall of text.</summary>
internal static class DoubtView
{
    public static IEnumerable<Block> Of(IReadOnlyList<DoubtRecord> doubts)
    {
        if (doubts.Count == 0)
        {
            yield return new Prose(null, "None: no gate found a reason to distrust this result.");
        }

        foreach (var gate in doubts.OrderBy(doubt => doubt.Level == GateState.Invalid ? 0 : 1).GroupBy(doubt => (doubt.Level, doubt.Id)))
        {
            var bullets = gate.Select(Bullet).ToList();
            yield return new Bullets([bullets[0]]);
            if (bullets.Count > 1)
            {
                yield return new Fold($"{gate.Key.Id}: {Figure.Count(bullets.Count - 1)} more of this gate", [new Bullets(bullets[1..])]);
            }
        }
    }

    // The level stands in front of it as a state, so that its label is free for what the gate watches.
    private static Bullet Bullet(DoubtRecord doubt) =>
        Doubts.Of([doubt]).Items[0] with { State = doubt.Level, Label = $"{doubt.Id} {GateNames.Of(doubt.Id)}".TrimEnd() };
}
