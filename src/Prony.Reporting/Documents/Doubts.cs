using Prony.Measurement.Runs;

namespace Prony.Reporting.Documents;

/// <summary>Doubts as every view words them: as given, the worst first.</summary>
internal static class Doubts
{
    public static Bullets Of(IEnumerable<DoubtRecord> doubts) => new(
        [.. doubts.OrderBy(d => d.Level == GateState.Invalid ? 0 : 1).Select(d => new Bullet($"{Word(d.Level)} {d.Id}", Sentences(d.Seen, d.Limit, d.Advice), ToneOf(d.Level)))]);

    // "Invalid V01" forbids a verdict, "Doubt V28" only warns.
    private static string Word(string level) => level == GateState.Invalid ? "Invalid" : "Doubt";

    // As given; only a missing full stop is added, so that the three do not run into each other.
    private static string Sentences(params string[] texts) => string.Join(' ', texts
        .Select(t => t.Trim())
        .Where(t => t.Length > 0)
        .Select(t => t[^1] is '.' or '!' or '?' or ':' ? t : t + "."));

    private static Tone ToneOf(string level) => level == GateState.Invalid ? Tone.Bad : Tone.Doubtful;
}
