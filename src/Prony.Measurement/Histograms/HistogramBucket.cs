namespace Prony.Measurement.Histograms;

/// <summary>One bucket of a <see cref="Histogram"/>: <paramref name="Count"/> values from <paramref name="Low"/> to <paramref name="High"/>, both included.</summary>
public readonly record struct HistogramBucket(long Low, long High, long Count);
