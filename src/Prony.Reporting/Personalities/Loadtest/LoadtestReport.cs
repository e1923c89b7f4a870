using Prony.Measurement.Runs;

namespace Prony.Reporting.Personalities.Loadtest;

/// <summary>The figures of a report as loadtest lays it out.</summary>
public sealed record LoadtestReport
{
    private static readonly int[] Percents = [50, 90, 95, 99];

    /// <summary>As it was given.</summary>
    public required string Url { get; init; }

    /// <summary>-n; null without.</summary>
    public long? MaxRequests { get; init; }

    /// <summary>-t; null without. Shown only without <see cref="MaxRequests"/>.</summary>
    public double? MaxSeconds { get; init; }

    /// <summary>--rps, whole; null without.</summary>
    public long? TargetRps { get; init; }

    /// <summary>Clients: with --rps, as many as were busy at once.</summary>
    public required int Clients { get; init; }

    /// <summary>--cores; shown from 2.</summary>
    public required int Cores { get; init; }

    /// <summary>none, keepalive or tcp.</summary>
    public required string Agent { get; init; }

    /// <summary>Requests that ended in time, however they did.</summary>
    public required long Completed { get; init; }

    /// <summary>Those that failed.</summary>
    public required long Errors { get; init; }

    /// <summary>Length of the test, whole milliseconds.</summary>
    public required long TotalMs { get; init; }

    /// <summary>Mean response time, ms; NaN without a request.</summary>
    public required double MeanMs { get; init; }

    /// <summary>50, 90, 95 and 99 %, whole milliseconds as the layout has them; null where there is none.</summary>
    public required IReadOnlyList<(int Percent, long? Ms)> Percentiles { get; init; }

    /// <summary>The longest, whole milliseconds.</summary>
    public required long MaxMs { get; init; }

    /// <summary>Completed requests per second, rounded.</summary>
    public double EffectiveRps => TotalMs > 0 ? Math.Floor((Completed / (TotalMs / 1000.0)) + 0.5) : 0;

    /// <summary>Adds what a load measured to what was asked.</summary>
    /// <param name="asked">The lines above the results.</param>
    /// <param name="load">The record.</param>
    /// <param name="times">Its answers.</param>
    public static LoadtestReport Of(LoadtestReport asked, LoadRecord load, AnswerTimes times)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(times);
        var sorted = times.Sorted();
        var failed = load.Outcomes.Failed();
        return asked with
        {
            Completed = load.Outcomes.Success + failed,
            Errors = failed,
            TotalMs = (long)Math.Round(load.Window.DurationS * 1000),
            MeanMs = times.Total.MeanNs / 1e6,
            Percentiles = [.. Percents.Select(p => (p, sorted.Length == 0 ? null : (long?)(AnswerTimes.At(sorted, p) / 1_000_000)))],
            MaxMs = times.Total.MaxNs / 1_000_000,
        };
    }
}
