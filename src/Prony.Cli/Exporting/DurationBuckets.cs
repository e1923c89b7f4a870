using Prony.Measurement.Histograms;

namespace Prony.Cli.Exporting;

/// <summary>Durations in a few wide buckets, as other systems keep them.</summary>
/// <remarks>Thread: one caller at a time.</remarks>
internal sealed class DurationBuckets
{
    private const double NsPerS = 1e9;

    private readonly long[] _counts = new long[Bounds.Length + 1];
    private readonly double[] _sums = new double[Bounds.Length + 1];
    private readonly long[] _passedOn = new long[Bounds.Length + 1];
    private readonly double[] _sumPassedOn = new double[Bounds.Length + 1];

    /// <summary>Upper bounds in seconds, inclusive; above the last there is one bucket more.</summary>
    /// <remarks>Those that OpenTelemetry's conventions advise for http.client.request.duration, and below them five for servers that answer in less than 5 ms.</remarks>
    public static double[] Bounds { get; } = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Values in each bucket, not cumulated.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Of all values.</summary>
    public long Count => _counts.Sum();

    /// <summary>Of all values, seconds; each counts as the middle of its bucket in the histogram that it came from (at most 0.05 % off).</summary>
    public double SumS => _sums.Sum();

    /// <summary>Adds what ended in a second.</summary>
    /// <param name="durations">Nanoseconds.</param>
    public void Add(Histogram durations)
    {
        foreach (var bucket in durations.Buckets())
        {
            var seconds = (bucket.Low + ((bucket.High - bucket.Low) / 2)) / NsPerS;
            var index = Array.BinarySearch(Bounds, seconds);
            index = index < 0 ? ~index : index;
            _counts[index] += bucket.Count;
            _sums[index] += seconds * bucket.Count;
        }
    }

    /// <summary>What was added and not taken yet: so many values with the mean of their bucket, so that counts and sums stay right.</summary>
    /// <param name="most">At most so many values; slow ones first, because they are few and tell most.</param>
    /// <param name="taken">Filled with them.</param>
    /// <returns>How many values that are.</returns>
    public long TakeNew(long most, List<(double Seconds, long Times)> taken)
    {
        long total = 0;
        for (var i = _counts.Length - 1; i >= 0 && total < most; i--)
        {
            var fresh = _counts[i] - _passedOn[i];
            var times = Math.Min(fresh, most - total);
            if (times <= 0)
            {
                continue;
            }

            var mean = (_sums[i] - _sumPassedOn[i]) / fresh;
            _passedOn[i] += times;
            _sumPassedOn[i] += mean * times;
            taken.Add((mean, times));
            total += times;
        }

        return total;
    }
}
