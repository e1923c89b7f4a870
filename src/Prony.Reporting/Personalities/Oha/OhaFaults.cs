using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities.Oha;

/// <summary>Which known faults of oha would have changed the numbers of a load (oha 1.15, src/result_data.rs, src/printer.rs, src/client.rs).</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class OhaFaults
{
    private const double WorthTelling = 1.05;
    private const double RateWorthTelling = 1.01;
    private const long SmallNs = 50_000;
    private const int FirstBadStatus = 400;

    /// <summary>Finds them.</summary>
    /// <param name="load">What was measured.</param>
    /// <param name="tally">The same request by request.</param>
    /// <param name="printed">What was printed.</param>
    public static IReadOnlyList<ToolFault> Find(LoadRecord load, ToolTally tally, OhaFigures printed)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(printed);
        List<ToolFault?> found =
        [
            Rate(printed),
            CutOff(tally, printed),
            Success(printed),
            Ranks(printed),
            load.Users is { } users ? ClosedModelFault.Find(users, load.Window, tally.Clock, printed.Durations) : null,
        ];
        return [.. found.OfType<ToolFault>()];
    }

    /// <summary>What never got an answer is in its rate.</summary>
    private static ToolFault? Rate(OhaFigures printed)
    {
        var errors = printed.Errors.Sum(static e => e.Value);
        var its = (printed.Answered + errors) / printed.TotalS;
        var measured = printed.Answered / printed.TotalS;
        return its <= measured * RateWorthTelling
            ? null
            : new ToolFault("oha-rate", $"oha counts {Figure.Count(errors, "request")} without an answer in Requests/sec: it would have printed {Figure.PerSecond(its)}; answered: {Figure.PerSecond(measured)}.");
    }

    /// <summary>What was under way at the deadline is in none of its times.</summary>
    private static ToolFault? CutOff(ToolTally tally, OhaFigures printed) =>
        tally.Late == 0 || tally.LatestNs - printed.Durations.MaxNs < SmallNs || tally.LatestNs < WorthTelling * printed.Durations.MaxNs
            ? null
            : new ToolFault("oha-deadline", $"oha cuts what is under way at the deadline ({Figure.Count(tally.Late, "request")} here) and leaves its times out: Slowest is {(printed.Answered == 0 ? "nothing" : Figure.Duration(printed.Durations.MaxNs))}; the slowest of those took, or was waited for, {Figure.Duration(tally.LatestNs)}.");

    private static ToolFault? Success(OhaFigures printed)
    {
        var bad = printed.Statuses.Where(static s => s.Key >= FirstBadStatus).Sum(static s => s.Value);
        return bad == 0
            ? null
            : new ToolFault("oha-success", string.Create(
                CultureInfo.InvariantCulture,
                $"oha's success rate of {FixedText.Of(100 * printed.SuccessRate, 2)} % counts every answer: {Figure.Count(bad)} of {Figure.Count(printed.Answered)} had a status of 400 or more; {FixedText.Of(100 * printed.SuccessRate * (printed.Answered - bad) / printed.Answered, 2)} % succeeded."));
    }

    /// <summary>It takes the value one rank too high.</summary>
    private static ToolFault? Ranks(OhaFigures printed)
    {
        var times = printed.Durations;
        var wrong = OhaStatistics.Percentiles
            .Where(p => p < 99.95 && times.Count > 0)
            .Select(p => (P: p, Its: times.AtRank(Math.Min(times.Count, (long)(p / 100 * times.Count) + 1)), Measured: times.At(p)))
            .Where(static r => r.Its - r.Measured > SmallNs && r.Its > WorthTelling * r.Measured)
            .ToList();
        return wrong.Count == 0
            ? null
            : new ToolFault("oha-ranks", "oha takes percentiles one rank too high, which shows with few requests: it would have printed "
                + string.Join(", ", wrong.Select(static r => $"p{Name(r.P)} {Figure.Duration(r.Its)}")) + "; nearest rank: "
                + string.Join(", ", wrong.Select(static r => $"p{Name(r.P)} {Figure.Duration(r.Measured)}")) + ".");
    }

    private static string Name(double percentile) => percentile.ToString(CultureInfo.InvariantCulture);
}
