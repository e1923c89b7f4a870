using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Observations;

namespace Prony.Reporting.Runs;

/// <summary>Rounds that a gate forbids to use: they are shown, and no comparison rests on them.</summary>
internal static class ForbiddenRounds
{
    /// <summary>What a reader is told of such a round. A comparison takes rounds that both candidates have: without the baseline's, nobody's is left.</summary>
    public const string Told = "a gate forbids to use that round, so no comparison rests on it, nor on that round of a candidate compared with it";

    /// <summary>Its invalid state withholds a percentile; the window stays valid (docs/methods/gates.md).</summary>
    private const string SampleGate = "V10";

    /// <summary>Where the trial that knows which one is not at hand.</summary>
    private const string SomeGate = "a gate";

    /// <summary>"V13 stolen CPU time (0.0237, limit 0.02)", of several gates one after the other; null where the round may be used.</summary>
    /// <param name="figures">The round as the verdict has it.</param>
    /// <param name="trial">What was measured in it; null when it is not at hand.</param>
    public static string? Reason(RoundFigures figures, TrialRecord? trial) => figures.Invalid ? Join(Gates(trial).Select(Sentence), "; ") : null;

    /// <summary>What brackets in a table of rounds mean, and which gates put them there; nothing where every round may be used.</summary>
    public static IEnumerable<Block> Note(RunView view, string scenario, PointVerdict point, IReadOnlyList<string> names)
    {
        var found = from name in names
                    from figures in point.Candidates[name].Rounds
                    where figures.Invalid
                    let trial = CountedTrials.Behind(figures, CountedTrials.At(view, scenario, point.Load, name))
                    group figures.Round by (Name: name, Why: Join(Gates(trial).Select(Name), ", ")) into alike
                    select $"{alike.Key.Name} in {(alike.Count() == 1 ? "round" : "rounds")} {string.Join(", ", alike.Order())} ({alike.Key.Why})";
        var sentences = found.ToList();
        return sentences.Count == 0 ? [] : [new Prose(null, $"In brackets: {Told}: {string.Join("; ", sentences)}.", Tone.Aside)];
    }

    /// <summary>A figure in a table of rounds.</summary>
    public static string Bracketed(string figure, bool isForbidden) => isForbidden ? $"({figure})" : figure;

    private static IEnumerable<GateRecord> Gates(TrialRecord? trial) => trial?.Gates.Where(gate => gate.State == GateState.Invalid && gate.Id != SampleGate) ?? [];

    private static string Join(IEnumerable<string> gates, string separator) => string.Join(separator, gates.DefaultIfEmpty(SomeGate));

    private static string Name(GateRecord gate) => $"{gate.Id} {GateNames.Of(gate.Id)}".TrimEnd();

    private static string Sentence(GateRecord gate)
    {
        var figures = gate.Value is { } value ? $" ({Number(value)}{(gate.Limit is { } limit ? $", limit {Number(limit)}" : "")})" : "";
        return Foreign.Line(Name(gate) + figures + (gate.Reason is { Length: > 0 } reason ? $": {reason}" : ""));
    }

    /// <summary>Three digits, in the gate's unit.</summary>
    private static string Number(double value) =>
        double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("#,0.######", CultureInfo.InvariantCulture);
}
