using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities.Wrk;

/// <summary>Which known faults of wrk2 would have changed the numbers of a load (giltene/wrk2, src/wrk.c).</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class Wrk2Faults
{
    /// <summary>How long a thread of wrk2 waits before it begins to count: ten seconds, and 5 ms for each of its connections.</summary>
    /// <param name="threads">Its <c>-t</c>, 1 or more.</param>
    /// <param name="connections">Its <c>-c</c>.</param>
    public static long CalibrationNs(long threads, long connections) => 10_000_000_000 + (connections / threads * 5_000_000);

    private const double WorthTelling = 1.1;
    private const long TimerNs = 1_000_000;

    /// <summary>wrk2 looks for late answers this often.</summary>
    private const double CheckS = 2;

    /// <summary>Finds them.</summary>
    /// <param name="load">What was measured.</param>
    /// <param name="tally">The same request by request; settled after <see cref="CalibrationNs"/>.</param>
    /// <param name="late">Answers that took longer than <c>--timeout</c>, or were waited for longer.</param>
    /// <param name="timeoutS">wrk2's <c>--timeout</c>, seconds.</param>
    public static IReadOnlyList<ToolFault> Find(LoadRecord load, ToolTally tally, long late, double timeoutS)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(tally);
        List<ToolFault?> found = [Calibration(tally), Timers(tally), Timeouts(tally, late, timeoutS)];
        return [.. found.OfType<ToolFault>()];
    }

    private static ToolFault? Calibration(ToolTally tally)
    {
        var (all, its) = (tally.Response, tally.Settled);
        return its.Count == all.Count || its.Count == 0 || !new[] { 50.0, 99, 99.9 }.Any(p => Differ(all.At(p), its.At(p)))
            ? null
            : new ToolFault("wrk2-calibration", $"wrk2 leaves its first 10 s out of its latencies, though not out of Requests/sec: it would have printed {Times(its)} of {Figure.Count(its.Count, "request")}; all {Figure.Count(all.Count)}: {Times(all)}.");
    }

    private static ToolFault? Timers(ToolTally tally)
    {
        var median = tally.Response.At(50);
        return tally.Response.Count == 0 || median >= TimerNs
            ? null
            : new ToolFault("wrk2-timers", $"wrk2's timers tick in whole milliseconds, and it counts what they are late: it would have printed p50 between {Figure.Duration(median)} and {Figure.Duration(median + TimerNs)}; measured: {Figure.Duration(median)}.");
    }

    private static ToolFault? Timeouts(ToolTally tally, long late, double timeoutS)
    {
        if (late == 0)
        {
            return null;
        }

        var checks = tally.Service.Weighted().Where(w => w.Ns > timeoutS * 1e9).Sum(w => w.Count * Math.Max(1, (long)(((w.Ns / 1e9) - timeoutS) / CheckS) + 1));
        return checks <= late
            ? null
            : new ToolFault("wrk2-timeouts", string.Create(CultureInfo.InvariantCulture, $"wrk2 counts a timeout every 2 s for each connection that waits, not for each request: it would have printed about {Figure.Count(checks)}; {Figure.Count(late, "request")} took longer than --timeout."));
    }

    private static bool Differ(long one, long other) => Math.Abs(one - other) > TimerNs / 10 && Math.Max(one, other) > WorthTelling * Math.Min(one, other);

    private static string Times(ToolTimes times) => $"p50 {Figure.Duration(times.At(50))}, p99 {Figure.Duration(times.At(99))}, p99.9 {Figure.Duration(times.At(99.9))}";
}
