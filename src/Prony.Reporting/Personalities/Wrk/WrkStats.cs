namespace Prony.Reporting.Personalities.Wrk;

/// <summary>What wrk prints of a distribution: of whole microseconds, or of requests per second.</summary>
/// <param name="Count">Values.</param>
/// <param name="Mean">Arithmetic mean; 0 when empty.</param>
/// <param name="Stdev">Standard deviation with n − 1; 0 below two values.</param>
/// <param name="Max">Largest; 0 when empty.</param>
/// <param name="WithinPercent">Share of values within one deviation of the mean, percent; not a number when empty.</param>
/// <param name="Percentiles">Values at <see cref="Published"/>, nearest rank; 0 when empty.</param>
public sealed record WrkStats(long Count, double Mean, double Stdev, long Max, double WithinPercent, IReadOnlyList<long> Percentiles)
{
    /// <summary>How many of <see cref="Count"/> were not measured but added (<see cref="WrkCorrection"/>). Default: 0.</summary>
    public long Invented { get; init; }

    /// <summary>The percentiles of <c>--latency</c>.</summary>
    public static IReadOnlyList<double> Published { get; } = [50, 75, 90, 99];

    /// <summary>Of single values.</summary>
    public static WrkStats Of(IEnumerable<long> values) => Of([.. values.Order().Select(static value => (value, 1L))]);

    /// <summary>Of times, in microseconds.</summary>
    public static WrkStats Of(ToolTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return Of(Microseconds(times)) with { Max = times.MaxNs / 1000 };
    }

    /// <summary>Of values with how often they came.</summary>
    /// <param name="weighted">From small to large.</param>
    public static WrkStats Of(IReadOnlyList<(long Value, long Count)> weighted)
    {
        ArgumentNullException.ThrowIfNull(weighted);
        var count = weighted.Sum(static w => w.Count);
        if (count == 0)
        {
            return new WrkStats(0, 0, 0, 0, double.NaN, [.. Published.Select(static _ => 0L)]);
        }

        var mean = weighted.Sum(static w => (double)w.Value * w.Count) / count;
        var stdev = count < 2 ? 0 : Math.Sqrt(weighted.Sum(w => (w.Value - mean) * (w.Value - mean) * w.Count) / (count - 1));
        var within = weighted.Where(w => w.Value >= mean - stdev && w.Value <= mean + stdev).Sum(static w => w.Count);
        return new WrkStats(count, mean, stdev, weighted[^1].Value, 100.0 * within / count, [.. Published.Select(p => At(weighted, count, p))]);
    }

    /// <summary>Times in whole microseconds, as wrk's clock has them.</summary>
    internal static IReadOnlyList<(long Value, long Count)> Microseconds(ToolTimes times) => [.. times.Weighted().Select(static w => (w.Ns / 1000, w.Count))];

    private static long At(IReadOnlyList<(long Value, long Count)> weighted, long count, double percentile)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(percentile * count / 100));
        long seen = 0;
        foreach (var (value, times) in weighted)
        {
            seen += times;
            if (seen >= rank)
            {
                return value;
            }
        }

        return weighted[^1].Value;
    }
}
