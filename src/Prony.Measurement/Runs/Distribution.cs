using Prony.Measurement.Histograms;

namespace Prony.Measurement.Runs;

/// <summary>The one shape of every distribution in a record: base units, percentiles by name ("50", "99.9").</summary>
/// <param name="Count">Values counted.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Sd">Standard deviation, population form.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Percentiles">10, 25, 50, 75, 90, 95, 99, 99.9 and 99.99; all present, 0 when empty.</param>
public sealed record Distribution(
    long Count,
    long Min,
    double Mean,
    double Sd,
    long Max,
    IReadOnlyDictionary<string, long> Percentiles)
{
    private static readonly (string Name, double Percentile)[] Published =
        [("10", 10), ("25", 25), ("50", 50), ("75", 75), ("90", 90), ("95", 95), ("99", 99), ("99.9", 99.9), ("99.99", 99.99)];

    /// <summary>A distribution without values.</summary>
    public static Distribution Empty { get; } = Of(new Histogram(1, 2, 0));

    /// <summary>What a histogram says.</summary>
    public static Distribution Of(Histogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        return new Distribution(
            histogram.Count,
            histogram.Min,
            histogram.Mean,
            histogram.StandardDeviation,
            histogram.Max,
            Published.ToDictionary(p => p.Name, p => histogram.ValueAtPercentile(p.Percentile)));
    }

    /// <summary>One of the published percentiles.</summary>
    /// <param name="name">As in the record: "50", "99.9".</param>
    /// <exception cref="KeyNotFoundException">The record does not hold that percentile.</exception>
    public long At(string name) => Percentiles[name];
}
