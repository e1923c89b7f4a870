using System.Text.Json.Serialization;

namespace Prony.Measurement.Runs;

/// <summary>One reading of what a service tells of itself: a line of layers.jsonl.</summary>
/// <param name="TS">Instant at which it was asked, seconds since the start of the trial's load.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Values">What it told, by name; counters as they are.</param>
public sealed record LayerRecord([property: JsonPropertyName("t_s")] double TS, string Service, IReadOnlyDictionary<string, double> Values);

/// <summary>One metric of a service over a window (docs/stacks/layers.md).</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Name">Name of the metric.</param>
/// <param name="Mean">Mean of the readings in the window; null for a counter.</param>
/// <param name="Max">The highest of them; null for a counter.</param>
/// <param name="Counter">It only ever grows: its rate is told.</param>
/// <param name="PerS">Growth per second between the readings in the window; null for other metrics and where there were fewer than two readings.</param>
public sealed record LayerSummary(string Service, string Name, double? Mean, double? Max, bool Counter, double? PerS)
{
    /// <summary>The lowest reading in the window; null for a counter.</summary>
    public double? Min { get; init; }
}
