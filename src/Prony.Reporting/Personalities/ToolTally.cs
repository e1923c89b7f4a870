using Prony.Measurement.Requests;

namespace Prony.Reporting.Personalities;

/// <summary>What a load generator notes of the requests of a window, put together request by request, so that another tool's figures can be printed and its rules applied.</summary>
/// <remarks>
/// A request that ended after the window is <see cref="Late"/>: such tools cut or forget what is under way when time is up, while Prony waits for it. Memory grows with the length of the window
/// (12 KiB per second and thread), with the requests only where they are to be kept. Not thread-safe.
/// </remarks>
/// <param name="windowNs">Length of the window; null when a count of requests ends it, so that none is late.</param>
/// <param name="settledNs">Times go to <see cref="Settled"/> from this long after the start of the window on.</param>
/// <param name="keep">Keeps the answered requests themselves, for files that list them.</param>
/// <param name="fromDue"><see cref="Good"/> and <see cref="Bad"/> count from the due instant.</param>
public sealed class ToolTally(long? windowNs, long settledNs = 0, bool keep = false, bool fromDue = false)
{
    private const int Ends = (int)RequestEnd.Unsent + 1;

    private readonly long[] _ends = new long[Ends];
    private readonly SortedDictionary<int, long> _statuses = [];
    private readonly List<RequestRow> _rows = [];
    private long _endNs = long.MaxValue;

    /// <summary>When the answers came.</summary>
    public ToolClock Clock { get; } = new();

    /// <summary>Start of the window, <see cref="Measurement.Clocks.MonotonicClock"/> nanoseconds; 0 before the first request ended.</summary>
    public long WindowStartNs { get; private set; }

    /// <summary>Requests that got a whole response, of any status, inside the window.</summary>
    public long Answered => Service.Count;

    /// <summary>Requests that were under way, or still to be sent, when time was up.</summary>
    public long Late { get; private set; }

    /// <summary>The longest that one of those took in the end, or was waited for, from its due instant, nanoseconds.</summary>
    public long LatestNs { get; private set; }

    /// <summary>When the last answer ended, nanoseconds since the start of the window.</summary>
    public long LastNs { get; private set; }

    /// <summary>Bytes received for requests that ended inside the window, framing included.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>From the first byte sent to the last received, of all answers.</summary>
    public ToolTimes Service { get; } = new();

    /// <summary>The same, with the opening of the connection where one was opened.</summary>
    public ToolTimes Whole { get; } = new();

    /// <summary>From the due instant to the last byte received.</summary>
    public ToolTimes Response { get; } = new();

    /// <summary><see cref="Response"/> of answers that came after the first stretch of the window.</summary>
    public ToolTimes Settled { get; } = new();

    /// <summary>From the start of the request, connecting included, to the first byte received.</summary>
    public ToolTimes FirstByte { get; } = new();

    /// <summary>Times of answers with a status of 200 to 299.</summary>
    public ToolTimes Good { get; } = new();

    /// <summary>Times of the others.</summary>
    public ToolTimes Bad { get; } = new();

    /// <summary>Answers by status.</summary>
    public IReadOnlyDictionary<int, long> Statuses => _statuses;

    /// <summary>The answered requests in the order in which they ended on their thread; empty unless they were to be kept.</summary>
    public IReadOnlyList<RequestRow> Rows => _rows;

    /// <summary>Requests that ended so inside the window.</summary>
    public long Of(RequestEnd end) => _ends[(int)end];

    /// <summary>Requests that ended without an answer inside the window.</summary>
    public long Failed() => Enumerable.Range(0, Ends).Select(i => (RequestEnd)i).Where(end => end is not (RequestEnd.Success or RequestEnd.Status or RequestEnd.Expect)).Sum(end => Of(end));

    /// <summary>The window ends at this instant, earlier than planned.</summary>
    public void EndAt(long endNs) => _endNs = Math.Min(_endNs, endNs);

    /// <summary>Takes requests that ended.</summary>
    /// <param name="rows">In any order.</param>
    /// <param name="windowStartNs">Start of the window.</param>
    public void Add(ReadOnlySpan<RequestRow> rows, long windowStartNs)
    {
        WindowStartNs = windowStartNs;
        if (windowNs is { } length)
        {
            EndAt(windowStartNs + length);
        }

        foreach (ref readonly var row in rows)
        {
            Add(in row);
        }
    }

    private void Add(in RequestRow row)
    {
        // One that nobody answered is given up after the window: it was under way when time was up.
        if (row.EndedNs > _endNs || row.End is RequestEnd.Censored or RequestEnd.Unsent)
        {
            Late++;
            LatestNs = Math.Max(LatestNs, row.EndedNs - row.DueNs);
            return;
        }

        _ends[(int)row.End]++;
        BytesReceived += row.BytesReceived;
        if (row.IsCompleted)
        {
            Answer(in row);
        }
    }

    private void Answer(in RequestRow row)
    {
        var begun = row.ConnectStartNs > 0 ? row.ConnectStartNs : row.SentNs;
        var whole = row.EndedNs - begun;
        Service.Record(row.EndedNs - row.SentNs);
        Whole.Record(whole);
        Response.Record(row.EndedNs - row.DueNs);
        FirstByte.Record((row.FirstByteNs == 0 ? row.EndedNs : row.FirstByteNs) - begun);   // what did not happen has no instant
        (row.Status is >= 200 and < 300 ? Good : Bad).Record(fromDue ? row.EndedNs - row.DueNs : whole);
        LastNs = Math.Max(LastNs, row.EndedNs - WindowStartNs);
        if (row.EndedNs - WindowStartNs >= settledNs)
        {
            Settled.Record(row.EndedNs - row.DueNs);
        }

        _statuses[row.Status] = _statuses.GetValueOrDefault(row.Status) + 1;
        Clock.Note(row.EndedNs - WindowStartNs, row.Thread);
        if (keep)
        {
            _rows.Add(row);
        }
    }
}
