using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Capacities;

/// <summary>Composes the report of a search for capacities: the answers, what was full, the brackets, and every trial behind them.</summary>
internal static class CapacityDocument
{
    /// <param name="record">What was found.</param>
    /// <param name="width">Columns of the terminal; null where width does not matter.</param>
    public static IEnumerable<Block> Of(CapacityRecord record, int? width)
    {
        yield return new Title(record.Experiment);
        yield return new Prose("Asked", $"the highest {(IsUsers(record) ? "number of users" : "rate")} in {record.Scenario} that keeps {string.Join(", ", record.Settings.Objectives)}.");
        if (Incomplete(record) is { } incomplete)
        {
            yield return new Alert("Incomplete", $"{incomplete} Where it was cut off, 'prony capacity --resume DIR' goes on with it.");
        }

        foreach (var comparison in record.Comparisons)
        {
            yield return new Prose("Verdict", comparison.Sentence, ToneOf(comparison.Verdict));
        }

        foreach (var candidate in record.Candidates)
        {
            yield return new Prose("Capacity", candidate.Sentence, candidate.Value is null ? Tone.Doubtful : Tone.Plain);
        }

        if (record.Candidates.Select(candidate => candidate.SaturationSentence).OfType<string>().ToList() is { Count: > 0 } full)
        {
            yield return new Bullets([.. full.Select(sentence => new Bullet(null, sentence))]);
        }

        if (record.Skipped.Count > 0)
        {
            yield return new Heading("Skipped");
            yield return new Bullets([.. record.Skipped.Select(s => new Bullet(s.Candidate, SkippedText.Of(s), Tone.Doubtful))]);
        }

        yield return new Heading("Brackets");
        yield return Brackets(record);
        foreach (var note in record.Notes)
        {
            yield return new Prose(null, note, Tone.Aside);
        }

        foreach (var candidate in record.Candidates)
        {
            yield return new Fold($"Trials of {candidate.Name}", [.. TableColumn.Fit(Names(candidate), Trials(candidate), width), .. Reasons(candidate)]);
        }
    }

    /// <summary>How much of a search that is not whole there is, in a sentence; null of a whole one.</summary>
    /// <param name="record">What was found.</param>
    /// <param name="plan">Tells it of a record of an older version.</param>
    internal static string? Incomplete(CapacityRecord record, PlanRecord? plan = null) => record.IsCutShort(plan)
        ? $"only {Figure.Count(record.Rounds)} of {Figure.Count(record.PlannedRounds ?? plan?.Rounds ?? record.Rounds, "planned round")} of the search {(record.Rounds == 1 ? "is" : "are")} whole."
        : null;

    private static bool IsUsers(CapacityRecord record) => record.Settings.Load == "users";

    private static FigureTable Brackets(CapacityRecord record)
    {
        var rows = record.Candidates.SelectMany(candidate => candidate.Searches.Select(search => (candidate.Name, Search: search))).ToList();
        return TableColumn.Join(
        [
            new(new Column("candidate", IsFigure: false), [.. rows.Select(row => row.Name)]),
            new(new Column("round"), [.. rows.Select(row => Figure.Count(row.Search.Round))]),
            new(new Column("lower"), [.. rows.Select(row => Load(row.Search.Lower))]),
            new(new Column("upper"), [.. rows.Select(row => Load(row.Search.Upper))]),
            new(new Column("width"), [.. rows.Select(row => Figure.Share(row.Search.Width))]),
            new(new Column("trials"), [.. rows.Select(row => Figure.Count(row.Search.Trials.Count))]),
            new(new Column("ended", IsFigure: false), [.. rows.Select(row => row.Search.End)]),
        ]);
    }

    private static List<TableColumn> Names(CapacityCandidate candidate)
    {
        var rows = Rows(candidate);
        return
        [
            new(new Column("round"), [.. rows.Select(row => Figure.Count(row.Round))]),
            new(new Column("load"), [.. rows.Select(row => Load(row.Trial.Load))]),
        ];
    }

    private static List<IReadOnlyList<TableColumn>> Trials(CapacityCandidate candidate)
    {
        var rows = Rows(candidate);
        return
        [
            [new(new Column("window"), [.. rows.Select(row => Figure.Chosen(row.Trial.WindowS))])],
            [new(new Column("success/s"), [.. rows.Select(row => Figure.PerSecond(row.Trial.ThroughputPerS))])],
            [new(new Column("failed"), [.. rows.Select(row => Figure.Share(row.Trial.Failures))])],
            [new(new Column("p99"), [.. rows.Select(row => Figure.Duration(row.Trial.ResponseP99Ns))])],
            [new(new Column("trial", IsFigure: false), [.. rows.Select(row => row.Trial.Kind is { } kind ? $"{row.Trial.Verdict}: {kind}" : row.Trial.Verdict)])],
        ];
    }

    private static IEnumerable<Block> Reasons(CapacityCandidate candidate)
    {
        var reasons = Rows(candidate).Where(row => row.Trial.Reason is not null).ToList();
        return reasons.Count == 0 ? [] : [new Bullets([.. reasons.Select(row => new Bullet($"{Load(row.Trial.Load)} ({row.Trial.Trial})", row.Trial.Reason!))])];
    }

    private static List<(int Round, CapacityTrialRecord Trial)> Rows(CapacityCandidate candidate) =>
        [.. candidate.Searches.SelectMany(search => search.Trials.Select(trial => (search.Round, trial)))];

    private static string Load(double? load) => load is { } value
        ? value.ToString(value >= 10_000 ? "#,0" : value >= 100 ? "#,0.#" : "0.###", CultureInfo.InvariantCulture)
        : Figure.Unknown;

    private static Tone ToneOf(string verdict) => verdict switch
    {
        VerdictName.Better or VerdictName.Equivalent => Tone.Good,
        VerdictName.Worse or VerdictName.Invalid => Tone.Bad,
        _ => Tone.Doubtful,
    };
}
