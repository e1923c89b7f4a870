namespace Prony.Measurement.Runs;

/// <summary>One second of a load, by the second in which requests ended: a line of slices.jsonl.</summary>
/// <param name="TS">Start of the second, seconds since the start of the trial's load (warm-up included).</param>
/// <param name="Phase">warmup, window or drain (<see cref="PhaseName"/>).</param>
/// <param name="Due">Requests that became due.</param>
/// <param name="Sent">Requests sent.</param>
/// <param name="Completed">Whole responses read.</param>
/// <param name="Outcomes">How requests ended in this second.</param>
/// <param name="InFlight">Sent and unanswered at the end of the second.</param>
/// <param name="P50Ns">Median response of the requests that ended in this second, ns; 0 when none.</param>
/// <param name="P90Ns">As above.</param>
/// <param name="P99Ns">As above.</param>
public sealed record SliceRecord(
    [property: System.Text.Json.Serialization.JsonPropertyName("t_s")] double TS,
    string Phase,
    long Due,
    long Sent,
    long Completed,
    OutcomeCounts Outcomes,
    long InFlight,
    [property: System.Text.Json.Serialization.JsonPropertyName("p50_ns")] long P50Ns,
    [property: System.Text.Json.Serialization.JsonPropertyName("p90_ns")] long P90Ns,
    [property: System.Text.Json.Serialization.JsonPropertyName("p99_ns")] long P99Ns);
