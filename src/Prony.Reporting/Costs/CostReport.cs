using System.Globalization;
using System.Text.Json;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Spectre.Console;

namespace Prony.Reporting.Costs;

/// <summary>The views of a reckoning of costs.</summary>
/// <remarks>Pure but for the console; thread-safe when the console is.</remarks>
public static class CostReport
{
    /// <summary>For a person at a terminal.</summary>
    public static void Terminal(CostRecord record, IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(console);
        TerminalRenderer.Write(console, Of(record));
    }

    /// <summary>For machines (schema prony.cost/1).</summary>
    public static string Json(CostRecord record) => JsonSerializer.Serialize(record, RunJson.Files.CostRecord);

    private static IEnumerable<Block> Of(CostRecord record)
    {
        yield return new Title($"{Figure.ChosenRate(record.RatePerS)} requests/s by the figures of {record.Run}");
        yield return new Alert("Arithmetic", $"not a measurement: nobody asked this rate of anything. Headroom {Figure.Share(record.Headroom)}; what is taken for granted stands below.");
        if (record.RunInvalid is { } reason)
        {
            yield return new Alert("Invalid", reason);
        }

        if (record.Incomplete is { } missing)
        {
            yield return new Alert("Incomplete", missing);
        }

        foreach (var scenario in record.Candidates.GroupBy(cost => cost.Scenario))
        {
            var costs = scenario.ToList();
            yield return new Heading(scenario.Key);
            yield return Copies(costs);
            if (costs.Exists(cost => cost.Layers.Count > 0))
            {
                yield return Layers(costs);
            }

            var without = costs.Where(cost => cost is { Load: null, Reason: null }).Select(cost => cost.Candidate).ToList();
            if (without.Count > 0)
            {
                yield return new Prose(null, $"{string.Join(", ", without)}: no load with at most 0.1 % failures was measured in a round that its gates allow.", Tone.Doubtful);
            }
        }

        foreach (var none in record.Candidates.Select(cost => cost.Reason).OfType<string>())
        {
            yield return new Prose(null, none, Tone.Doubtful);
        }

        yield return new Heading("Taken for granted");
        yield return new Bullets([.. record.Assumptions.Select(assumption => new Bullet(null, assumption))]);
    }

    private static FigureTable Copies(List<CandidateCost> costs)
    {
        var priced = costs.Exists(cost => cost.CopyPrice is not null);
        return new FigureTable(
            [
                new Column("candidate", IsFigure: false), new Column("at", IsFigure: false), new Column("one serves"), new Column("copies"),
                .. priced ? new[] { new Column("price/month"), new Column("per million requests") } : [],
            ],
            [.. costs.Select(cost => (IReadOnlyList<string>)
            [
                cost.Candidate, cost.Load?.Text ?? Figure.Unknown, With(cost.ThroughputPerS, cost.ThroughputInterval, rate => Figure.PerSecond(rate), "/s"), With(cost.Copies, cost.CopiesInterval, Whole, ""),
                .. priced ? new[] { With(cost.PricePerMonth, cost.PriceInterval, Amount, Currency(cost.CopyPrice)), With(cost.PricePerMillion, cost.PerMillionInterval, Amount, Currency(cost.CopyPrice)) } : [],
            ])]);
    }

    private static FigureTable Layers(List<CandidateCost> costs) => new(
        [
            new Column("candidate", IsFigure: false), new Column("layer", IsFigure: false), new Column("CPU per request"), new Column("cores"), new Column("machines"), new Column("price/month"),
        ],
        [.. costs.SelectMany(cost => cost.Layers.Select(layer => (IReadOnlyList<string>)
        [
            cost.Candidate, layer.Service + (layer.Shared ? " (shared)" : ""), Figure.Duration(layer.CpuPerRequestNs), With(layer.Cores, layer.CoresInterval, cores => Figure.Cores(cores), ""),
            With(layer.Machines, layer.MachinesInterval, Whole, ""), layer.Price is { } price ? Amount(price.PerMonth) + Currency(price) : Figure.Unknown,
        ]))]);

    private static string With(double? value, IntervalRecord? interval, Func<double, string> text, string unit) => value is not { } known ? Figure.Unknown
        : text(known) + unit + (interval is null ? "" : $" ({text(interval.Low)}–{text(interval.High)})");

    private static string Currency(StatedPrice? price) => price is null ? "" : " " + price.Currency;

    private static string Whole(double count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Amount(double amount) => amount.ToString(amount < 100 ? "0.0###" : "#,0.##", CultureInfo.InvariantCulture);
}
