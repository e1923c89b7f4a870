namespace Prony.Measurement.Runs;

/// <summary>The result of one load (schema prony.load/1): what <c>prony load --json</c> prints and a trial holds.</summary>
/// <remarks>Counts and histograms hold the requests that were <em>due</em> in the window (docs/methods/load.md).</remarks>
public sealed record LoadRecord
{
    /// <summary>Name and version of this shape.</summary>
    public const string CurrentSchema = "prony.load/1";

    /// <summary>What was written; a reader refuses any other than the one it knows.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>What wrote it.</summary>
    public ToolRecord Tool { get; init; } = ToolRecord.Current;

    /// <summary>One of <see cref="EngineName"/>.</summary>
    public required string Engine { get; init; }

    /// <summary>Where sent and first byte are taken: one of <see cref="TimestampsName"/>.</summary>
    public required string Timestamps { get; init; }

    /// <summary>The version of HTTP that was spoken: 1.1 or 2.</summary>
    public string HttpVersion { get; init; } = "1.1";

    /// <summary>The address asked, secrets masked.</summary>
    public required string Target { get; init; }

    /// <summary>One of <see cref="LoadModelName"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Virtual users of the closed model, with stages the most of them; null in the open model.</summary>
    public int? Users { get; init; }

    /// <summary>Pause of a user between the end of a request and the next due instant, seconds; null for none.</summary>
    public double? ThinkS { get; init; }

    /// <summary>Shortest time between the due instants of a user's requests, seconds; null for none.</summary>
    public double? PaceS { get; init; }

    /// <summary>Time over which the users began, from the start of the load (warm-up included), seconds; null for all at once.</summary>
    public double? RampS { get; init; }

    /// <summary>Offered rate of the open model, per second, with stages their mean; null in the closed model.</summary>
    public double? RatePerS { get; init; }

    /// <summary>How the rate or the number of users went through the window; null for a constant load.</summary>
    public IReadOnlyList<StageRecord>? Stages { get; init; }

    /// <summary>One of <see cref="ArrivalsName"/>; null in the closed model.</summary>
    public string? Arrivals { get; init; }

    /// <summary>Seed of the arrival schedule and of what requests hold; in the closed model of the latter alone.</summary>
    public ulong Seed { get; init; }

    /// <summary>The load before the window; null when there was none, and in records of older versions.</summary>
    public WarmupRecord? Warmup { get; init; }

    /// <summary>When the measured window was.</summary>
    public required WindowRecord Window { get; init; }

    /// <summary>The requests due in the window and what became of them.</summary>
    public required RequestCounts Requests { get; init; }

    /// <summary>Successes completed inside the window ÷ its duration: the throughput of every verdict.</summary>
    public double ThroughputPerS { get; init; }

    /// <summary>Whole responses of any status completed inside the window ÷ its duration.</summary>
    public double CompletedPerS { get; init; }

    /// <summary>Requests sent inside the window ÷ its duration.</summary>
    public double SentPerS { get; init; }

    /// <summary>completed − due; timeouts, censored and unsent requests at their age. The headline latency.</summary>
    public required Distribution ResponseNs { get; init; }

    /// <summary>completed − sent, of successes.</summary>
    public required Distribution ServiceNs { get; init; }

    /// <summary>sent − due.</summary>
    public required Distribution LagNs { get; init; }

    /// <summary>The part of the lag that is the generator's own: sent − due of requests that found a free connection (gate V02).</summary>
    public required Distribution LagGeneratorNs { get; init; }

    /// <summary>first response byte − due.</summary>
    public required Distribution FirstByteNs { get; init; }

    /// <summary>Duration of connection set-ups.</summary>
    public required Distribution ConnectNs { get; init; }

    /// <summary>completed − due of answered requests that failed (outcomes status and expect).</summary>
    public required Distribution FailedNs { get; init; }

    /// <summary>Where the time of a request goes.</summary>
    /// <remarks>Null from an engine that does not see the parts.</remarks>
    public PartsRecord? PartsNs { get; init; }

    /// <summary>Responses by status code ("200").</summary>
    public required IReadOnlyDictionary<string, long> Status { get; init; }

    /// <summary>How the requests due in the window ended.</summary>
    public required OutcomeCounts Outcomes { get; init; }

    /// <summary>What was asked of responses besides their status; null for nothing.</summary>
    public ChecksRecord? Checks { get; init; }

    /// <summary>Up to 10 responses that did not pass a check (outcome expect), in the order in which they came.</summary>
    /// <remarks>The reader sets null where a record from before there were checks has none.</remarks>
    public IReadOnlyList<SampleRecord> Samples { get; init => field = value ?? []; } = [];

    /// <summary>What kind of work the responses were; null in records of older versions.</summary>
    public WorkRecord? Work { get; init; }

    /// <summary>How far the requests of the window depend on each other; null where there were too few to tell, and in records of older versions.</summary>
    public IndependenceRecord? Independence { get; init; }

