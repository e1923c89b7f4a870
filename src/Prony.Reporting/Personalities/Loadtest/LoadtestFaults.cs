using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities.Loadtest;

/// <summary>What loadtest 8.2.1 would have printed for the same answers where it is wrong, or hides something (its lib/latency.js, lib/result.js). Pure.</summary>
public static class LoadtestFaults
{
    private const double Matters = 0.1;
    private const long NsPerMs = 1_000_000;

    private static readonly int[] Told = [50, 99];

    /// <summary>Those that matter to this load.</summary>
    public static IReadOnlyList<ToolFault> Find(LoadtestReport report, LoadRecord load, AnswerTimes times)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(times);
        var sorted = times.Sorted();
        return [.. Percentiles(sorted), .. Means(times), .. Errors(report, load), .. Unfinished(report, load), .. FromSend(report, times, sorted)];
    }

    /// <summary>The percentile as loadtest finds it: whole milliseconds rounded down, the first above the share; 0 counts as not found.</summary>
    internal static long? Theirs(long[] sortedNs, int percent)
    {
        for (var i = 0; i < sortedNs.Length; i++)
        {
            var ms = sortedNs[i] / NsPerMs;
            var last = i == sortedNs.Length - 1 || sortedNs[i + 1] / NsPerMs != ms;
            if (last && ms > 0 && 100.0 * (i + 1) / sortedNs.Length > percent)
            {
                return ms;
            }
        }

        return null;
    }

    private static IEnumerable<ToolFault> Percentiles(long[] sorted)
    {
        var wrong = Told.Where(p => sorted.Length > 0 && Differ((Theirs(sorted, p) ?? 0) * NsPerMs, AnswerTimes.At(sorted, p))).ToList();
        if (wrong.Count > 0)
        {
            yield return new ToolFault("loadtest-zero-is-unset",
                "loadtest rounds times down to whole milliseconds and takes 0 for \"not found yet\": it would have printed "
                + string.Join(" and ", wrong.Select(p => $"{p.ToString(CultureInfo.InvariantCulture)}% {(Theirs(sorted, p) is { } ms ? CNumber.Whole(ms) : "false")} ms (it is {Figure.Duration(AnswerTimes.At(sorted, p))})")) + ".");
        }
    }

    private static IEnumerable<ToolFault> Means(AnswerTimes times)
    {
        if (times.Count == 0)
        {
            yield break;
        }

        var theirs = times.TotalsNs.Sum(ns => ns / NsPerMs) / (double)times.Count;
        if (Differ((long)(LoadtestLayout.Tenth(theirs) * NsPerMs), (long)times.Total.MeanNs))
        {
            yield return new ToolFault("loadtest-mean-of-floors",
                $"loadtest takes the mean of times rounded down to whole milliseconds: {CNumber.JavaScript(LoadtestLayout.Tenth(theirs))} ms; it is {Figure.Duration(times.Total.MeanNs)}.");
        }
    }

    private static IEnumerable<ToolFault> Errors(LoadtestReport report, LoadRecord load)
    {
        if (report.Errors > 0)
        {
            var codes = load.Status.Where(s => int.Parse(s.Key, CultureInfo.InvariantCulture) >= 400).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{Figure.Count(s.Value)} × status {s.Key}");
            IEnumerable<string> others = [.. codes, .. new[] { ("refused", load.Outcomes.Refused), ("timeout", load.Outcomes.Timeout), ("reset", load.Outcomes.Reset), ("closed", load.Outcomes.Closed) }
                .Where(o => o.Item2 > 0).Select(o => $"{Figure.Count(o.Item2)} × {o.Item1}")];
            yield return new ToolFault("loadtest-errors-in-rps",
                $"loadtest counts errors in Effective rps ({CNumber.JavaScript(report.EffectiveRps)}; successes {Figure.PerSecond(load.ThroughputPerS)}/s) and calls all of them -1: {Figure.Count(report.Errors)} errors were {string.Join(", ", others.DefaultIfEmpty("of other kinds"))}.");
        }
    }

    private static IEnumerable<ToolFault> Unfinished(LoadtestReport report, LoadRecord load)
    {
        var unfinished = load.Requests.Censored + load.Requests.Unsent;
        if (unfinished > 0)
        {
            yield return new ToolFault("loadtest-unfinished",
                $"loadtest forgets requests that are under way at the end: its longest took {CNumber.Whole(report.MaxMs)} ms; {Figure.Count(unfinished)} more had waited up to {Figure.Duration(load.ResponseNs.Max)}.");
        }
    }

    private static IEnumerable<ToolFault> FromSend(LoadtestReport report, AnswerTimes times, long[] sorted)
    {
        if (report.TargetRps is null || sorted.Length == 0)
        {
            yield break;
        }

        var (fromSend, fromDue) = (AnswerTimes.At(times.SortedFromSend(), 99), AnswerTimes.At(sorted, 99));
        if (Differ(fromSend, fromDue))
        {
            yield return new ToolFault("loadtest-from-send",
                $"loadtest starts the clock when it sends: a 99 % of {Figure.Duration(fromSend)}; from the instant at which the requests were due it is {Figure.Duration(fromDue)}.");
        }
    }

    private static bool Differ(long one, long other) => Math.Abs(one - other) > Matters * Math.Max(one, other);
}
