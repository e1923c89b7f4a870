namespace Prony.Reporting.Personalities.Ab;

/// <summary>The figures of a report as ab lays it out.</summary>
public sealed record AbReport
{
    /// <summary>Header Server of the first answer; empty without one.</summary>
    public required string ServerSoftware { get; init; }

    /// <summary>Host of the address.</summary>
    public required string HostName { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>Name that TLS asked for; null without TLS, and for an address.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Path and query.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes of the first body; null where any length will do (-l).</summary>
    public required long? DocumentBytes { get; init; }

    /// <summary>-c.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Length of the test, seconds.</summary>
    public required double TakenS { get; init; }

    /// <summary>Whole responses of any status.</summary>
    public required long Complete { get; init; }

    /// <summary>Requests that failed as ab sees it.</summary>
    public required AbFailures Failures { get; init; }

    /// <summary>Answers with another status than 2xx.</summary>
    public required long Non2xx { get; init; }

    /// <summary>Requests after which the connection stayed open; null without -k.</summary>
    public required long? KeepAlive { get; init; }

    /// <summary>Bytes received.</summary>
    public required long ReceivedBytes { get; init; }

    /// <summary>Bytes sent; null where there was no body to send.</summary>
    public required long? SentBytes { get; init; }

    /// <summary>Bytes of bodies received.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Times of the answers.</summary>
    public required AbTimes Times { get; init; }

    /// <summary>Without -d: the table of percentiles.</summary>
    public bool ShowsPercentiles { get; init; } = true;

    /// <summary>Without -S: deviations, medians and warnings.</summary>
    public bool ShowsConfidence { get; init; } = true;
}

/// <summary>What ab calls failed requests.</summary>
/// <param name="Connect">Connections that were not opened.</param>
/// <param name="Receive">Connections that broke while reading.</param>
/// <param name="Length">Answers of another length than the first.</param>
/// <param name="Exceptions">Anything else.</param>
public sealed record AbFailures(long Connect, long Receive, long Length, long Exceptions)
{
    /// <summary>All of them.</summary>
    public long Total => Connect + Receive + Length + Exceptions;
}