    /// <summary>
    /// 95 % intervals of percentiles of the response by their names ("99"), ns, by the moving-block bootstrap. Empty where the window held more requests than a sample keeps, or some without a
    /// response; percentiles that have too few requests are missing.
    /// </summary>
    /// <remarks>The reader sets what an older record lacks to null.</remarks>
    public IReadOnlyDictionary<string, IntervalRecord> ResponseIntervalsNs { get; init => field = value ?? new Dictionary<string, IntervalRecord>(); } = new Dictionary<string, IntervalRecord>();

    /// <summary>How the requests were spaced, beside how they were to be; null in the closed model, where it cannot be told, and in records of older versions.</summary>
    public SpacingRecord? Spacing { get; init; }

    /// <summary>Bytes of the requests due in the window.</summary>
    public required ByteCounts Bytes { get; init; }

    /// <summary>Connections of the requests due in the window.</summary>
    public required ConnectionCounts Connections { get; init; }

    /// <summary>Connection attempts of the window that failed, by the system's name of the error ("ECONNREFUSED", "EADDRNOTAVAIL", "EMFILE"; "proxy-refused", "forbidden-address"); all have the outcome refused.</summary>
    public IReadOnlyDictionary<string, long> ConnectErrors { get; init; } = new Dictionary<string, long>();

    /// <summary>Why requests ended with the outcome tls: by one of <see cref="TlsErrorName"/>.</summary>
    public IReadOnlyDictionary<string, long> TlsErrors { get; init => field = value ?? new Dictionary<string, long>(); } = new Dictionary<string, long>();

    /// <summary>What became of the lookups of the name while the load ran; null when it was looked up once, before.</summary>
    public LookupRecord? Lookups { get; init; }

    /// <summary>How many requests were written as rows; null when none were to be.</summary>
    public RecordedRows? Recorded { get; init; }

    /// <summary>What making the load cost.</summary>
    public required GeneratorRecord Generator { get; init; }

    /// <summary>What every gate found, by id; empty until the load was judged.</summary>
    public IReadOnlyList<GateRecord> Gates { get; init; } = [];

    /// <summary>Those of the gates that are not ok, invalid ones first.</summary>
    public IReadOnlyList<DoubtRecord> Doubts { get; init; } = [];
}

/// <summary>What carries requests, as it is written.</summary>
public static class EngineName
{
    /// <summary>Prony's own, on epoll: HTTP/1.1 without TLS, on Linux.</summary>
    public const string Raw = "raw";

    /// <summary>On the library's client: TLS, HTTP/2, proxies, other systems.</summary>
    public const string Portable = "portable";
}

/// <summary>Where the instants sent and first byte are taken, as it is written.</summary>
public static class TimestampsName
{
    /// <summary>At the connection: the first byte written and the first byte read.</summary>
    public const string Wire = "wire";

    /// <summary>At the library: the call, and the arrival of the headers.</summary>
    public const string Call = "call";
}

/// <summary>Why TLS failed, as it is written.</summary>
public static class TlsErrorName
{
    /// <summary>The certificate vouches for itself.</summary>
    public const string SelfSigned = "self-signed";

    /// <summary>No authority that is trusted here has signed it.</summary>
    public const string UnknownAuthority = "unknown-authority";

    /// <summary>Its time is over.</summary>
    public const string Expired = "expired";

    /// <summary>Its time has not come.</summary>
    public const string NotYetValid = "not-yet-valid";

    /// <summary>It is for another host.</summary>
    public const string NameMismatch = "name-mismatch";

    /// <summary>It is refused for another reason.</summary>
    public const string Certificate = "certificate-refused";

    /// <summary>The server wants a certificate of the client's, or another one.</summary>
    public const string ClientCertificate = "client-certificate-refused";

    /// <summary>No agreement, or no TLS at all on that port.</summary>
    public const string Handshake = "handshake-failed";
}

/// <summary>The two models of load as they are written.</summary>
public static class LoadModelName
{
    /// <summary>Each virtual user sends its next request when the last one ended.</summary>
    public const string Closed = "closed";

    /// <summary>Requests come when they are due, whatever the server does.</summary>
    public const string Open = "open";
}

/// <summary>Spacing of the arrivals of the open model as it is written.</summary>
public static class ArrivalsName
{
    /// <summary>Exponential gaps: independent visitors. The default everywhere.</summary>
    public const string Poisson = "poisson";

    /// <summary>Equal gaps.</summary>
    public const string Uniform = "uniform";
}

/// <summary>When the measured window was.</summary>
/// <param name="StartUtc">Wall clock at its start.</param>
/// <param name="DurationS">Length in seconds; with a count of requests, until the last of them ended.</param>
public sealed record WindowRecord(DateTimeOffset StartUtc, double DurationS);

