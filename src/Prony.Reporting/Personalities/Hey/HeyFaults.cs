using Prony.Measurement.Runs;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Personalities.Hey;

/// <summary>What hey 0.1.4 would have printed for the same answers where it is wrong (hey's requester/report.go). Pure.</summary>
public static class HeyFaults
{
    /// <summary>hey keeps that many results and divides the sums of all by it.</summary>
    private const int MostResults = 1_000_000;

    private const double Matters = 0.1;

    /// <summary>The last digit that hey prints.</summary>
    private const double PrintedNs = 100_000;

    private static readonly int[] Percents = [10, 25, 50, 75, 90, 95, 99];

    /// <summary>Those that matter to this load.</summary>
    /// <param name="asked">What the command line asked for.</param>
    /// <param name="load">The record.</param>
    /// <param name="times">Its answers.</param>
    public static IReadOnlyList<ToolFault> Find(HeyAsked asked, LoadRecord load, AnswerTimes times)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(times);
        var sorted = times.Sorted();
        return
        [
            .. FirstMillion(load, times, sorted),
            .. Unanswered(load, times),
            .. Rate(asked, load, times, sorted),
            .. Rounded(asked),
            .. Missing(sorted),
            .. Statuses(load, times),
            .. Resolution(sorted),
            .. Dialup(times),
        ];
    }

    private static IEnumerable<ToolFault> FirstMillion(LoadRecord load, AnswerTimes times, long[] sorted)
    {
        if (times.Count <= MostResults)
        {
            yield break;
        }

        var first = times.TotalsNs.Take(MostResults).ToArray();
        Array.Sort(first);
        var average = times.Total.MeanNs * times.Count / MostResults;
        yield return new ToolFault("hey-first-million",
            $"hey keeps the first 1,000,000 results and divides the sums of all {Figure.Count(times.Count)} by it: it would have printed an average of {Figure.Duration(average)} (it is {Figure.Duration(times.Total.MeanNs)}), "
            + $"{Figure.Count(load.Bytes.Body / MostResults)} bytes for each request (they are {Figure.Count(load.Bytes.Body / times.Count)}), and a 99 % of the first million of {Figure.Duration(AnswerTimes.At(first, 99))} (of all it is {Figure.Duration(AnswerTimes.At(sorted, 99))}).");
    }

    private static IEnumerable<ToolFault> Unanswered(LoadRecord load, AnswerTimes times)
    {
        var without = times.Ended - times.Count;
        if (without <= 0 || times.LastEndNs == 0)
        {
            yield break;
        }

        var seconds = times.LastEndNs / 1e9;
        yield return new ToolFault("hey-errors-in-rate",
            $"hey counts requests without an answer in Requests/sec: it would have printed {Figure.PerSecond(times.Ended / seconds)}/s; {Figure.Count(times.Count)} of {Figure.Count(times.Ended)} were answered, {Figure.PerSecond(times.Count / seconds)}/s.");
        if (load.Outcomes.Timeout > 0 && times.Count > 0)
        {
            yield return new ToolFault("hey-timeouts-left-out",
                $"hey leaves {Figure.Count(load.Outcomes.Timeout, "request")} that timed out out of its latencies: its slowest is {Figure.Duration(times.Total.MaxNs)}; with them the slowest waited {Figure.Duration(load.ResponseNs.Max)}, and the p99 is {Figure.Duration(load.ResponseNs.At("99"))}.");
        }
    }

    private static IEnumerable<ToolFault> Rate(HeyAsked asked, LoadRecord load, AnswerTimes times, long[] sorted)
    {
        if (asked.RatePerWorker <= 0 || sorted.Length == 0)
        {
            yield break;
        }

        var (fromSend, fromDue) = (AnswerTimes.At(times.SortedFromSend(), 99), AnswerTimes.At(sorted, 99));
        if (Differ(fromSend, fromDue))
        {
            yield return new ToolFault("hey-rate-closed",
                $"-q is a rate of each worker: {Figure.ChosenRate(asked.RatePerWorker)}/s × {Figure.Count(asked.Workers, "worker")} = {Figure.ChosenRate(asked.RatePerWorker * asked.Workers)}/s. A worker of hey sends nothing while it waits for its answer and starts the clock when it sends: "
                + $"of this load it would have seen a 99 % of {Figure.Duration(fromSend)}; from the instant at which the requests were due it is {Figure.Duration(fromDue)} (rate {Figure.PerSecond(load.CompletedPerS)}/s).");
        }
    }

    private static IEnumerable<ToolFault> Rounded(HeyAsked asked)
    {
        if (asked.Requests is { } requests && requests % asked.Workers is var rest and not 0)
        {
            yield return new ToolFault("hey-rounded-count",
                $"hey gives every worker the same number of requests: of -n {Figure.Count(requests)} with -c {Figure.Count(asked.Workers)} it sends {Figure.Count(requests - rest)}, and so did this load. Choose -n as a multiple of -c for {Figure.Count(requests)}.");
        }
    }

    private static IEnumerable<ToolFault> Missing(long[] sorted)
    {
        var missing = Percents.Where(p => sorted.Length > 0 && IndexOf(p, sorted.Length) >= sorted.Length).ToList();
        if (missing.Count > 0)
        {
            yield return new ToolFault("hey-missing-percentiles",
                $"hey prints \"0% in 0.0000 secs\" for {string.Join(", ", missing.Select(p => Figure.Count(p) + " %"))} of {Figure.Count(sorted.Length, "answer")}; the 99 % is {Figure.Duration(AnswerTimes.At(sorted, 99))}, of very few.");
        }
    }

    private static IEnumerable<ToolFault> Statuses(LoadRecord load, AnswerTimes times)
    {
        var failed = load.Outcomes.Status + load.Outcomes.Expect;
        if (failed > 0 && times.LastEndNs > 0)
        {
            yield return new ToolFault("hey-failures-in-rate",
                $"hey counts every status in Requests/sec and in its latencies: {Figure.PerSecond(times.Count / (times.LastEndNs / 1e9))}/s, {Figure.Count(failed)} of them failures; successes are {Figure.PerSecond(load.ThroughputPerS)}/s.");
        }
    }

    private static IEnumerable<ToolFault> Resolution(long[] sorted)
    {
        var median = AnswerTimes.At(sorted, 50);
        var printed = (long)Math.Round(median / 1e5) * 100_000;
        if (sorted.Length > 0 && Differ(printed, median))
        {
            yield return new ToolFault("hey-resolution",
                $"hey prints ten-thousandths of a second: a median of {CNumber.Fixed(printed / 1e9, 4)} secs; it is {Figure.Duration(median)}.");
        }
    }

    /// <summary>What a server far away takes to be connected to all but vanishes where connections stay open.</summary>
    private static IEnumerable<ToolFault> Dialup(AnswerTimes times)
    {
        if (times.Opened.Count > 0 && times.Opened.Mean >= PrintedNs && Differ((long)times.Connect.Mean, (long)times.Opened.Mean))
        {
            yield return new ToolFault("hey-dialup",
                $"hey takes the average of DNS+dialup over all {Figure.Count(times.Count, "answer")}, with 0 for those on an open connection: {Figure.Duration(times.Connect.Mean)}; for the {Figure.Count(times.Opened.Count)} that opened one it is {Figure.Duration(times.Opened.Mean)}.");
        }
    }

    /// <summary>Which of the sorted results hey takes: the first whose place is at or above the percentile in whole percents.</summary>
    private static long IndexOf(int percent, int count) => (((long)percent * count) + 99) / 100;

    private static bool Differ(long one, long other) => Math.Abs(one - other) > Matters * Math.Max(one, other);
}

/// <summary>What a command line of hey asked for, as far as its faults depend on it.</summary>
/// <param name="Workers">-c.</param>
/// <param name="Requests">-n; null with -z.</param>
/// <param name="RatePerWorker">-q, per second; 0 for none.</param>
public sealed record HeyAsked(int Workers, long? Requests, double RatePerWorker);
