using Prony.Measurement.Requests;
using Prony.Reporting.Personalities;

namespace Prony.Reporting.Tests.Personalities;

/// <summary>Requests as a load would have them, made by hand.</summary>
internal static class Rows
{
    public const long Ms = 1_000_000;
    public const long StartNs = 1_000_000_000;

    /// <summary>A request that was due, sent and answered so many milliseconds after the start.</summary>
    public static RequestRow Answer(double dueMs, double sentMs, double endedMs, short status = 200, int thread = 0, double? connectMs = null, long bytes = 100) => new()
    {
        DueNs = At(dueMs),
        ConnectStartNs = connectMs is { } connect ? At(connect) : 0,
        SentNs = At(sentMs),
        WrittenNs = At(sentMs),
        FirstByteNs = At(endedMs),
        EndedNs = At(endedMs),
        BytesReceived = bytes,
        Status = status,
        Thread = thread,
        End = status < 400 ? RequestEnd.Success : RequestEnd.Status,
    };

    /// <summary>A request without an answer.</summary>
    public static RequestRow Failure(RequestEnd end, double dueMs, double endedMs) => new() { DueNs = At(dueMs), SentNs = end == RequestEnd.Unsent ? 0 : At(dueMs), EndedNs = At(endedMs), End = end };

    /// <summary>A tally of a window.</summary>
    public static ToolTally Tally(double? windowMs, params RequestRow[] rows)
    {
        var tally = new ToolTally(windowMs is { } ms ? (long)(ms * Ms) : null, keep: true);
        tally.Add(rows, StartNs);
        return tally;
    }

    /// <summary>Times in milliseconds.</summary>
    public static ToolTimes Times(params double[] ms)
    {
        var times = new ToolTimes();
        foreach (var value in ms)
        {
            times.Record((long)Math.Round(value * Ms));
        }

        return times;
    }

    private static long At(double ms) => StartNs + (long)Math.Round(ms * Ms);
}
