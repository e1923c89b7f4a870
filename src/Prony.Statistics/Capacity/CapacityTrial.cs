namespace Prony.Statistics.Capacity;

/// <summary>A trial that a search asks for.</summary>
/// <param name="Load">Rate per second, or users.</param>
/// <param name="DurationS">Length of its window after the warm-up, seconds.</param>
public readonly record struct TrialRequest(double Load, double DurationS);

/// <summary>What became of a trial.</summary>
/// <param name="Load">Rate per second, or users: that of the request.</param>
/// <param name="DurationS">Length of its window, seconds, above 0; one that was given up early is shorter than it was to be.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Reason">Which objective was missed, or why it is void; the search only keeps it. Null for a good one.</param>
public sealed record CapacityTrial(double Load, double DurationS, TrialVerdict Verdict, string? Reason = null);
