using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities.Wrk;

/// <summary>Which known faults of wrk would have changed the numbers of a load (wrk 4.2, src/wrk.c and src/stats.c).</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class WrkFaults
{
    /// <summary>Relative difference from which a figure is another one for a reader.</summary>
    private const double WorthTelling = 1.1;

    /// <summary>Below this, in microseconds, wrk's own clock makes such a difference.</summary>
    private const double SmallUs = 50;

    /// <summary>Finds them.</summary>
    /// <param name="load">What was measured.</param>
    /// <param name="tally">The same request by request.</param>
    /// <param name="printed">What was printed.</param>
    /// <param name="threads">wrk's <c>-t</c>.</param>
    /// <param name="connections">wrk's <c>-c</c>.</param>
    /// <param name="timeoutS">wrk's <c>--timeout</c>, seconds.</param>
    public static IReadOnlyList<ToolFault> Find(LoadRecord load, ToolTally tally, WrkFigures printed, long threads, long connections, double timeoutS)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(printed);
        var its = WrkCorrection.Of(tally.Service, tally.Answered, connections, printed.RuntimeS, timeoutS);
        List<ToolFault?> found =
        [
            Correction(printed.Latency, its),
            Timeouts(printed, timeoutS),
            UnderWay(tally, printed),
            Remainder(threads, connections),
            ClosedModelFault.Find(connections, load.Window, tally.Clock, tally.Service),
        ];
        return [.. found.OfType<ToolFault>()];
    }

    private static ToolFault? Correction(WrkStats measured, WrkStats its) =>
        its.Invented == 0 || (!Differ(measured.Mean, its.Mean) && !measured.Percentiles.Zip(its.Percentiles).Any(static pair => Differ(pair.First, pair.Second)))
            ? null
            : new ToolFault("wrk-correction", string.Create(
                CultureInfo.InvariantCulture,
                $"wrk adds invented samples below every answer that took more than twice the mean ({Figure.Count(its.Invented)} here, beside {Figure.Count(measured.Count)} measured): it would have printed {Text(its)}; measured: {Text(measured)}."));

    private static ToolFault? Timeouts(WrkFigures printed, double timeoutS) => printed.Timeouts == 0
        ? null
        : new ToolFault("wrk-timeout", $"wrk leaves the {Figure.Count(printed.Timeouts, "answer")} that took longer than --timeout ({Figure.Chosen(timeoutS)}) out of its latencies: its Max would have been below {Figure.Chosen(timeoutS)}; measured: {Us(printed.Latency.Max)}.");

    private static ToolFault? UnderWay(ToolTally tally, WrkFigures printed) => tally.Late == 0 || !Differ(printed.Latency.Max, tally.LatestNs / 1000.0) || tally.LatestNs / 1000 < printed.Latency.Max
        ? null
        : new ToolFault("wrk-under-way", $"wrk forgets what is under way when time is up ({Figure.Count(tally.Late, "request")} here): its Max is {Us(printed.Latency.Max)}; the slowest of those took, or was waited for, {Figure.Duration(tally.LatestNs)}.");

    private static ToolFault? Remainder(long threads, long connections) => connections % threads == 0
        ? null
        : new ToolFault("wrk-remainder", string.Create(
            CultureInfo.InvariantCulture,
            $"wrk gives each of {threads} threads {connections / threads} connections: it would have opened {connections / threads * threads} and printed {connections}; here there were {connections}."));

    private static bool Differ(double one, double other) => Math.Abs(one - other) > SmallUs && Math.Max(one, other) > WorthTelling * Math.Min(one, other);

    private static string Text(WrkStats stats) =>
        $"mean {Us(stats.Mean)}, " + string.Join(", ", WrkStats.Published.Zip(stats.Percentiles, static (p, value) => $"p{FixedText.Of(p, 0)} {Us(value)}"));

    private static string Us(double microseconds) => Figure.Duration(microseconds * 1000);
}
