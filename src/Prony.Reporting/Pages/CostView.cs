using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;
using Prony.Reporting.Runs;

namespace Prony.Reporting.Pages;

/// <summary>What a request costs: CPU, memory that is held, and the price of the machines where the files state one.</summary>
internal static class CostView
{
    public static IEnumerable<Block> Of(PlanRecord? plan, PointVerdict point, IReadOnlyList<string> names)
    {
        if (names.All(name => point.Candidates[name] is { CpuPerRequestNs: null, MemoryPssBytes: null }))
        {
            yield break;
        }

        var columns = new List<TableColumn>
        {
            new(new Column("candidate", IsFigure: false), names),
            new(new Column("CPU per million requests"), [.. names.Select(name => Figure.Duration(point.Candidates[name].CpuPerRequestNs * 1e6))]),
            new(new Column("÷ baseline"), [.. names.Select(name => Ratio(point, name))]),
            new(new Column("CPU cores"), [.. names.Select(name => Figure.Cores(point.Candidates[name].CpuCores?.Mean))]),
            new(new Column("memory, peak"), [.. names.Select(name => Figure.Bytes(point.Candidates[name].MemoryPeakBytes))]),
        };
        string[] prices = [.. names.Select(name => Price(plan, name))];
        if (prices.Any(price => price != Figure.Unknown))
        {
            columns.Add(new TableColumn(new Column("price of its machines"), prices));
        }

        yield return TableColumn.Join(columns) with { Caption = $"Cost at {PointFigures.LoadText(point.Load)}; ÷ baseline: ratio of the rounds' means with Fieller's interval." };
    }

    /// <summary>How to go on from here; null without a plan.</summary>
    public static Prose? Further(PlanRecord? plan) =>
        plan is null ? null : new Prose(null, $"What a rate of your own would take, copies and price: prony cost {plan.Run} --rate 1000/s. {MonthlyPrice.Sums(plan)}".TrimEnd(), Tone.Aside);

    private static string Ratio(PointVerdict point, string candidate) =>
        point.Comparisons.FirstOrDefault(c => c.Candidate == candidate && c.MeanRatio is not null) is { MeanRatio: { } mean } ? Figure.Ratio(mean.Ratio, mean.Low, mean.High) : Figure.Unknown;

    private static string Price(PlanRecord? plan, string candidate) =>
        plan?.Candidates.FirstOrDefault(planned => planned.Name == candidate) is { Setup.Count: > 0 } own && MonthlyPrice.Of(plan, own) is { } price
            ? MonthlyPrice.Text(price.PerMonth, price.Currency)
            : Figure.Unknown;
}
