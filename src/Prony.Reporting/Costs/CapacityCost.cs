using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Statistics.Quantiles;

namespace Prony.Reporting.Costs;

/// <summary>What one copy of a candidate serves by its capacity (docs/methods/cost.md). Pure.</summary>
internal static class CapacityCost
{
    private const string GoodName = "good";

    /// <summary>Null where no search ended with a narrow bracket.</summary>
    internal static ServedCapacity? Of(CapacityRecord capacity, string name)
    {
        if (capacity.Candidates.FirstOrDefault(candidate => candidate.Name == name) is not { Value: { } value } mine)
        {
            return null;
        }

        var kept = mine.Searches.Where(search => search is { Measured: not null, Lower: not null })
            .Select(search => search.Trials.Where(trial => trial.Verdict == GoodName && trial.Load == search.Lower).ToList()).Where(trials => trials.Count > 0).ToList();
        var trials = kept.SelectMany(round => round).Select(trial => TurnOf(trial.Trial)).OfType<(int, int)>().ToHashSet();
        if (capacity.Settings.Load != "users")
        {
            return new ServedCapacity(new PointRecord(null, Math.Round(value, 1), ArrivalsName.Poisson), value, mine is { Low: { } low, High: { } high } ? new IntervalRecord(low, high) : null, trials);
        }

        double[] served = [.. kept.Select(round => round.Select(trial => trial.ThroughputPerS).OfType<double>().DefaultIfEmpty(0).Average()).Where(perS => perS > 0)];
        return served.Length == 0 ? null : new ServedCapacity(
            new PointRecord((int)Math.Round(value), null),
            Math.Exp(served.Average(Math.Log)),
            RoundsInterval.Of(served) is { } interval ? new IntervalRecord(interval.Low, interval.High) : null,
            trials);
    }

    /// <summary>What stands among the assumptions.</summary>
    internal static string Words(CapacityRecord capacity) => capacity.Settings.Load == "users"
        ? "what it served at the most users that kept the objectives"
        : "the highest rate that kept the objectives, the middle of its bracket";

    /// <summary>Round and number of "r01a07.candidate.scenario".</summary>
    private static (int Round, int Attempt)? TurnOf(string trial)
    {
        var head = trial.Split('.', 2)[0];
        var at = head.IndexOf('a', StringComparison.Ordinal);
        return at > 1 && head[0] == 'r'
            && int.TryParse(head.AsSpan(1, at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var round)
            && int.TryParse(head.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            ? (round, attempt) : null;
    }
}

/// <summary>What one copy serves.</summary>
/// <param name="Load">At which load.</param>
/// <param name="PerS">Successes per second.</param>
/// <param name="Interval">95 % interval over rounds; null below three.</param>
/// <param name="Trials">Rounds and numbers of the trials that show it.</param>
internal sealed record ServedCapacity(PointRecord Load, double PerS, IntervalRecord? Interval, IReadOnlySet<(int Round, int Attempt)> Trials);
