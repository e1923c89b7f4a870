using Prony.Measurement.Histograms;

namespace Prony.Statistics.Quantiles;

/// <summary>Interval of a percentile of one window from the ranks of its values (Le Boudec 2010; docs/methods/percentiles.md).</summary>
/// <remarks>For display, never for a verdict. Pure; thread-safe while nobody records into the histogram.</remarks>
public static class PercentileInterval
{
    /// <summary>Values at the exact ranks of <see cref="PercentileRanks"/>, for as many independent values as the window is worth.</summary>
    /// <param name="values">All values of the window.</param>
    /// <param name="percentile">Above 0, below 100.</param>
    /// <param name="tau">So many requests tell as much as one that is independent, at least 1: n_eff = n ÷ tau. Default: 1.</param>
    /// <param name="alpha">1 − confidence. Default: 0.05.</param>
    /// <returns>In the histogram's unit; null where too few values have no such interval.</returns>
    public static (long Low, long High)? Of(Histogram values, double percentile, double tau = 1, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(tau, 1);
        var effective = (int)Math.Min(int.MaxValue, Math.Floor(values.Count / tau));
        if (effective < 1 || PercentileRanks.Exact(effective, percentile / 100, alpha) is not ({ } lower, { } upper))
        {
            return null;
        }

        // Rank j of n_eff values stands for the share j ÷ n_eff of all of them; with tau 1 it is the j-th value itself.
        var low = values.ValueAtPercentile(100.0 * lower / effective);
        return (values.LowestEquivalent(low), values.ValueAtPercentile(100.0 * upper / effective));
    }
}
