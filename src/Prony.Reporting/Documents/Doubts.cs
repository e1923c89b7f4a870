using Prony.Measurement.Runs;

namespace Prony.Reporting.Documents;

/// <summary>Doubts as every view words them: the worst first, and the same doubt of several candidates once.</summary>
internal static class Doubts
{
    /// <param name="doubts">As they are recorded, one for each candidate.</param>
    /// <param name="gates">What the gates found, to tell which of several candidates is the worst; none: nothing is said of a worst.</param>
    public static Bullets Of(IEnumerable<DoubtRecord> doubts, IReadOnlyList<GateRecord>? gates = null) => new(
    [
        .. doubts.OrderBy(d => d.Level == GateState.Invalid ? 0 : 1)
            .GroupBy(d => (d.Level, d.Id, d.Limit, d.Advice))
            .Select(alike => new Bullet(
                $"{Word(alike.Key.Level)} {alike.Key.Id}",
                Sentences(Seen([.. alike.Select(doubt => doubt.Seen).Distinct()], alike.Key.Level, alike.Key.Id, gates ?? []), alike.Key.Limit, alike.Key.Advice),
                ToneOf(alike.Key.Level))),
    ]);

    /// <summary>What was seen: as given, or where it was seen of several candidates their names with how often, and what it was with the worst.</summary>
    private static string Seen(List<string> seen, string level, string id, IReadOnlyList<GateRecord> gates)
    {
        if (seen.Count == 1)
        {
            return seen[0];
        }

        var found = seen.ConvertAll(DoubtSubject.Of);
        if (found.Exists(subject => subject is null))
        {
            return string.Join(' ', seen.Select(WithStop));
        }

        var subjects = found.ConvertAll(subject => subject!);
        var names = string.Join(", ", subjects.Select((subject, index) => subject.Share is { } share ? $"{subject.Candidate} ({share}{(index == 0 ? " windows" : "")})" : subject.Candidate).Distinct());
        if (subjects.TrueForAll(subject => subject.What == subjects[0].What))
        {
            return $"{names}: {subjects[0].Sentence}";
        }

        if (!gates.Any(gate => gate.Id == id && gate.State == level && gate.Value is not null))
        {
            return string.Join(' ', seen.Select(WithStop));
        }

        var worst = subjects.MaxBy(subject => Distance(subject.Candidate, level, id, gates))!;
        return $"{names}. The worst is {worst.Candidate}{(worst.Where is { } where ? $" in {where}" : "")}: {worst.Sentence}";
    }

    // Figures of one gate have one unit; which side of the limit is the bad one does not matter: these are all beyond it.
    private static double Distance(string candidate, string level, string id, IReadOnlyList<GateRecord> gates) => gates
        .Where(gate => gate.Id == id && gate.Candidate == candidate && gate.State == level)
        .Select(gate => Math.Abs((gate.Value ?? 0) - (gate.Limit ?? 0)))
        .DefaultIfEmpty(0)
        .Max();

    // "Invalid V01" forbids a verdict, "Doubt V28" only warns.
    private static string Word(string level) => level == GateState.Invalid ? "Invalid" : "Doubt";

    // As given; only a missing full stop is added, so that the three do not run into each other.
    private static string Sentences(params string[] texts) => string.Join(' ', texts.Select(t => t.Trim()).Where(t => t.Length > 0).Select(WithStop));

    private static string WithStop(string text) => text[^1] is '.' or '!' or '?' or ':' ? text : text + ".";

    private static Tone ToneOf(string level) => level == GateState.Invalid ? Tone.Bad : Tone.Doubtful;
}
