namespace Prony.Reporting.Personalities;

/// <summary>When answers came: counts per thread and hundredth of a second, and the stretches in which none came at all.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class ToolClock
{
    /// <summary>Length of a slot of the counts, nanoseconds.</summary>
    public const long SlotNs = 10_000_000;

    /// <summary>Resolution of the gaps.</summary>
    private const long FineNs = 1_000_000;

    /// <summary>Longer than any pause that one slow answer of a quick server leaves by chance.</summary>
    private const long ShortestGapNs = 20 * FineNs;

    /// <summary>A day; an instant beyond it is not noted.</summary>
    private const long LongestNs = 24L * 3_600 * 1_000_000_000;

    private readonly SortedDictionary<int, List<int>> _threads = [];
    private readonly List<bool> _seen = [];

    /// <summary>Threads that had an answer.</summary>
    public IEnumerable<int> Threads => _threads.Keys;

    /// <summary>An answer came.</summary>
    /// <param name="sinceStartNs">Since the start of the window.</param>
    /// <param name="thread">On which thread.</param>
    public void Note(long sinceStartNs, int thread)
    {
        if (sinceStartNs is < 0 or >= LongestNs)
        {
            return;
        }

        if (!_threads.TryGetValue(thread, out var slots))
        {
            _threads[thread] = slots = [];
        }

        var slot = (int)(sinceStartNs / SlotNs);
        while (slots.Count <= slot)
        {
            slots.Add(0);
        }

        slots[slot]++;
        var fine = (int)(sinceStartNs / FineNs);
        while (_seen.Count <= fine)
        {
            _seen.Add(false);
        }

        _seen[fine] = true;
    }

    /// <summary>Requests per second, interval by interval: of each thread, or of <paramref name="shares"/> equal shares of all.</summary>
    /// <param name="windowNs">Length of the window.</param>
    /// <param name="intervalNs">Length of an interval; one without an answer is joined with the next one that has some, as wrk and wrk2 do.</param>
    /// <param name="shares">In how many shares the rate is divided where threads are not those of the original; null: each thread by itself.</param>
    public IReadOnlyList<long> Rates(long windowNs, long intervalNs, int? shares)
    {
        var rates = new List<long>();
        foreach (var slots in shares is null ? _threads.Values : (IEnumerable<List<int>>)[Total()])
        {
            rates.AddRange(RatesOf(slots, windowNs, Math.Max(1, intervalNs / SlotNs), shares ?? 1));
        }

        return rates;
    }

    /// <summary>The stretches of at least 20 ms in which no answer came, from the start of the window to its end, nanoseconds to 1 ms.</summary>
    public IReadOnlyList<long> Gaps(long windowNs)
    {
        var gaps = new List<long>();
        long open = 0;
        var end = windowNs / FineNs;
        for (long at = 0; at < end; at++)
        {
            if (at < _seen.Count && _seen[(int)at])
            {
                gaps.Add(open * FineNs);
                open = 0;
            }
            else
            {
                open++;
            }
        }

        gaps.Add(open * FineNs);
        return [.. gaps.Where(gap => gap >= ShortestGapNs)];
    }

    private List<int> Total()
    {
        var sum = new List<int>(new int[_threads.Values.Select(slots => slots.Count).DefaultIfEmpty(0).Max()]);
        foreach (var slots in _threads.Values)
        {
            for (var i = 0; i < slots.Count; i++)
            {
                sum[i] += slots[i];
            }
        }

        return sum;
    }

    private static IEnumerable<long> RatesOf(List<int> slots, long windowNs, long step, int shares)
    {
        long count = 0;
        long length = 0;
        var whole = windowNs / SlotNs;
        for (long slot = 0; slot < whole; slot++)
        {
            count += slot < slots.Count ? slots[(int)slot] : 0;
            length++;
            if (length % step == 0 && count > 0)
            {
                yield return (long)(count / (double)shares / length * (1e9 / SlotNs));
                (count, length) = (0, 0);
            }
        }
    }
}
