using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Runs;

/// <summary>What the machines of a candidate cost a month, from the prices that the files state.</summary>
internal static class MonthlyPrice
{
    /// <summary>"28 USD/month".</summary>
    public static string Text(double perMonth, string currency) => Amount(perMonth, currency) + "/month";

    /// <summary>Own and shared machines of a candidate together; null where one has no price, or two have different currencies.</summary>
    public static (double PerMonth, string Currency)? Of(PlanRecord plan, PlannedCandidate candidate)
    {
        var prices = candidate.Setup.Concat(plan.SharedSetup).Select(service => service.Machine?.Price).ToList();
        var currencies = prices.Select(price => price?.Currency).Distinct().ToList();
        return currencies is [{ } currency] ? (prices.Sum(price => price!.PerMonth), currency) : null;
    }

    /// <summary>The sums of all candidates in a sentence, or why there are none; empty where nothing has a price.</summary>
    public static string Sums(PlanRecord plan)
    {
        var services = plan.Candidates.SelectMany(candidate => candidate.Setup).Concat(plan.SharedSetup).ToList();
        var currencies = services.Select(service => service.Machine?.Price?.Currency).OfType<string>().Distinct().ToList();
        if (currencies.Count != 1)
        {
            return currencies.Count == 0 ? "" : $"The prices are in {string.Join(" and ", currencies)}, so that no sum is made.";
        }

        var sums = plan.Candidates.Where(candidate => candidate.Setup.Count > 0).Select(candidate => candidate.Setup.Concat(plan.SharedSetup).ToList() is var all
            ? (candidate.Name, Sum: all.Sum(service => service.Machine?.Price?.PerMonth ?? 0), Without: all.Where(service => service.Machine?.Price is null).Select(service => service.Name).ToList())
            : default).ToList();
        var amounts = sums.Select(sum => sum.Sum).Distinct().Count() == 1
            ? $"{Text(sums[0].Sum, currencies[0])} for each candidate"
            : string.Join(", ", sums.Select(sum => $"{sum.Name} {Text(sum.Sum, currencies[0])}"));
        var without = sums.SelectMany(sum => sum.Without).Distinct().ToList();
        return $"Together: {amounts}{(without.Count == 0 ? "" : $", without {string.Join(", ", without)}, for which no price is stated")}.";
    }

    private static string Amount(double perMonth, string currency) => $"{perMonth.ToString("#,0.##", CultureInfo.InvariantCulture)} {currency}";
}
