using Prony.Statistics.Quantiles;

namespace Prony.Reporting.Figures;

/// <summary>How many values a percentile needs before it may be shown at all.</summary>
internal static class SampleRule
{
    /// <summary>The smallest sample for which a two-sided 95 % interval of the percentile has an upper end among its values.</summary>
    /// <param name="percentile">Above 0, below 100.</param>
    /// <remarks>The rule of <see cref="PercentileRanks.FewestValues"/>, by which verdicts withhold percentiles too: p50 6, p90 36, p95 72, p99 368, p99.9 3,688.</remarks>
    public static long Needed(double percentile) => PercentileRanks.FewestValues(percentile / 100);

    /// <summary>Below so many values, 10 beyond the percentile, it is shown and marked: a few requests more or less move it.</summary>
    /// <param name="percentile">Above 0, below 100.</param>
    public static long Firm(double percentile) => (long)Math.Ceiling((1000 / (100 - percentile)) - 1e-6);

    /// <summary>True when <paramref name="count"/> values are enough for <paramref name="percentile"/>.</summary>
    public static bool IsEnough(double percentile, long count) => count >= Needed(percentile);
}