/// <summary>How many requests were due in the window and what became of them. Identities: due = sent + unsent; sent = succeeded + failed + censored.</summary>
/// <param name="Due">Fixed by the schedule (open) or started by users (closed).</param>
/// <param name="Unsent">Due, never sent.</param>
/// <param name="Sent">First byte handed to a socket, or its connection attempted.</param>
/// <param name="Completed">Whole response read, of any status: success + status + expect.</param>
/// <param name="Succeeded">Outcome success.</param>
/// <param name="Failed">All other outcomes.</param>
/// <param name="Censored">Unanswered at the end of the drain.</param>
public sealed record RequestCounts(long Due, long Unsent, long Sent, long Completed, long Succeeded, long Failed, long Censored)
{
    /// <summary>(failed + censored + unsent) ÷ due; 0 when nothing was due.</summary>
    public double FailureShare() => Due == 0 ? 0 : Failures() / (double)Due;

    /// <summary>failed + censored + unsent: all that did not end well, whether it ended or not.</summary>
    public long Failures() => Failed + Censored + Unsent;
}

/// <summary>How requests ended; each request that ended has exactly one outcome (docs/methods/load.md).</summary>
public sealed record OutcomeCounts(
    long Success,
    long Status,
    long Expect,
    long Timeout,
    long Refused,
    long Reset,
    long Closed,
    long Protocol,
    long Tls,
    long Dns)
{
    /// <summary>All but success.</summary>
    public long Failed() => Status + Expect + Timeout + Refused + Reset + Closed + Protocol + Tls + Dns;

    /// <summary>Both together.</summary>
    public OutcomeCounts Plus(OutcomeCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new OutcomeCounts(
            Success + other.Success,
            Status + other.Status,
            Expect + other.Expect,
            Timeout + other.Timeout,
            Refused + other.Refused,
            Reset + other.Reset,
            Closed + other.Closed,
            Protocol + other.Protocol,
            Tls + other.Tls,
            Dns + other.Dns);
    }
}

/// <summary>
/// The parts of a request, nanoseconds: connecting, writing the request, waiting for the first byte, reading the rest; over the whole responses of the window.
/// They add up to completed − sent, or − the instant at which the connection was asked for where one was opened.
/// </summary>
/// <param name="Dns">Looking up the name: no part of any request, but of the lookups that succeeded, the one before the load included; zeros for an address.</param>
/// <param name="Connect">From asking for the connection until the request could go out on it; 0 on a connection that was open.</param>
/// <param name="Write">From the first byte of the request to its last, or to the first byte of the response when that came earlier.</param>
/// <param name="Wait">From the last byte of the request to the first of the response; 0 for one that came earlier.</param>
/// <param name="Read">From the first byte of the response to its last.</param>
public sealed record PartsRecord(PartRecord Dns, PartRecord Connect, PartRecord Write, PartRecord Wait, PartRecord Read);

/// <summary>One part, nanoseconds; zeros when there was no whole response.</summary>
public sealed record PartRecord(double Mean, long Min, long Max);

/// <summary>The name, looked up again while the load ran.</summary>
/// <param name="Count">Lookups from the begin of the load to its end, without the one before.</param>
/// <param name="Failed">Those that gave no address that may be connected to; until the next one, requests that needed a new connection had the outcome dns.</param>
/// <param name="LastProblem">What went wrong last, or which addresses were left out; null for nothing.</param>
public sealed record LookupRecord(long Count, long Failed, string? LastProblem);

/// <summary>Requests of the window as rows: rows + dropped + beyond limit = due.</summary>
/// <param name="Rows">Written.</param>
/// <param name="Dropped">Left out because writing was too slow.</param>
/// <param name="BeyondLimit">Left out because there were more than wanted.</param>
public sealed record RecordedRows(long Rows, long Dropped, long BeyondLimit);

/// <summary>Bytes of the requests of the window: on the wire, and of bodies.</summary>
public sealed record ByteCounts(long Sent, long Received, long Body);

/// <summary>Connections opened in the window, requests that reused one, idle connections that the peer closed.</summary>
public sealed record ConnectionCounts(long Opened, long Reused, long ClosedIdle);

/// <summary>What the generator itself used in the window.</summary>
/// <param name="CpuS">CPU seconds of the generator's threads; of the whole process with the portable engine, whose work is done by the pool's threads.</param>
/// <param name="CpuPerRequestNs">CpuS per completed request, nanoseconds; 0 when none completed.</param>
/// <param name="OverheadCpuS">CPU seconds of the rest of Prony (sampling, merging, printing); about 0 with the portable engine, where it is part of CpuS.</param>
/// <param name="Threads">Generator threads; with the portable engine those that the pool has CPUs for.</param>
/// <param name="GcPauseNs">Garbage collection pauses in the window.</param>
/// <param name="AllocatedBytes">Managed bytes that generator threads allocated in the window; the aim is 0.</param>
/// <param name="BusiestThreadShare">CPU share of the busiest generator thread, 0 to 1 (gate V01); with the portable engine the mean share of its threads.</param>
public sealed record GeneratorRecord(
    double CpuS,
    long CpuPerRequestNs,
    double OverheadCpuS,
    int Threads,
    long GcPauseNs,
    long AllocatedBytes,
    double BusiestThreadShare);
