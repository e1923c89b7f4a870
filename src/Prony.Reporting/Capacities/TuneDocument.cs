using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Capacities;

/// <summary>Composes the report of tuned settings: the answer, then each stage.</summary>
internal static class TuneDocument
{
    /// <summary>What stands before a preview.</summary>
    internal const string Incomplete = "not all stages were made, so this is a preview. A tuning cannot be resumed: start it again for an answer.";

    /// <param name="record">What was found.</param>
    public static IEnumerable<Block> Of(TuneRecord record)
    {
        yield return new Title($"{record.Experiment}: settings of {record.Candidate}");
        if (record.Whole == false)
        {
            yield return new Alert("Incomplete", Incomplete);
        }

        yield return new Prose("Verdict", record.Sentences.Count > 0 ? record.Sentences[0] : "none.", record.Winner is null ? Tone.Doubtful : Tone.Good);
        if (record.Sentences.Count > 1)
        {
            yield return new Bullets([.. record.Sentences.Skip(1).Select(sentence => new Bullet(null, sentence))]);
        }

        foreach (var (index, stage) in record.Stages.Index())
        {
            var decides = index == record.Stages.Count - 1 && record.Whole != false;
            var rounds = Figure.Count(stage.Rounds, "round") + (stage.CutOff ? ", not concluded" : "");
            yield return new Heading($"Stage {Figure.Count(index + 1)}: {record.Metric} in {record.Scenario}, {Where(record, stage)}, {rounds}");
            yield return TableColumn.Join([.. Columns(record, stage)]);
            if (!decides)
            {
                yield return new Prose(null, $"{(stage.CutOff ? "A stage that was not concluded" : "A stage before the last only chooses who goes on: it")} proves nothing.", Tone.Aside);
            }
        }

        if (record.Whole != false)
        {
            yield return new Prose(null, "The last stage decides from rounds of its own, with intervals for all pairs of its settings together.", Tone.Aside);
        }
    }

    private static IEnumerable<TableColumn> Columns(TuneRecord record, TuneStage stage)
    {
        yield return new(new Column("setting", IsFigure: false), [.. stage.Settings.Select(setting => setting.Name)]);
        yield return new(new Column(record.Metric), [.. stage.Settings.Select(setting => Value(record, setting.Value))]);
        yield return new(new Column("÷ best"), [.. stage.Settings.Select(setting => Figure.Ratio(setting.Ratio, setting.Low, setting.High))]);
        if (stage.Settings.Any(setting => setting.Pairs is not null))
        {
            yield return new(new Column("pairs"), [.. stage.Settings.Select(setting => setting is { Pairs: { } pairs, Made: { } made } ? $"{Figure.Count(pairs)} of {Figure.Count(made)}" : Figure.Unknown)]);
        }

        yield return new(new Column("", IsFigure: false), [.. stage.Settings.Select(setting => setting.State)]);
    }

    private static string Where(TuneRecord record, TuneStage stage) => record.Capacity is { } capacity
        ? $"under {string.Join(" and ", capacity.Objectives)}, brackets of {Figure.Share(stage.Width)}"
        : PointFigures.LoadText(record.Load);

    private static string Value(TuneRecord record, double? value) => record.Metric switch
    {
        Metrics.Capacity => value is null ? Figure.Unknown : record.Capacity?.Load == "users" ? Figure.Count((long)Math.Round(value.Value), "user") : Figure.PerSecond(value) + "/s",
        Metrics.Throughput => value is null ? Figure.Unknown : Figure.PerSecond(value) + "/s",
        Metrics.Memory => Figure.Bytes(value),
        _ => Figure.Duration(value),
    };
}
