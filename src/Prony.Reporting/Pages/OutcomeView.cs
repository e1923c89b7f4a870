using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Loads;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Pages;

/// <summary>How requests ended, and what the answers were that failed.</summary>
internal static class OutcomeView
{
    private const int MostSamples = 3;
    private const int MostCharacters = 1_000;

    public static IEnumerable<Block> Of(PointVerdict point, IReadOnlyList<string> names, IEnumerable<TrialRecord> trials)
    {
        yield return TableColumn.Join(
        [
            new(new Column("candidate", IsFigure: false), names),
            new(new Column("failed"), [.. names.Select(name => Figure.Share(point.Candidates[name].Failures))]),
            new(new Column("responses by status", IsFigure: false), [.. names.Select(name => Counted.Text(point.Candidates[name].Status.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value))))]),
            new(new Column("outcomes", IsFigure: false), [.. names.Select(name => point.Candidates[name].Outcomes is { } outcomes ? Counted.Outcomes(outcomes) : Figure.Unknown)]),
        ]) with
        {
            Caption = $"How requests ended at {PointFigures.LoadText(point.Load)}, all rounds together. Failed: of those that were due, unanswered and unsent ones too.",
        };
        foreach (var sample in Samples(trials))
        {
            yield return sample;
        }
    }

    private static IEnumerable<Fold> Samples(IEnumerable<TrialRecord> trials) =>
        from trial in trials
        where trial.Load is not null
        from sample in trial.Load!.Samples
        group sample by trial.Candidate into candidate
        from check in candidate.GroupBy(sample => (sample.Check, sample.Found)).Take(MostSamples)
        let first = check.First()
        select new Fold($"Sample of {candidate.Key}: not {first.Check}", [new Prose("Found", first.Found), new Quote(Lines(first))]);

    private static string[] Lines(SampleRecord sample) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"status {sample.Status}, second {sample.TS}, body of {CountOf(sample.BodyBytes)} bytes"),
        .. sample.Headers,
        "",
        .. (sample.Body.Length <= MostCharacters ? sample.Body : string.Concat(sample.Body.AsSpan(0, MostCharacters), "…")).Split('\n'),
    ];

    private static string CountOf(long bytes) => Figure.Count(bytes);
}
