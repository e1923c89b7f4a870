namespace Prony.Reporting.Figures;

/// <summary>How many values a percentile needs before it may be shown at all.</summary>
internal static class SampleRule
{
    /// <summary>The smallest sample for which a two-sided 95 % interval of the percentile has an upper end among its values.</summary>
    /// <param name="percentile">Above 0, below 100.</param>
    /// <remarks>ceil(ln(0.025) ÷ ln(p)): below it all values lie under the true percentile with a chance above 2.5 %
    /// (order statistics; Le Boudec, Performance Evaluation, 2010, 2.2). p50 6, p90 36, p95 72, p99 368, p99.9 3,688.</remarks>
    public static long Needed(double percentile) => (long)Math.Ceiling(Math.Log(0.025) / Math.Log(percentile / 100));

    /// <summary>True when <paramref name="count"/> values are enough for <paramref name="percentile"/>.</summary>
    public static bool IsEnough(double percentile, long count) => count >= Needed(percentile);
}
