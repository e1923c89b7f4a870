using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Imported;

/// <summary>Composes the report of somebody else's measurement: that it is one, its figures, what they cannot tell, where they stood.</summary>
internal static class ImportedDocument
{
    /// <summary>The word of the banner, which every view of such figures shows.</summary>
    public const string Word = "Somebody else's measurement";

    private const int MostErrors = 5;

    public static IEnumerable<Block> Of(PlanRecord plan, ImportedRecord imported, int? width)
    {
        yield return new Title(plan.Experiment);
        yield return Banner(imported);
        foreach (var block in Loads([.. imported.Results.Where(result => result.Usage is null)], width).Concat(Usages([.. imported.Results.Where(result => result.Usage is not null)], width)))
        {
            yield return block;
        }

        yield return new Heading("What these figures cannot tell");
        yield return new Bullets(CannotTell(imported));
        var remarks = imported.Results.SelectMany(result => result.Remarks.Select(remark => new Bullet(Who(result), remark, Tone.Doubtful)))
            .Concat(imported.Results.Where(result => result.Errors.Count > 0).Select(result => new Bullet($"{Who(result)}, errors in the tool's words", Errors(result.Errors), Tone.Doubtful)))
            .ToList();
        if (remarks.Count > 0)
        {
            yield return new Heading("What has to be known to read them");
            yield return new Bullets(remarks);
        }

        yield return new Fold("Where they stood", [new Facts([.. imported.Results.Select(Place), .. imported.Files.Select(file => new Fact(file.Name, $"{Figure.Bytes(file.Bytes)}, SHA-256 {file.Sha256}"))])]);
    }

    /// <summary>That nothing of it was measured by Prony; for reports and comparisons alike.</summary>
    public static Alert Banner(ImportedRecord imported)
    {
        var tools = imported.Results.Select(result => result.Tool).Distinct();
        return new Alert(
            Word,
            $"read from {string.Join(", ", imported.Files.Select(file => file.Name))} ({string.Join(", ", tools)}). It cannot tell whether a difference in it is real: there are no rounds, no interval and no gates, and what was not printed is unknown.");
    }

    private static IEnumerable<Block> Loads(IReadOnlyList<ImportedResult> results, int? width)
    {
        if (results.Count == 0)
        {
            yield break;
        }

        TableColumn[] columns =
        [
            Column("asked for", results, Asked),
            Column("seconds", results, result => Figure.PerSecond(result.DurationS)),
            Column("requests", results, result => result.Requests is { } count ? Figure.Count(count) : Figure.Unknown),
            Column("requests/s", results, result => Figure.PerSecond(result.PrintedPerS)),
            Column("successes/s", results, result => Figure.PerSecond(result.ThroughputPerS)),
            Column("failures", results, result => Figure.Share(ImportedFigures.FailureShare(result))),
            Column("mean", results, result => ImportedFigures.Time(result.Times?.MeanNs, result.Times)),
            Column("p50", results, result => ImportedFigures.Percentile(result.Times, "50")),
            Column("p90", results, result => ImportedFigures.Percentile(result.Times, "90")),
            Column("p95", results, result => ImportedFigures.Percentile(result.Times, "95")),
            Column("p99", results, result => ImportedFigures.Percentile(result.Times, "99")),
            Column("max", results, result => ImportedFigures.Time(result.Times?.MaxNs, result.Times)),
        ];
        yield return new Heading("Figures as printed");
        foreach (var table in TableColumn.Fit([Names(results), new(new Column("tool", IsFigure: false), [.. results.Select(result => result.Tool)])], Known(columns), width))
        {
            yield return table;
        }

        yield return new Prose(
            null,
            "– stands for what a tool did not print. requests/s is the tool's own figure, which may count failures; successes/s is it without them, where failures are told. Figures of different tools are not taken in the same way.",
            Tone.Aside);
    }

