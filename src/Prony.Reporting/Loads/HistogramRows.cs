using Prony.Measurement.Histograms;
using Prony.Reporting.Figures;

namespace Prony.Reporting.Loads;

/// <summary>Cuts a histogram of durations into about a dozen rows with round edges.</summary>
/// <remarks>
/// hey and oha cut fastest to slowest into equal steps, so that one slow request leaves every other one in the first row. Here the steps cover
/// what lies up to p99, grow by a factor where that spans more than a decade, and one last row holds the rest.
/// </remarks>
internal static class HistogramRows
{
    private const int MostRows = 12;
    private const double LogarithmicFrom = 10;

    /// <summary>Edges within a decade, coarse to fine: 1-2-5 and the E6 and E12 series of preferred numbers (IEC 60063), rounded.</summary>
    private static readonly double[][] Decades =
        [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7], [1, 1.2, 1.5, 1.8, 2.2, 2.7, 3.3, 3.9, 4.7, 5.6, 6.8, 8.2]];

    /// <summary>Rows from low to high; their counts add up to the histogram's. Empty for an empty histogram.</summary>
    public static IReadOnlyList<HistogramRow> Of(Histogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        if (histogram.Count == 0)
        {
            return [];
        }

        double low = Math.Max(1, histogram.Min);
        double p99 = Math.Max(low, histogram.ValueAtPercentile(99));
        double high = histogram.Max <= 2 * p99 ? Math.Max(low, histogram.Max) : p99;
        var edges = high / low >= LogarithmicFrom ? GrowingEdges(low, high) : EqualEdges(low, high);
        return Count(histogram, edges);
    }

    private static List<double> EqualEdges(double low, double high)
    {
        var step = NiceStep((high - low) / (MostRows - 1));
        var first = (long)Math.Floor(low / step);
        var last = (long)Math.Floor(high / step) + 1;
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }

    // The smallest of 1, 2, 2.5, 5 times a power of ten that is at least the wanted step; whole nanoseconds at least.
    private static double NiceStep(double wanted)
    {
        if (wanted <= 1)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        double[] steps = power >= 10 ? [1, 2, 2.5, 5, 10] : [1, 2, 5, 10];
        return steps.Select(s => s * power).First(s => s >= wanted * (1 - 1e-9));
    }

    private static List<double> GrowingEdges(double low, double high)
    {
        var best = Edges(Decades[0], low, high);
        foreach (var decade in Decades.Skip(1))
        {
            var finer = Edges(decade, low, high);
            if (finer.Count - 1 > MostRows)
            {
                break;
            }

            best = finer;
        }

        return best;
    }

    // From the last edge at or below `low` to the first above `high`.
    private static List<double> Edges(double[] decade, double low, double high)
    {
        var edges = new List<double>();
        for (var power = (int)Math.Floor(Math.Log10(low)); ; power++)
        {
            foreach (var factor in decade)
            {
                var edge = factor * Math.Pow(10, power);
                if (edge <= low)
                {
                    edges.Clear();
                }

                edges.Add(edge);
                if (edge > high)
                {
                    return edges;
                }
            }
        }
    }

    private static List<HistogramRow> Count(Histogram histogram, List<double> edges)
    {
        var counts = new long[edges.Count];
        var row = 0;
        foreach (var bucket in histogram.Buckets())
        {
            while (row < edges.Count - 1 && bucket.Low >= edges[row + 1])
            {
                row++;
            }

            counts[row] += bucket.Count;
        }

        var rows = Enumerable.Range(0, edges.Count - 1).Select(i => new HistogramRow(edges[i], edges[i + 1], counts[i])).ToList();
        if (counts[^1] > 0)
        {
            rows.Add(new HistogramRow(edges[^1], histogram.Max, counts[^1]));
        }

        return rows;
    }
}

/// <summary>One row: values from <paramref name="LowNs"/> up to but not including <paramref name="HighNs"/>; the last row may end with the slowest.</summary>
internal sealed record HistogramRow(double LowNs, double HighNs, long Count)
{
    /// <summary>"100 – 102 ms", "980 µs – 1 ms".</summary>
    public string Label()
    {
        var (low, high) = (Figure.Edge(LowNs), Figure.Edge(HighNs));
        var unit = high[high.LastIndexOf(' ')..];
        var isShared = low.EndsWith(unit, StringComparison.Ordinal) && low.AsSpan().Count(' ') == 1 && high.AsSpan().Count(' ') == 1;
        return isShared ? $"{low[..^unit.Length]} – {high}" : $"{low} – {high}";
    }
}
