namespace Prony.Measurement.Requests;

/// <summary>One request of the window: its instants and how it ended. A plain value, so that millions can be kept without allocation.</summary>
/// <remarks>Instants are <see cref="Clocks.MonotonicClock"/> nanoseconds; 0 for what did not happen.</remarks>
public record struct RequestRow
{
    /// <summary>When it was due.</summary>
    public long DueNs { get; init; }

    /// <summary>When its connection was asked for; 0 when it used an open one or was never sent.</summary>
    public long ConnectStartNs { get; init; }

    /// <summary>When its first byte was handed to the socket.</summary>
    public long SentNs { get; init; }

    /// <summary>When its last byte had been handed to the socket.</summary>
    public long WrittenNs { get; init; }

    /// <summary>When the first byte of the response came.</summary>
    public long FirstByteNs { get; init; }

    /// <summary>When it ended, however it ended.</summary>
    public long EndedNs { get; init; }

    /// <summary>Bytes received for it, framing included.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes of content received for it, without head and framing.</summary>
    public long BodyBytes { get; init; }

    /// <summary>Number of its connection among those of its thread, from 0; a connection that replaces another keeps its number. Without meaning when it was never sent.</summary>
    public int Connection { get; init; }

    /// <summary>Number of the generator thread, from 0.</summary>
    public int Thread { get; init; }

    /// <summary>Status code; 0 without a response.</summary>
    public short Status { get; init; }

    /// <summary>How it ended.</summary>
    public RequestEnd End { get; init; }

    /// <summary>A whole response came, whatever it said.</summary>
    public readonly bool IsCompleted => End is RequestEnd.Success or RequestEnd.Status or RequestEnd.Expect;

    /// <summary>It was given a connection; false when it waited for one until it was given up.</summary>
    public readonly bool IsSent => End != RequestEnd.Unsent;
}

/// <summary>How a request ended: its outcome, or one of the two ends that are no outcome. Written in lower case.</summary>
public enum RequestEnd : byte
{
    /// <summary>A whole response as expected.</summary>
    Success,

    /// <summary>A whole response with another status.</summary>
    Status,

    /// <summary>A whole response that a check refused.</summary>
    Expect,

    /// <summary>No whole response within the timeout.</summary>
    Timeout,

    /// <summary>The connection could not be opened.</summary>
    Refused,

    /// <summary>The server reset the connection.</summary>
    Reset,

    /// <summary>The server closed the connection before the response was whole.</summary>
    Closed,

    /// <summary>What came is no response.</summary>
    Protocol,

    /// <summary>No secure connection came about.</summary>
    Tls,

    /// <summary>The name had no address that may be connected to.</summary>
    Dns,

    /// <summary>Unanswered at the end of the drain.</summary>
    Censored,

    /// <summary>Due, never sent.</summary>
    Unsent,
}
