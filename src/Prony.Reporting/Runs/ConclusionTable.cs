using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Documents;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Runs;

/// <summary>The answer in a few figures, a row for each candidate: what it serves, and the most CPU and memory that it took.</summary>
internal static class ConclusionTable
{
    /// <summary>Nothing where no candidate has figures.</summary>
    public static IEnumerable<Block> Of(PlanRecord? plan, VerdictRecord verdict, PointVerdict point)
    {
        var names = point.Candidates.Keys.OrderBy(name => name == verdict.Baseline ? 0 : 1).ToList();
        if (names.Count == 0)
        {
            yield break;
        }

        var prices = names.ConvertAll(name => plan?.Candidates.FirstOrDefault(candidate => candidate.Name == name) is { Setup.Count: > 0 } planned ? MonthlyPrice.Of(plan, planned) : null);
        var withPrices = prices.TrueForAll(price => price is not null) && prices.Select(price => price!.Value.Currency).Distinct().Count() == 1;
        List<TableColumn> columns =
        [
            new(new Column("candidate", IsFigure: false), names),
            new(new Column("RPS"), names.ConvertAll(name => Rate(point.Candidates[name]))),
            new(new Column("peak CPU"), names.ConvertAll(name => point.Candidates[name].CpuCores is { } cores ? Percent(cores.Peak) : Figure.Unknown)),
            new(new Column("peak memory"), names.ConvertAll(name => Figure.Bytes(point.Candidates[name].MemoryPeakBytes))),
        ];
        if (withPrices)
        {
            columns.Add(new(new Column("price"), prices.ConvertAll(price => MonthlyPrice.Text(price!.Value.PerMonth, price.Value.Currency))));
        }

        yield return new Prose("Conclusion", $"at {point.Load.Text}: successes per second with their 95 % interval, CPU of the busiest second (100 % is one core), highest memory.", Tone.Aside);
        yield return TableColumn.Join(columns);
    }

    private static string Rate(CandidateSummary summary) => summary.ThroughputInterval is { } interval
        ? $"{Figure.PerSecond(summary.ThroughputPerS)} ({Figure.PerSecond(interval.Low)}–{Figure.PerSecond(interval.High)})"
        : Figure.PerSecond(summary.ThroughputPerS);

    private static string Percent(double cores) => (cores * 100).ToString("#,0", CultureInfo.InvariantCulture) + " %";
}
