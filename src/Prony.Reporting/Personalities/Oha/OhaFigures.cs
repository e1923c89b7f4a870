using Prony.Measurement.Requests;

namespace Prony.Reporting.Personalities.Oha;

/// <summary>Which of oha's layouts is printed.</summary>
public enum OhaLayout
{
    /// <summary>oha 1.15.</summary>
    Current,

    /// <summary>oha 0.5: seconds, seven percentiles, no requests that were cut off.</summary>
    Old,
}

/// <summary>The numbers of a report of oha.</summary>
public sealed record OhaFigures
{
    /// <summary>Which layout. Default: that of 1.15.</summary>
    public OhaLayout Layout { get; init; } = OhaLayout.Current;

    /// <summary>Length of the run, seconds, above 0.</summary>
    public required double TotalS { get; init; }

    /// <summary>Times of all answers.</summary>
    public required ToolTimes Durations { get; init; }

    /// <summary>Of those, with a status of 200 to 299.</summary>
    public required ToolTimes Good { get; init; }

    /// <summary>Of those, the others.</summary>
    public required ToolTimes Bad { get; init; }

    /// <summary>Times to the first byte.</summary>
    public required ToolTimes FirstByte { get; init; }

    /// <summary>Bytes of bodies.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Looking up and connecting.</summary>
    public OhaTriple Dialup { get; init; } = OhaTriple.None;

    /// <summary>Looking up.</summary>
    public OhaTriple Lookup { get; init; } = OhaTriple.None;

    /// <summary>Answers by status.</summary>
    public required IReadOnlyDictionary<int, long> Statuses { get; init; }

    /// <summary>What went wrong, by oha's words for it; <see cref="OhaErrors.Deadline"/> among them.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary><c>--stats-success-breakdown</c>. Default: false.</summary>
    public bool Breakdown { get; init; }

    /// <summary><c>--time-unit</c>; null: the slowest request decides.</summary>
    public OhaUnit? Unit { get; init; }

    /// <summary>The answered requests, for the formats that need them one by one; else empty.</summary>
    public IReadOnlyList<RequestRow> Rows { get; init; } = [];

    /// <summary>Times count from the due instant (<c>--latency-correction</c>). Default: false.</summary>
    public bool FromDue { get; init; }

    /// <summary>Start of the run on the clock of the rows, nanoseconds.</summary>
    public long StartNs { get; init; }

    /// <summary>Bytes of an answer that are not its body, on average: rows hold both together.</summary>
    public double HeadBytes { get; init; }

    /// <summary>Answers.</summary>
    public long Answered => Durations.Count;

    /// <summary>Share of answers among the requests that were not cut off, as oha has it; not a number when there are none.</summary>
    public double SuccessRate => Answered / (double)(Answered + Errors.Where(e => e.Key != OhaErrors.Deadline).Sum(e => e.Value));
}

/// <summary>Average, fastest and slowest, seconds.</summary>
public sealed record OhaTriple(double Average, double Fastest, double Slowest)
{
    /// <summary>What oha has where there was nothing to measure.</summary>
    public static OhaTriple None { get; } = new(double.NaN, double.PositiveInfinity, double.NegativeInfinity);
}

/// <summary>oha's words for what goes wrong (oha 1.15, src/client.rs), which come from its libraries.</summary>
public static class OhaErrors
{
    /// <summary>Under way when time was up.</summary>
    public const string Deadline = "aborted due to deadline";

    /// <summary>The words for an end without an answer.</summary>
    public static string Of(RequestEnd end) => end switch
    {
        RequestEnd.Timeout => "timeout",
        RequestEnd.Refused => "Connection refused (os error 111)",
        RequestEnd.Reset => "Connection reset by peer (os error 104)",
        RequestEnd.Closed => "connection closed before message completed",
        RequestEnd.Tls => "TLS handshake failed",
        RequestEnd.Dns => "No record returned from DNS",
        _ => "invalid HTTP response parsed",
    };

    /// <summary>What went wrong in a tally.</summary>
    /// <param name="tally">Of a run.</param>
    /// <param name="layout">0.5 does not count what was cut off.</param>
    public static IReadOnlyDictionary<string, long> In(ToolTally tally, OhaLayout layout)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var errors = Enum.GetValues<RequestEnd>()
            .Where(end => end is not (RequestEnd.Success or RequestEnd.Status or RequestEnd.Expect) && tally.Of(end) > 0)
            .ToDictionary(end => Of(end), end => tally.Of(end));
        if (tally.Late > 0 && layout == OhaLayout.Current)
        {
            errors[Deadline] = tally.Late;
        }

        return errors;
    }
}
