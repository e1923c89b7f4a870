namespace Prony.Reporting.Personalities.Wrk;

/// <summary>The samples that wrk invents before it prints its latencies (wrk 4.2, stats_correct of src/stats.c).</summary>
/// <remarks>
/// wrk takes it that a connection gets an answer every e = runtime ÷ (requests ÷ connections). For each value v of at least 2e it adds samples v − e, v − 2e … as long as they are above e.
/// Where answers come in two speeds, all quick ones are swamped by that. Pure; thread-safe.
/// </remarks>
public static class WrkCorrection
{
    /// <summary>Most places of the table; longer times are counted in coarser steps.</summary>
    private const int MostPlaces = 4_000_000;

    /// <summary>What wrk would have printed.</summary>
    /// <param name="service">Times from sending to answer.</param>
    /// <param name="requests">Answers of the whole run.</param>
    /// <param name="connections">Connections asked for, 1 or more.</param>
    /// <param name="runtimeS">Length of the run, seconds.</param>
    /// <param name="timeoutS">wrk's <c>--timeout</c>: longer answers are in none of its latencies.</param>
    public static WrkStats Of(ToolTimes service, long requests, long connections, double runtimeS, double timeoutS)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(connections);
        List<(long Value, long Count)> kept = [.. WrkStats.Microseconds(service).Where(w => w.Value <= timeoutS * 1e6)];
        var rounds = requests / connections;
        if (rounds == 0 || kept.Count == 0)
        {
            return WrkStats.Of(kept);
        }

        var max = kept[^1].Value;
        var unit = Math.Max(1, (max / MostPlaces) + 1);
        var expected = Math.Max(1, (long)Math.Round(runtimeS * 1e6) / rounds / unit);
        var counts = new long[(max / unit) + 1];
        foreach (var (value, count) in kept)
        {
            counts[value / unit] += count;
        }

        var (all, invented) = Fill(counts, expected, unit);
        return WrkStats.Of(all) with { Max = max, Invented = invented };
    }

    private static (List<(long Value, long Count)> All, long Invented) Fill(long[] counts, long expected, long unit)
    {
        // What a place gets is what the place one interval above it has and got: the sum over all values that lie whole intervals above.
        var invented = new long[counts.Length];
        for (var at = counts.Length - 1 - expected; at > expected; at--)
        {
            invented[at] = invented[at + expected] + counts[at + expected];
        }

        List<(long Value, long Count)> all = [];
        for (var at = 0; at < counts.Length; at++)
        {
            if (counts[at] + invented[at] is > 0 and var count)
            {
                all.Add((at * unit, count));
            }
        }

        return (all, invented.Sum());
    }
}
