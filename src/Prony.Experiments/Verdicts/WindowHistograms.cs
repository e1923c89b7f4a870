using Prony.Measurement.Histograms;

namespace Prony.Experiments.Verdicts;

/// <summary>Times of one window, for merging over rounds: percentiles are never averaged.</summary>
/// <param name="Response">completed − due, ns.</param>
/// <param name="Service">completed − sent, ns.</param>
public sealed record WindowHistograms(Histogram Response, Histogram Service);
