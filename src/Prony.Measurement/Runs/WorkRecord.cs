namespace Prony.Measurement.Runs;

/// <summary>What kind of work the responses of a window were: what has to be alike for two candidates to be compared (gates V08 and V09).</summary>
/// <param name="KeepAlive">Connections were to be kept for the next request. False without keep-alive and with HTTP/2, where a connection is nobody's.</param>
/// <param name="OneRequest">All requests were the same bytes: what differs between the responses is the server's doing.</param>
/// <param name="BodyBytes">Content of successes, bytes as received (compressed, if it was).</param>
/// <param name="HeadBytes">Mean of what successes had beside content, heads and framing, bytes; null when unknown.</param>
/// <param name="Encodings">Whole responses by content coding: identity, gzip, br, deflate, zstd or other.</param>
/// <param name="Versions">Whole responses by version of HTTP: 1.0, 1.1 or 2.</param>
/// <param name="Closing">Whole responses after which the server ended the connection, as they said themselves: <c>Connection: close</c>, HTTP/1.0, or a body without an end.</param>
public sealed record WorkRecord(
    bool KeepAlive,
    bool OneRequest,
    SizesRecord BodyBytes,
    double? HeadBytes,
    IReadOnlyDictionary<string, long> Encodings,
    IReadOnlyDictionary<string, long> Versions,
    long Closing);

/// <summary>Sizes, bytes; zeros when there was none.</summary>
public sealed record SizesRecord(double Mean, long Min, long Max);

/// <summary>How far the requests of a window depend on each other (docs/methods/same-work.md).</summary>
/// <param name="Tau">n requests say as much as n ÷ tau independent ones; at least 1.</param>
/// <param name="Sample">Consecutive requests that it was found from.</param>
public sealed record IndependenceRecord(double Tau, int Sample);

/// <summary>How requests were spaced, of a part of those of the window (docs/methods/same-work.md).</summary>
/// <param name="Gaps">Gaps looked at, at most 1,000.</param>
/// <param name="Every">One arrival in so many was looked at.</param>
/// <param name="AndersonDarling">A² of the gaps between instants sent against the exponential distribution.</param>
/// <param name="PlannedAndersonDarling">A² of the gaps between due instants.</param>
/// <param name="Variation">Standard deviation ÷ mean of the gaps between instants sent.</param>
/// <param name="Neighbours">Spearman's correlation of neighbouring gaps between instants sent.</param>
/// <param name="PlannedNeighbours">The same of the gaps between due instants.</param>
public sealed record SpacingRecord(
    int Gaps, int Every, double AndersonDarling, double PlannedAndersonDarling, double Variation, double Neighbours, double PlannedNeighbours);
