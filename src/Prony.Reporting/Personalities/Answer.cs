using Prony.Measurement.Requests;

namespace Prony.Reporting.Personalities;

/// <summary>One whole response, in the parts that the tables of other tools have. Nanoseconds and bytes.</summary>
/// <param name="OffsetNs">When its request was due, from the start of the window.</param>
/// <param name="TotalNs">From due to its last byte: the response time.</param>
/// <param name="ConnectNs">Opening its connection; 0 on one that was open.</param>
/// <param name="WriteNs">From the first byte of the request to its last.</param>
/// <param name="WaitNs">From there to the first byte of the response.</param>
/// <param name="ReadNs">From there to its last.</param>
/// <param name="Bytes">Received, head and framing included.</param>
/// <param name="Status">Its code.</param>
public readonly record struct Answer(long OffsetNs, long TotalNs, long ConnectNs, long WriteNs, long WaitNs, long ReadNs, long Bytes, short Status)
{
    /// <summary>Of those, content, without head and framing.</summary>
    public long BodyBytes { get; init; }

    /// <summary>Time from sending to the last byte, and the connection where one was opened: what a clock that is started with the request sees.</summary>
    public long FromSendNs => ConnectNs + WriteNs + WaitNs + ReadNs;

    /// <summary>What a row of a whole response says.</summary>
    public static Answer Of(in RequestRow row, long windowStartNs)
    {
        // An answer that came before the request was written had no wait; what did not happen has no instant.
        var written = row.WrittenNs == 0 ? row.SentNs : row.WrittenNs;
        var first = row.FirstByteNs == 0 ? row.EndedNs : row.FirstByteNs;
        return new Answer(
            row.DueNs - windowStartNs,
            Math.Max(0, row.EndedNs - row.DueNs),
            row.ConnectStartNs == 0 ? 0 : Math.Max(0, row.SentNs - row.ConnectStartNs),
            Math.Max(0, Math.Min(written, first) - row.SentNs),
            Math.Max(0, first - written),
            Math.Max(0, row.EndedNs - first),
            row.BytesReceived,
            row.Status)
        { BodyBytes = row.BodyBytes };
    }
}
