using System.Numerics;
using System.Runtime.CompilerServices;

namespace Prony.Measurement.Histograms;

/// <summary>Counts of values in HdrHistogram's log-linear buckets: every value is kept within a stated number of significant digits.</summary>
/// <remarks>
/// <para>Layout, percentile rule and derived figures are HdrHistogram's (<c>AbstractHistogram.java</c>), so that its readers and ours agree bucket by bucket.
/// Memory is fixed at construction and <see cref="Record(long)"/> never allocates.</para>
/// <para>Thread: one writer. A histogram that a reader wants is handed over whole (see the slices of Prony.Load), never shared.</para>
/// </remarks>
public sealed class Histogram
{
    /// <summary>Largest value of a histogram of durations: one hour in nanoseconds.</summary>
    public const long LongestDurationNs = 3_600_000_000_000;

    private readonly long[] _counts;
    private readonly int _unitMagnitude;
    private readonly int _halfMagnitude;
    private readonly int _half;
    private readonly long _subBucketMask;
    private readonly int _leadingZeroBase;
    private long _total;
    private int _lowestIndex = int.MaxValue;
    private int _highestIndex = -1;

    /// <summary>An empty histogram.</summary>
    /// <param name="lowestDiscernible">Smallest value told from 0, at least 1.</param>
    /// <param name="highestTrackable">Largest value that can be counted, at least twice <paramref name="lowestDiscernible"/>.</param>
    /// <param name="significantDigits">Decimal digits kept, 0 to 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range, or the two ends and the digits do not fit 62 bits.</exception>
    public Histogram(long lowestDiscernible, long highestTrackable, int significantDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lowestDiscernible, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(highestTrackable / 2, lowestDiscernible, nameof(highestTrackable));
        ArgumentOutOfRangeException.ThrowIfNegative(significantDigits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(significantDigits, 5);
        LowestDiscernible = lowestDiscernible;
        HighestTrackable = highestTrackable;
        SignificantDigits = significantDigits;

        var largestSingleUnit = 2 * (long)Math.Pow(10, significantDigits);
        _unitMagnitude = BitOperations.Log2((ulong)lowestDiscernible);
        var subBucketCountMagnitude = BitOperations.Log2((ulong)largestSingleUnit - 1) + 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subBucketCountMagnitude + _unitMagnitude, 62, nameof(lowestDiscernible));
        _halfMagnitude = subBucketCountMagnitude - 1;
        var subBucketCount = 1 << subBucketCountMagnitude;
        _half = subBucketCount / 2;
        _subBucketMask = ((long)subBucketCount - 1) << _unitMagnitude;
        _leadingZeroBase = 64 - _unitMagnitude - subBucketCountMagnitude;
        BucketCount = CountBuckets((long)subBucketCount << _unitMagnitude, highestTrackable);
        _counts = new long[(BucketCount + 1) * _half];
    }

    /// <summary>Smallest value told from 0.</summary>
    public long LowestDiscernible { get; }

    /// <summary>Largest value that the caller asked for; a value up to the end of its bucket is counted as well.</summary>
    public long HighestTrackable { get; }

    /// <summary>Decimal digits kept, 0 to 5.</summary>
    public int SignificantDigits { get; }

    /// <summary>Values counted.</summary>
    public long Count => _total;

    /// <summary>Values that were above the range: not counted in <see cref="Count"/>, never silently lost.</summary>
    public long OutOfRange { get; private set; }

    /// <summary>Smallest value counted, as the low end of its bucket; 0 when empty.</summary>
    public long Min => _total == 0 ? 0 : LowestEquivalent(ValueFromIndex(_lowestIndex));

    /// <summary>Largest value counted, as the high end of its bucket; 0 when empty.</summary>
    public long Max => _total == 0 ? 0 : HighestEquivalent(ValueFromIndex(_highestIndex));

    internal int BucketCount { get; }

    internal int Length => _counts.Length;

    internal int UnitMagnitude => _unitMagnitude;

    internal int HalfMagnitude => _halfMagnitude;

    internal int LeadingZeroBase => _leadingZeroBase;

    /// <summary>Index of the last bucket that holds a value; −1 when empty.</summary>
    internal int HighestIndex => _highestIndex;

    internal ReadOnlySpan<long> Counts => _counts;

    /// <summary>A histogram of durations in nanoseconds: 1 ns to one hour, 3 digits (at most 0.05 % off).</summary>
    public static Histogram ForDurations() => new(1, LongestDurationNs, 3);

    /// <summary>Counts one value; a negative one counts as 0, one above the range only in <see cref="OutOfRange"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long value) => Record(value, 1);

    /// <summary>Counts <paramref name="value"/> <paramref name="times"/> times; the same as that many calls of <see cref="Record(long)"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long value, long times)
    {
        // Both checks are gone where the count is the constant 1 of Record(value).
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        if (times == 0)
        {
            return;
        }

        unchecked
        {
            var index = IndexOf(value < 0 ? 0 : value);
            if ((uint)index >= (uint)_counts.Length)
            {
                OutOfRange += times;
                return;
            }

            _counts[index] += times;
            _total += times;
            if (index > _highestIndex)
            {
                _highestIndex = index;
            }

            if (index < _lowestIndex)
            {
                _lowestIndex = index;
            }
        }
    }

    /// <summary>Adds every count of <paramref name="other"/>.</summary>
    /// <exception cref="ArgumentException">The layouts differ: adding would move values between buckets.</exception>
    public void Add(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.LowestDiscernible != LowestDiscernible || other.SignificantDigits != SignificantDigits || other.Length > Length)
        {
            throw new ArgumentException("Histograms of different layout cannot be added.", nameof(other));
        }

