using Prony.Measurement.Histograms;

namespace Prony.Reporting.Personalities.Wrk;

/// <summary>The numbers of a summary of wrk; wrk2 has some more.</summary>
public sealed record WrkFigures
{
    /// <summary>Latency in microseconds.</summary>
    public required WrkStats Latency { get; init; }

    /// <summary>Requests per second of a thread, interval by interval.</summary>
    public required WrkStats RequestRate { get; init; }

    /// <summary><c>--latency</c> of wrk: its four percentiles are printed. Default: false.</summary>
    public bool ShowPercentiles { get; init; }

    /// <summary>Answers of any status.</summary>
    public required long Requests { get; init; }

    /// <summary>Length of the run, seconds, above 0.</summary>
    public required double RuntimeS { get; init; }

    /// <summary>Bytes received, framing included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Connections that could not be opened.</summary>
    public long ConnectErrors { get; init; }

    /// <summary>Connections that broke, or brought something that is no response.</summary>
    public long ReadErrors { get; init; }

    /// <summary>Requests that could not be written.</summary>
    public long WriteErrors { get; init; }

    /// <summary>Answers that took longer than <c>--timeout</c>.</summary>
    public long Timeouts { get; init; }

    /// <summary>Answers with a status above 399.</summary>
    public long StatusErrors { get; init; }

    /// <summary>wrk2: what it says of every thread after the first ten seconds. Default: none.</summary>
    public IReadOnlyList<WrkCalibration> Calibrations { get; init; } = [];

    /// <summary>wrk2: latency from the due instant, microseconds, printed whole with <c>--latency</c>; null: not printed.</summary>
    public Histogram? Recorded { get; init; }

    /// <summary>wrk2: latency from the sending, microseconds, printed whole with <c>--u_latency</c>; null: not printed.</summary>
    public Histogram? Uncorrected { get; init; }
}

/// <summary>What wrk2 says of a thread after its first ten seconds.</summary>
/// <param name="MeanUs">Mean latency so far, microseconds.</param>
/// <param name="IntervalMs">How often its rate is sampled from then on, milliseconds.</param>
public sealed record WrkCalibration(double MeanUs, long IntervalMs);
