namespace Prony.Reporting.Personalities.Oha;

/// <summary>oha's histogram and percentiles (oha 1.15, src/histogram.rs and src/result_data.rs; 0.5, src/histogram.rs), percentiles by the nearest rank.</summary>
/// <remarks>Pure; thread-safe.</remarks>
public static class OhaStatistics
{
    private const int Bins = 11;

    /// <summary>oha 0.5 ends its histogram at three times the average.</summary>
    private const double OldEnd = 3;

    /// <summary>The percentiles of the report.</summary>
    public static IReadOnlyList<double> Percentiles { get; } = [10, 25, 50, 75, 90, 95, 99, 99.9, 99.99];

    /// <summary>Rows of the histogram: their upper ends in nanoseconds, and how many times lie in them.</summary>
    public static IReadOnlyList<(double EndNs, long Count)> Histogram(ToolTimes times, OhaLayout layout)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count == 0)
        {
            return [.. Enumerable.Repeat((double.NaN, 0L), Bins)];
        }

        return layout == OhaLayout.Current ? Current(times) : Old(times);
    }

    /// <summary>Seconds at a percentile; not a number when there are no times.</summary>
    public static double At(ToolTimes times, double percentile)
    {
        ArgumentNullException.ThrowIfNull(times);
        return times.Count == 0 ? double.NaN : times.At(percentile) / 1e9;
    }

    private static List<(double EndNs, long Count)> Current(ToolTimes times)
    {
        double min = times.MinNs;
        var step = (times.MaxNs - min) / (Bins - 1);
        var counts = new long[Bins];
        foreach (var (ns, count) in times.Weighted())
        {
            var index = step > 0 ? (int)Math.Min(Math.Ceiling((ns - min) / step), Bins - 1) : 0;
            counts[index] += count;
        }

        // The fastest itself stands in the first row, however coarse the counting was.
        if (counts[0] == 0)
        {
            var next = Array.FindIndex(counts, static count => count > 0);
            counts[next]--;
            counts[0]++;
        }

        return [.. counts.Select((count, i) => (min + (step * i), count))];
    }

    private static List<(double EndNs, long Count)> Old(ToolTimes times)
    {
        double min = times.MinNs;
        var step = (Math.Min(times.MaxNs, OldEnd * times.MeanNs) - min) / Bins;
        var counts = new long[Bins];
        foreach (var (ns, count) in times.Weighted())
        {
            counts[step > 0 ? (int)Math.Min((ns - min) / step, Bins - 1) : 0] += count;
        }

        return [.. counts.Select((count, i) => (min + (step * (i + 1)), count))];
    }
}
