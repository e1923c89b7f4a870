using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Reporting.Personalities.Hey;

/// <summary>The figures of a summary as hey lays it out. Seconds; NaN where there was no answer.</summary>
public sealed record HeyReport
{
    private static readonly int[] Percents = [10, 25, 50, 75, 90, 95, 99];

    /// <summary>From the first request to the end of the last.</summary>
    public required double TotalS { get; init; }

    /// <summary>Longest response time; 0 without an answer.</summary>
    public required double SlowestS { get; init; }

    /// <summary>Shortest; 0 without an answer.</summary>
    public required double FastestS { get; init; }

    /// <summary>Mean; NaN without an answer.</summary>
    public required double AverageS { get; init; }

    /// <summary>Answers of any status, per second of <see cref="TotalS"/>.</summary>
    public required double RequestsPerS { get; init; }

    /// <summary>Bytes of all bodies.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>The same for each answer, rounded down.</summary>
    public required long BodyBytesEach { get; init; }

    /// <summary>Eleven marks from the fastest to the slowest; none without an answer.</summary>
    public required IReadOnlyList<HeyBar> Bars { get; init; }

    /// <summary>10, 25, 50, 75, 90, 95 and 99 %; none without an answer.</summary>
    public required IReadOnlyList<(int Percent, double Seconds)> Percentiles { get; init; }

    /// <summary>DNS+dialup, DNS-lookup, req write, resp wait, resp read.</summary>
    public required IReadOnlyList<HeyPart> Parts { get; init; }

    /// <summary>Answers by status code.</summary>
    public required IReadOnlyDictionary<int, long> Status { get; init; }

    /// <summary>Requests without an answer, by what happened.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>What a load measured, as hey counts it.</summary>
    /// <param name="load">The record.</param>
    /// <param name="times">Its answers.</param>
    /// <param name="errors">Requests without an answer, in hey's words.</param>
    public static HeyReport Of(LoadRecord load, AnswerTimes times, IReadOnlyDictionary<string, long> errors)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(times);
        var sorted = times.Sorted();
        var totalS = times.LastEndNs / 1e9;
        return new HeyReport
        {
            TotalS = totalS,
            SlowestS = times.Total.MaxNs / 1e9,
            FastestS = times.Total.MinNs / 1e9,
            AverageS = times.Total.MeanNs / 1e9,
            RequestsPerS = totalS > 0 ? times.Count / totalS : 0,
            BodyBytes = load.Bytes.Body,
            BodyBytesEach = times.Count == 0 ? 0 : load.Bytes.Body / times.Count,
            Bars = HeyBar.Of(sorted),
            Percentiles = sorted.Length == 0 ? [] : [.. Percents.Select(p => (p, AnswerTimes.At(sorted, p) / 1e9))],
            Parts = [HeyPart.Of("DNS+dialup", times.Connect), new HeyPart("DNS-lookup", times.Count == 0 ? double.NaN : 0, 0, 0),
                HeyPart.Of("req write", times.Write), HeyPart.Of("resp wait", times.Wait), HeyPart.Of("resp read", times.Read)],
            Status = load.Status.ToDictionary(s => int.Parse(s.Key, CultureInfo.InvariantCulture), s => s.Value),
            Errors = errors,
        };
    }
}

/// <summary>A row of hey's histogram: how many answers took no longer than its mark, and longer than the mark before.</summary>
/// <param name="MarkS">Upper end, seconds.</param>
/// <param name="Count">Answers.</param>
public sealed record HeyBar(double MarkS, long Count)
{
    private const int Steps = 10;

    /// <summary>Eleven rows: the fastest answer's time, and ten equal steps from there to the slowest.</summary>
    internal static IReadOnlyList<HeyBar> Of(long[] sortedNs)
    {
        if (sortedNs.Length == 0)
        {
            return [];
        }

        var (fastest, slowest) = (sortedNs[0] / 1e9, sortedNs[^1] / 1e9);
        var step = (slowest - fastest) / Steps;
        var bars = new List<HeyBar>();
        var next = 0;
        for (var i = 0; i <= Steps; i++)
        {
            var mark = i == Steps ? slowest : fastest + (step * i);
            var first = next;
            while (next < sortedNs.Length && sortedNs[next] / 1e9 <= mark)
            {
                next++;
            }

            bars.Add(new HeyBar(mark, next - first));
        }

        return bars;
    }
}

/// <summary>A line of hey's details, seconds.</summary>
/// <param name="Name">As hey calls it.</param>
/// <param name="MeanS">Over all answers; NaN without one.</param>
/// <param name="FastestS">Shortest.</param>
/// <param name="SlowestS">Longest.</param>
public sealed record HeyPart(string Name, double MeanS, double FastestS, double SlowestS)
{
    internal static HeyPart Of(string name, PartSum part) => new(name, part.Mean / 1e9, part.Min / 1e9, part.Max / 1e9);
}
