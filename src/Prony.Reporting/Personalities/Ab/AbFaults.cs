using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities.Ab;

/// <summary>What ab 2.3 would have printed for the same answers where it is wrong, or hides something (httpd's support/ab.c). Pure.</summary>
public static class AbFaults
{
    private const double Matters = 0.1;

    /// <summary>Those that matter to this load.</summary>
    public static IReadOnlyList<ToolFault> Find(AbReport report, LoadRecord load)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(load);
        return [.. WholeMilliseconds(report), .. OddMedian(report), .. Ranks(report), .. Closed(report, load), .. Statuses(report, load), .. Lengths(report, load)];
    }

    private static IEnumerable<ToolFault> WholeMilliseconds(AbReport report)
    {
        var (median, p99) = (report.Times.At(50), report.Times.At(99));
        if (report.Complete > 0 && (Differ(AbLayout.Round(median) * 1000, median) || Differ(AbLayout.Round(p99) * 1000, p99)))
        {
            yield return new ToolFault("ab-whole-milliseconds",
                $"ab prints whole milliseconds: 50 % in {CNumber.Whole(AbLayout.Round(median))} ms and 99 % in {CNumber.Whole(AbLayout.Round(p99))} ms; they are {Figure.Duration(median * 1000.0)} and {Figure.Duration(p99 * 1000.0)}.");
        }
    }

    private static IEnumerable<ToolFault> OddMedian(AbReport report)
    {
        var sorted = report.Times.SortedTotalUs;
        var middle = sorted.Count / 2;
        if (sorted.Count < 3 || sorted.Count % 2 == 0)
        {
            yield break;
        }

        var theirs = (sorted[middle] + sorted[middle + 1]) / 2;
        if (AbLayout.Round(theirs) != AbLayout.Round(sorted[middle]))
        {
            yield return new ToolFault("ab-odd-median",
                $"Of an odd number of requests ab takes the mean of two for the median: {CNumber.Whole(AbLayout.Round(theirs))} ms; the one in the middle took {Figure.Duration(sorted[middle] * 1000.0)}.");
        }
    }

    private static IEnumerable<ToolFault> Ranks(AbReport report)
    {
        var sorted = report.Times.SortedTotalUs;
        if (sorted.Count < 2)
        {
            yield break;
        }

        var theirs = sorted[(int)((long)sorted.Count * 99 / 100)];
        if (AbLayout.Round(theirs) != AbLayout.Round(report.Times.At(99)))
        {
            yield return new ToolFault("ab-rank",
                $"ab takes the next request after the one that a percentile names: 99 % in {CNumber.Whole(AbLayout.Round(theirs))} ms; 99 % of {Figure.Count(sorted.Count)} took at most {Figure.Duration(report.Times.At(99) * 1000.0)}.");
        }
    }

    private static IEnumerable<ToolFault> Closed(AbReport report, LoadRecord load)
    {
        if (load.Outcomes.Closed > 0)
        {
            yield return new ToolFault("ab-closed-as-complete",
                $"ab counts a connection that is closed without an answer as a complete request: it would have printed {Figure.Count(report.Complete + load.Outcomes.Closed)} complete requests; {Figure.Count(report.Complete)} were answered.");
        }
    }

    private static IEnumerable<ToolFault> Statuses(AbReport report, LoadRecord load)
    {
        if (report.Non2xx > 0 && report.TakenS > 0)
        {
            yield return new ToolFault("ab-non-2xx-not-failed",
                $"ab does not call an answer with another status than 2xx failed, and counts it in Requests per second: {Figure.PerSecond(report.Complete / report.TakenS)}/s; with 2xx it was {Figure.PerSecond((report.Complete - report.Non2xx) / report.TakenS)}/s, and {Figure.Count(load.Outcomes.Status)} of {Figure.Count(report.Complete)} were failures.");
        }
    }

    private static IEnumerable<ToolFault> Lengths(AbReport report, LoadRecord load)
    {
        // A connection that was closed without an answer stands there too, and is told above.
        var lengths = report.Failures.Length - load.Outcomes.Closed;
        if (lengths > load.Outcomes.Status)
        {
            yield return new ToolFault("ab-length-as-failure",
                $"ab calls an answer of another length than the first failed: {Figure.Count(lengths)} of {Figure.Count(report.Complete)}; by their status {Figure.Count(load.Outcomes.Status)} failed. Say -l where the length may vary.");
        }
    }

    private static bool Differ(long one, long other) => Math.Abs(one - other) > Matters * Math.Max(one, other);
}
