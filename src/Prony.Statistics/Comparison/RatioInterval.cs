namespace Prony.Statistics.Comparison;

/// <summary>A ratio candidate ÷ baseline with the range that its repetitions allow.</summary>
/// <param name="Ratio">The estimate, above 0.</param>
/// <param name="Low">Lower end, above 0 and at most <paramref name="Ratio"/>.</param>
/// <param name="High">Upper end.</param>
/// <param name="Confidence">Share of repeated experiments whose interval holds the truth, 0 to 1.</param>
public sealed record RatioInterval(double Ratio, double Low, double High, double Confidence);
