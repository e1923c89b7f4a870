using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Capacities;

/// <summary>Composes the report of tuned settings: the answer, then each stage.</summary>
internal static class TuneDocument
{
    /// <param name="record">What was found.</param>
    public static IEnumerable<Block> Of(TuneRecord record)
    {
        yield return new Title($"{record.Experiment}: settings of {record.Candidate}");
        yield return new Prose("Verdict", record.Sentences.Count > 0 ? record.Sentences[0] : "none.", record.Winner is null ? Tone.Doubtful : Tone.Good);
        if (record.Sentences.Count > 1)
        {
            yield return new Bullets([.. record.Sentences.Skip(1).Select(sentence => new Bullet(null, sentence))]);
        }

        foreach (var (index, stage) in record.Stages.Index())
        {
            var isLast = index == record.Stages.Count - 1;
            yield return new Heading($"Stage {Figure.Count(index + 1)}: {record.Metric} in {record.Scenario}, {Where(record, stage)}, {Figure.Count(stage.Rounds, "round")}");
            yield return TableColumn.Join(
            [
                new(new Column("setting", IsFigure: false), [.. stage.Settings.Select(setting => setting.Name)]),
                new(new Column(record.Metric), [.. stage.Settings.Select(setting => Value(record, setting.Value))]),
                new(new Column("÷ best"), [.. stage.Settings.Select(setting => Figure.Ratio(setting.Ratio, setting.Low, setting.High))]),
                new(new Column("", IsFigure: false), [.. stage.Settings.Select(setting => setting.State)]),
            ]);
            if (!isLast)
            {
                yield return new Prose(null, "A stage before the last only chooses who goes on: it proves nothing.", Tone.Aside);
            }
        }

        yield return new Prose(null, "The last stage decides from rounds of its own, with intervals for all pairs of its settings together.", Tone.Aside);
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