    private static IEnumerable<Block> Usages(IReadOnlyList<ImportedResult> results, int? width)
    {
        if (results.Count == 0)
        {
            yield break;
        }

        TableColumn[] columns =
        [
            Column("readings", results, result => Figure.Count(result.Usage!.Samples)),
            Column("seconds", results, result => Figure.PerSecond(result.Usage!.DurationS)),
            Column("CPU, mean", results, result => Percent(result.Usage!.CpuMeanCores)),
            Column("CPU, peak", results, result => Percent(result.Usage!.CpuPeakCores)),
            Column("memory, mean", results, result => Figure.Bytes(result.Usage!.MemoryMeanBytes)),
            Column("memory, peak", results, result => Figure.Bytes(result.Usage!.MemoryPeakBytes)),
        ];
        yield return new Heading("CPU and memory as logged");
        foreach (var table in TableColumn.Fit([Names(results)], [.. columns.Select(column => (IReadOnlyList<TableColumn>)[column])], width))
        {
            yield return table;
        }

        yield return new Prose(null, "Over the whole log, idle time included; 100 % is one core. Memory is resident sets added up.", Tone.Aside);
    }

    /// <summary>Columns in which at least one result has a figure.</summary>
    private static List<IReadOnlyList<TableColumn>> Known(IEnumerable<TableColumn> columns) =>
        [.. columns.Where(column => column.Cells.Any(cell => cell != Figure.Unknown)).Select(column => (IReadOnlyList<TableColumn>)[column])];

    private static TableColumn Names(IReadOnlyList<ImportedResult> results) => new(new Column("candidate", IsFigure: false), [.. results.Select(result => result.Candidate)]);

    private static TableColumn Column(string header, IReadOnlyList<ImportedResult> results, Func<ImportedResult, string> cell) => new(new Column(header), [.. results.Select(cell)]);

    private static string Asked(ImportedResult result) => (result.RatePerS, result.Users) switch
    {
        ({ } rate, _) => Figure.ChosenRate(rate) + "/s",
        (_, { } users) => Figure.Count(users, "user"),
        _ => Figure.Unknown,
    };

    private static string Who(ImportedResult result) => result.Users is { } users && result.Tool == "funkload" ? $"{result.Candidate} at {Figure.Count(users, "user")}" : result.Candidate;

    private static string Percent(double cores) => (cores * 100).ToString("#,0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Each sentence once, with whom it is about where that is not everybody.</summary>
    private static List<Bullet> CannotTell(ImportedRecord imported)
    {
        var tools = imported.Results.Select(result => result.Tool).Distinct().Count();
        return
        [
            .. imported.Results.SelectMany(result => result.CannotTell.Select(sentence => (Sentence: sentence, result.Tool))).GroupBy(told => told.Sentence)
                .Select(same => (Sentence: same.Key, Tools: same.Select(told => told.Tool).Distinct().ToList()))
                .OrderByDescending(told => told.Tools.Count)
                .Select(told => new Bullet(told.Tools.Count == tools ? null : string.Join(", ", told.Tools), told.Sentence)),
        ];
    }

    private static string Errors(IReadOnlyDictionary<string, long> errors)
    {
        var most = errors.OrderByDescending(error => error.Value).Take(MostErrors).Select(error => $"{Figure.Count(error.Value)} × {error.Key}");
        return string.Join("; ", most) + (errors.Count > MostErrors ? $"; and {Figure.Count(errors.Count - MostErrors, "other kind")}" : "") + ".";
    }

    private static Fact Place(ImportedResult result) => new(
        Who(result),
        $"{result.File}, line {Figure.Count(result.Line)}: {result.Tool}, {result.Format}{(result.Target is { } target ? $", {target}" : "")}"
        + (result.Status.Count > 0 ? $", status {string.Join(", ", result.Status.Select(status => $"{status.Key}: {Figure.Count(status.Value)}"))}" : ""));
}
