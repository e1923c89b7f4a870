namespace Prony.Reporting.Personalities.Ab;

/// <summary>The times of ab's tables, microseconds as ab's clock has them.</summary>
/// <param name="Connect">Opening the connection; 0 on an open one.</param>
/// <param name="Processing">From there to the last byte.</param>
/// <param name="Waiting">From the request's last byte to the answer's first.</param>
/// <param name="Total">All of it.</param>
/// <param name="SortedTotalUs">Each request's total, shortest first.</param>
public sealed record AbTimes(AbRow Connect, AbRow Processing, AbRow Waiting, AbRow Total, IReadOnlyList<long> SortedTotalUs)
{
    /// <summary>Those of answers.</summary>
    public static AbTimes Of(IReadOnlyList<Answer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var totals = Sorted(answers, a => a.TotalNs);
        return new AbTimes(
            AbRow.Of(Sorted(answers, a => a.ConnectNs)),
            AbRow.Of(Sorted(answers, a => Math.Max(0, a.TotalNs - a.ConnectNs))),
            AbRow.Of(Sorted(answers, a => a.WaitNs)),
            AbRow.Of(totals),
            totals);
    }

    /// <summary>A percentile of the totals: rank ceil(p·n/100).</summary>
    /// <param name="percent">0 (the shortest) to 100.</param>
    public long At(int percent) => SortedTotalUs.Count == 0 ? 0 : SortedTotalUs[(int)Math.Max(0, (((long)percent * SortedTotalUs.Count) + 99) / 100 - 1)];

    private static long[] Sorted(IReadOnlyList<Answer> answers, Func<Answer, long> part)
    {
        var sorted = answers.Select(a => part(a) / 1000).ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}

/// <summary>A row of ab's connection times, microseconds.</summary>
/// <param name="Min">Shortest.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Sd">Standard deviation, n − 1; 0 for one answer.</param>
/// <param name="Median">The middle one, or the mean of the two in the middle.</param>
/// <param name="Max">Longest.</param>
public sealed record AbRow(long Min, double Mean, double Sd, double Median, long Max)
{
    internal static AbRow Of(long[] sorted)
    {
        if (sorted.Length == 0)
        {
            return new AbRow(0, 0, 0, 0, 0);
        }

        var mean = sorted.Average();
        var sd = sorted.Length > 1 ? Math.Sqrt(sorted.Sum(v => (v - mean) * (v - mean)) / (sorted.Length - 1)) : 0;
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
        return new AbRow(sorted[0], mean, sd, median, sorted[^1]);
    }
}
