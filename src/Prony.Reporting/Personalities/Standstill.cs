namespace Prony.Reporting.Personalities;

/// <summary>What stretches without a single answer hide: in them every user of a closed load waits, so that nothing is asked and nobody is seen to wait.</summary>
/// <param name="TotalNs">Their sum.</param>
/// <param name="LongestNs">The longest.</param>
/// <param name="P99Ns">99th percentile of the time that visitors at arbitrary instants would have waited if the server did nothing in them.</param>
public sealed record Standstill(long TotalNs, long LongestNs, long P99Ns)
{
    private const double Beyond = 0.01;

    /// <summary>Reads the gaps of a window.</summary>
    /// <remarks>A visitor at a uniformly random instant of a window T waits longer than w with probability Σ max(0, gap − w) / T; solved for 1 % by halving.</remarks>
    /// <param name="gapsNs">Stretches without an answer.</param>
    /// <param name="windowNs">Length of the window, above 0.</param>
    public static Standstill Of(IReadOnlyList<long> gapsNs, long windowNs)
    {
        ArgumentNullException.ThrowIfNull(gapsNs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(windowNs);
        var longest = gapsNs.DefaultIfEmpty(0).Max();
        double low = 0;
        double high = longest;
        if (Share(0) < Beyond)
        {
            high = 0;
        }

        for (var i = 0; i < 60 && high - low > 1_000; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Share(middle) > Beyond ? (middle, high) : (low, middle);
        }

        return new Standstill(gapsNs.Sum(), longest, (long)high);

        double Share(double waitNs) => gapsNs.Sum(gap => Math.Max(0, gap - waitNs)) / windowNs;
    }
}