        OutOfRange += other.OutOfRange;
        if (other._total == 0)
        {
            return;
        }

        for (var i = other._lowestIndex; i <= other._highestIndex; i++)
        {
            _counts[i] += other._counts[i];
        }

        _total += other._total;
        _lowestIndex = Math.Min(_lowestIndex, other._lowestIndex);
        _highestIndex = Math.Max(_highestIndex, other._highestIndex);
    }

    /// <summary>Forgets everything; costs only the range that was in use.</summary>
    public void Clear()
    {
        if (_highestIndex >= 0)
        {
            Array.Clear(_counts, _lowestIndex, _highestIndex - _lowestIndex + 1);
        }

        _total = 0;
        OutOfRange = 0;
        _lowestIndex = int.MaxValue;
        _highestIndex = -1;
    }

    /// <summary>The value with <paramref name="percentile"/> % of all values at or below it, as the high end of its bucket (the low end for 0); 0 when empty.</summary>
    /// <param name="percentile">0 to 100; values outside are clamped. Rank: max(1, ceil(p·n/100)), p taken one float step down (HdrHistogram 2.1.11).</param>
    public long ValueAtPercentile(double percentile)
    {
        if (_total == 0)
        {
            return 0;
        }

        var p = Math.Clamp(Math.BitDecrement(percentile), 0, 100);
        var needed = Math.Max(1, (long)Math.Ceiling(p * _total / 100));
        long seen = 0;
        for (var i = _lowestIndex; i <= _highestIndex; i++)
        {
            seen += _counts[i];
            if (seen >= needed)
            {
                var value = ValueFromIndex(i);
                return percentile <= 0 ? LowestEquivalent(value) : HighestEquivalent(value);
            }
        }

        return Max;
    }

    /// <summary>Arithmetic mean of the bucket middles; 0 when empty.</summary>
    public double Mean
    {
        get
        {
            if (_total == 0)
            {
                return 0;
            }

            double sum = 0;
            for (var i = _lowestIndex; i <= _highestIndex; i++)
            {
                if (_counts[i] != 0)
                {
                    sum += MedianEquivalent(ValueFromIndex(i)) * (double)_counts[i];
                }
            }

            return sum / _total;
        }
    }

    /// <summary>Standard deviation (population form) of the bucket middles; 0 when empty.</summary>
    public double StandardDeviation
    {
        get
        {
            if (_total == 0)
            {
                return 0;
            }

            var mean = Mean;
            double sum = 0;
            for (var i = _lowestIndex; i <= _highestIndex; i++)
            {
                if (_counts[i] != 0)
                {
                    var deviation = MedianEquivalent(ValueFromIndex(i)) - mean;
                    sum += deviation * deviation * _counts[i];
                }
            }

            return Math.Sqrt(sum / _total);
        }
    }

    /// <summary>The buckets that hold values, from low to high.</summary>
    public IEnumerable<HistogramBucket> Buckets()
    {
        for (var i = _lowestIndex; i <= _highestIndex; i++)
        {
            if (_counts[i] != 0)
            {
                var value = ValueFromIndex(i);
                yield return new HistogramBucket(LowestEquivalent(value), HighestEquivalent(value), _counts[i]);
            }
        }
    }

    /// <summary>Smallest value that shares the bucket of <paramref name="value"/>.</summary>
    public long LowestEquivalent(long value) => ValueFromIndex(IndexOf(value));

    /// <summary>Largest value that shares the bucket of <paramref name="value"/>.</summary>
    public long HighestEquivalent(long value) => LowestEquivalent(value) + (BucketSize(value) - 1);

    /// <summary>Middle of the bucket of <paramref name="value"/>.</summary>
    public long MedianEquivalent(long value) => LowestEquivalent(value) + (BucketSize(value) >> 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int IndexOf(long value)
    {
        unchecked
        {
            var bucket = _leadingZeroBase - BitOperations.LeadingZeroCount((ulong)(value | _subBucketMask));
            var subBucket = (int)(value >>> (bucket + _unitMagnitude));
            return ((bucket + 1) << _halfMagnitude) + (subBucket - _half);
        }
    }

    internal long ValueFromIndex(int index)
    {
        var bucket = (index >> _halfMagnitude) - 1;
        var subBucket = (index & (_half - 1)) + _half;
        if (bucket < 0)
        {
            subBucket -= _half;
            bucket = 0;
        }

        return (long)subBucket << (bucket + _unitMagnitude);
    }

    internal void SetCountAt(int index, long count)
    {
        _counts[index] = count;
        if (count == 0)
        {
            return;
        }

        _total += count;
        _lowestIndex = Math.Min(_lowestIndex, index);
        _highestIndex = Math.Max(_highestIndex, index);
    }

    private long BucketSize(long value)
    {
        var bucket = _leadingZeroBase - BitOperations.LeadingZeroCount((ulong)(value | _subBucketMask));
        return 1L << (_unitMagnitude + bucket);
    }

    private static int CountBuckets(long smallestUntrackable, long highestTrackable)
    {
        var buckets = 1;
        while (smallestUntrackable <= highestTrackable)
        {
            if (smallestUntrackable > long.MaxValue / 2)
            {
                return buckets + 1;
            }

            smallestUntrackable <<= 1;
            buckets++;
        }

        return buckets;
    }
}
