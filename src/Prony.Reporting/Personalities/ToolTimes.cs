using Prony.Measurement.Histograms;

namespace Prony.Reporting.Personalities;

/// <summary>Durations, nanoseconds: their histogram, and the ends and the sum exactly, because other tools print those with all digits.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class ToolTimes
{
    /// <summary>All values, to 0.05 %.</summary>
    public Histogram Values { get; } = Histogram.ForDurations();

    /// <summary>How many.</summary>
    public long Count => Values.Count + Values.OutOfRange;

    /// <summary>Smallest; 0 when there are none.</summary>
    public long MinNs { get; private set; }

    /// <summary>Largest; 0 when there are none.</summary>
    public long MaxNs { get; private set; }

    /// <summary>Arithmetic mean; not a number when there are none.</summary>
    public double MeanNs => Count == 0 ? double.NaN : _sumNs / Count;

    private double _sumNs;

    /// <summary>Counts one; a negative one counts as 0.</summary>
    public void Record(long ns)
    {
        ns = Math.Max(0, ns);
        MinNs = Count == 0 ? ns : Math.Min(MinNs, ns);
        MaxNs = Math.Max(MaxNs, ns);
        _sumNs += ns;
        Values.Record(ns);
    }

    /// <summary>The value that a percentile of all values are at or below (nearest rank); 0 when there are none.</summary>
    public long At(double percentile) => Math.Clamp(Values.ValueAtPercentile(percentile), MinNs, MaxNs);

    /// <summary>The value of a rank, counted from 1 at the smallest; 0 when there are none.</summary>
    public long AtRank(long rank)
    {
        long seen = 0;
        foreach (var bucket in Values.Buckets())
        {
            seen += bucket.Count;
            if (seen >= rank)
            {
                return Math.Clamp(bucket.High, MinNs, MaxNs);
            }
        }

        return MaxNs;
    }

    /// <summary>Values with how often they came, from small to large; each the middle of what the histogram cannot tell apart.</summary>
    public IEnumerable<(long Ns, long Count)> Weighted() =>
        Values.Buckets().Select(bucket => (Math.Clamp(bucket.Low + ((bucket.High - bucket.Low) / 2), MinNs, MaxNs), bucket.Count));
}
