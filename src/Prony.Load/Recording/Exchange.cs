namespace Prony.Load.Recording;

/// <summary>One request and what came of it so far: all that a <see cref="Recorder"/> needs to know, whichever engine carries it.</summary>
/// <remarks>A mutable object that is used again for the next request, so that the measured window allocates nothing. Thread: one owner at a time.</remarks>
internal class Exchange
{
    /// <summary>Number of its connection among those of its thread: what a row says.</summary>
    public int ConnectionNumber;

    /// <summary>The request found a connection open and idle when it became due: its lag is the generator's own.</summary>
    public bool FoundFree;

    /// <summary>Instant at which the request was due.</summary>
    public long DueNs;

    /// <summary>Instant at which its connection was asked for; of the current request only when it needed a new one.</summary>
    public long ConnectStartNs;

    /// <summary>Instant at which its first byte was handed to the socket; 0 before.</summary>
    public long SentNs;

    /// <summary>Instant at which the last byte of the request had been handed to the socket; 0 before.</summary>
    public long WrittenNs;

    /// <summary>Instant at which the first byte of the response came; 0 before.</summary>
    public long FirstByteNs;

    /// <summary>Bytes of the request that were sent.</summary>
    public int SentBytes;

    /// <summary>Bytes received for the request, framing included.</summary>
    public long ReceivedBytes;

    /// <summary>Bytes of content received, without framing.</summary>
    public long BodyBytes;

    /// <summary>Status code of the response, 100 to 999; 0 before its first line.</summary>
    public int Status;

    /// <summary>What kind of work the response was (<see cref="Http.ResponseKind"/>).</summary>
    public byte Kind;

    /// <summary>Its place in the sample of requests; −1: it is not one of them.</summary>
    public int SamplePlace = -1;

    /// <summary>Forgets the last request.</summary>
    public void Begin(long dueNs, bool foundFree)
    {
        DueNs = dueNs;
        FoundFree = foundFree;
        ConnectStartNs = 0;
        SentNs = 0;
        WrittenNs = 0;
        FirstByteNs = 0;
        SentBytes = 0;
        ReceivedBytes = 0;
        BodyBytes = 0;
        Status = 0;
        SamplePlace = -1;
    }
}
