using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Imported;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Comparing;

/// <summary>Composes the report of two runs: the verdict, what speaks against it, then the figures of both side by side.</summary>
internal static class CompareDocument
{
    public static IEnumerable<Block> Of(RunComparisonRecord record)
    {
        yield return new Title($"{record.New.Run} against {record.Old.Run}");
        if (record.Preview)
        {
            yield return new Alert("Preview", "one of the runs has too few rounds or too short windows for a verdict. Take what follows as a hint, and run whole experiments before acting on it.");
        }

        foreach (var imported in record.Imported)
        {
            yield return new Alert(ImportedDocument.Word, imported);
        }

        yield return new Prose("Verdict", record.Verdict.Sentence, ToneOf(record.Verdict.Verdict));
        yield return new Alert(record.Imported.Count > 0 ? "No interval" : "Not paired", record.Caution);
        if (record.Differences.Count > 0)
        {
            yield return new Heading("What differs between the two runs");
            yield return new Bullets([.. record.Differences.Select(Difference)]);
        }

        if (record.Doubts.Count > 0)
        {
            yield return new Heading("Doubts");
            yield return new Bullets([.. record.Doubts.GroupBy(d => (d.Run, d.Doubt.Level)).OrderBy(alike => alike.Key.Level == GateState.Invalid ? 0 : 1).SelectMany(alike => DoubtsOf(alike, record))]);
        }

        foreach (var (name, scenario) in record.Scenarios)
        {
            foreach (var point in scenario.Points)
            {
                yield return new Heading($"{name}, {(point.Load is { Users: null, RatePerS: null } ? "load not told" : PointFigures.LoadText(point.Load))}");
                foreach (var block in Point(record, point))
                {
                    yield return block;
                }
            }
        }

        yield return new Facts([new Fact("then", Run(record.Old)), new Fact("now", Run(record.New))]);
    }

    private static IEnumerable<Block> Point(RunComparisonRecord record, RunComparisonPoint point)
    {
        // The overall verdict stands on top already. A dash in a table wants a reason, but one reason for all metrics is said once.
        var said = point.Comparisons.Where(c => c.Metric == record.Primary || (c.Ratio is null && !IsDoomed(c)))
            .Select(c => c.Sentence)
            .Where(sentence => !record.Verdict.Sentence.StartsWith(sentence, StringComparison.Ordinal))
            .Distinct()
            .ToList();
        if (said.Count > 0)
        {
            yield return new Bullets([.. said.Select(sentence => new Bullet(null, sentence))]);
        }

        var isMeasured = record.Imported.Count == 0;
        foreach (var candidate in point.Comparisons.GroupBy(c => (c.Candidate, c.OldCandidate)))
        {
            yield return Table(candidate.Key.Candidate, candidate.Key.OldCandidate, [.. candidate], isMeasured);
        }

        yield return new Prose(null, isMeasured ? Note(record, point) : "÷ then: ratio of the two figures as they stand. It has no interval and decides nothing.", Tone.Aside);

        bool IsDoomed(AcrossRunsRecord comparison) => point.Comparisons.Any(c => c.Candidate == comparison.Candidate && c.Metric == record.Primary && c.Verdict == VerdictName.Invalid);
    }

    private static FigureTable Table(string name, string oldName, IReadOnlyList<AcrossRunsRecord> comparisons, bool isMeasured)
    {
        List<TableColumn> columns =
        [
            new(new Column(name == oldName ? name : $"{name} (was {oldName})", IsFigure: false), [.. comparisons.Select(c => Label(c.Metric))]),
            new(new Column("then"), [.. comparisons.Select(c => Text(c.Metric, c.OldFigure))]),
            new(new Column("now"), [.. comparisons.Select(c => Text(c.Metric, c.Figure))]),
            new(new Column("÷ then", IsFigure: false), [.. comparisons.Select(c => Figure.Ratio(c.Ratio, c.Low, c.High))]),
        ];
        if (isMeasured)
        {
            columns.Add(new(new Column("verdict", IsFigure: false), [.. comparisons.Select(c => c.Verdict)]));
            columns.Add(new(new Column("p"), [.. comparisons.Select(c => Probability(c.HolmP))]));
        }

        return TableColumn.Join(columns);

        string Text(string metric, double? figure) => figure is null && !isMeasured ? Figure.Unknown : MetricFigures.Text(metric, figure);
    }

    private static string Label(string metric) => metric switch
    {
        Metrics.CpuPerRequest => "CPU/request",
        Metrics.Memory => "memory (PSS)",
        _ when Metrics.IsResponse(metric) => "response " + Metrics.ShortName(metric),
        _ => metric,
    };

    private static string Probability(double? p) => p switch
    {
        null => Figure.Unknown,
        < 0.001 => "<0.001",
        { } value => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static string Note(RunComparisonRecord record, RunComparisonPoint point)
    {
        var m = point.Comparisons.Max(c => c.M);
        var confidence = Figure.Share(point.Comparisons.Max(c => c.Confidence));
        return $"÷ then: ratio of the rounds' geometric means with Welch's {confidence} interval, unpaired"
            + (m > 1 ? $", corrected for {Figure.Count(m, "comparison")}" : "")
            + $"; p: Welch's t test{(m > 1 ? ", adjusted by Holm" : "")}, never decides. Only {record.Primary} decides.";
    }

    private static Bullet Difference(RunDifference difference)
    {
        var text = difference.Kind == DifferenceKind.LeftOut
            ? $"{difference.What} {difference.Old ?? difference.New}, which only the {(difference.New is null ? "old" : "new")} run has"
            : $"{difference.What}: {difference.Old ?? "none"} → {difference.New ?? "none"}";
        return difference.Forbids
            ? new Bullet($"Forbids a verdict ({difference.Kind})", text, Tone.Bad)
            : new Bullet(difference.Kind == DifferenceKind.LeftOut ? "Left out" : char.ToUpperInvariant(difference.Kind[0]) + difference.Kind[1..], text);
    }

    private static IEnumerable<Bullet> DoubtsOf(IGrouping<(string? Run, string Level), RunDoubt> alike, RunComparisonRecord record)
    {
        var whose = alike.Key.Run is null ? "both runs" : alike.Key.Run == record.Old.Run ? "old run" : "new run";
        return Doubts.Of(alike.Select(doubt => doubt.Doubt)).Items.Select(bullet => bullet with { Label = $"{bullet.Label}, {whose}" });
    }

    private static string Run(ComparedRun run) =>
        $"{run.Run}, {Figure.Count(run.Rounds, "round")}, {run.CreatedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {run.Tool.Name} {run.Tool.Version}";

    private static Tone ToneOf(string verdict) => verdict switch
    {
        VerdictName.Better or VerdictName.Equivalent => Tone.Good,
        VerdictName.Worse or VerdictName.Invalid => Tone.Bad,
        _ => Tone.Doubtful,
    };
}
