using System.Net;
using Prony.Load.Checks;
using Prony.Measurement.Runs;

namespace Prony.Load.Plans;

/// <summary>Everything that a load needs to know before its first request: pure data, checked by whoever builds it.</summary>
public sealed record LoadPlan
{
    /// <summary>Default of <see cref="HeadLimit"/>, bytes.</summary>
    public const int DefaultHeadLimit = 64 * 1024;

    /// <summary>Range of <see cref="HeadLimit"/>, bytes. The upper end bounds the memory of a connection whose server never ends its head.</summary>
    public const int LeastHeadLimit = 256, MostHeadLimit = 16 * 1024 * 1024;

    /// <summary>Where the requests go.</summary>
    public required LoadTarget Target { get; init; }

    /// <summary>What is asked, at least one; of several, each request of the load is one, chosen by <see cref="RequestDefinition.Weight"/>.</summary>
    public required IReadOnlyList<RequestDefinition> Requests { get; init; }

    /// <summary>The rows behind <c>{data.COLUMN}</c>; null for none. Default: none.</summary>
    public RequestData? Data { get; init; }

    /// <summary>Closed (virtual users) or open (an arrival rate).</summary>
    public required LoadModel Model { get; init; }

    /// <summary>Load before the window, recorded in slices and excluded from the result; with <see cref="ShortestWarmup"/> the longest that it may take. Default: none.</summary>
    public TimeSpan Warmup { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// The warm-up ends when the observer says so (<see cref="ILoadObserver.WarmupMayEnd"/>), not before this, and after <see cref="Warmup"/> at the latest. Null: it lasts <see cref="Warmup"/>.
    /// Default: null.
    /// </summary>
    /// <remarks>
    /// The window then has arrivals and request numbers of its own, from its first instant and from 0, so that they are the same however long the warm-up takes;
    /// those of the warm-up come of a seed that is derived from <see cref="Seed"/>, and its requests are numbered from 10^12. Not together with stages.
    /// </remarks>
    public TimeSpan? ShortestWarmup { get; init; }

    /// <summary>Length of the window; ignored when <see cref="RequestLimit"/> is set. Default: 10 s.</summary>
    public TimeSpan Measure { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Exactly that many requests in the window, which then ends with the last of them; null: <see cref="Measure"/> decides.</summary>
    public long? RequestLimit { get; init; }

    /// <summary>Longest wait for answers after the window; null: max(2 s, 2·p99 so far), at most <see cref="Timeout"/>. Ends early when nothing is in flight.</summary>
    public TimeSpan? Drain { get; init; }

    /// <summary>A request that is not answered this long after it was due has the outcome timeout. Default: 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Status codes that count as success. Default: 200–399.</summary>
    public StatusSet ExpectStatus { get; init; } = StatusSet.Default;

    /// <summary>What a response with an expected status has to be besides; one that is not has the outcome expect. Default: none.</summary>
    public ResponseChecks Checks { get; init; } = ResponseChecks.None;

    /// <summary>What the samples of responses may not show. Default: nothing but secret headers.</summary>
    public SecretMask Secrets { get; init; } = new();

    /// <summary>Most bytes of a response's head, interim responses included, and of its trailers; one more is the outcome protocol. Default: 64 KiB.</summary>
    public int HeadLimit { get; init; } = DefaultHeadLimit;

    /// <summary>False: a new connection for each request; so too where a request says itself that its connection is its last (<see cref="RequestDefinition.EndsConnection"/>). Default: true.</summary>
    public bool KeepAlive
    {
        get => field && !Requests.Any(static request => request.EndsConnection);
        init;
    } = true;

    /// <summary>Seed of the arrival schedule, and of what the requests hold. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Generator threads of the raw engine, at least 1; the portable one uses the threads of the process's pool. Default: 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>CPUs that the generator threads of the raw engine may run on, where the system can bind threads; null: all. Default: all.</summary>
    public IReadOnlyList<int>? Cpus { get; init; }

    /// <summary>What carries the requests. Default: auto.</summary>
    public LoadEngine Engine { get; init; } = LoadEngine.Auto;

    /// <summary>Default: HTTP/1.1.</summary>
    public HttpProtocol HttpVersion { get; init; } = HttpProtocol.Http11;

    /// <summary>How TLS is used where the target asks for it. Default: the system's authorities, no client certificate.</summary>
    public TlsSettings Tls { get; init; } = new();

    /// <summary>Default: null, none.</summary>
    public LoadProxy? Proxy { get; init; }

    /// <summary>Most redirects that a request follows, 0 to 50; its times are those of the whole way. Default: 0, a redirect is an answer like any other.</summary>
    public int Redirects { get; init; }

    /// <summary>Whether a redirect may lead to a host at an address; asked before every such connect, from any thread. Default: to the target's own address only.</summary>
    public Func<string, IPAddress, bool>? MayConnect { get; init; }

    /// <summary>The target's name is looked up again while the load runs; null: the addresses of <see cref="Target"/> stay.</summary>
    public NameLookup? Lookup { get; init; }

    /// <summary>Most rows that <see cref="ILoadObserver.RequestsEnded"/> is given, one for each request due in the window. Default: 0, none.</summary>
    public long RowLimit { get; init; }
}

/// <summary>An address: the endpoint to connect to and what the Host header says.</summary>
/// <param name="EndPoint">IPv4, IPv6 or a Unix socket; names are resolved before.</param>
/// <param name="HostHeader">host[:port] as in the URL.</param>
/// <param name="Url">The address as shown to people, secrets masked.</param>
public sealed record LoadTarget(EndPoint EndPoint, string HostHeader, string Url)
{
    /// <summary>https: TLS, with the host of <see cref="HostHeader"/> as the name that the certificate has to be for. Default: false.</summary>
    public bool IsSecure { get; init; }

    /// <summary>More addresses of the same name: new connections use <see cref="EndPoint"/> and these in turn. Default: none.</summary>
    public IReadOnlyList<EndPoint> FurtherEndPoints { get; init; } = [];

    /// <summary>Name or address that is connected to; null when it is the host of <see cref="Url"/>.</summary>
    public string? ConnectHost { get; init; }

    /// <summary>How long the lookup of the name took, nanoseconds; 0 for an address. Default: 0.</summary>
    public long LookupNs { get; init; }
}

/// <summary>One request, or a template of many: path, header values and body may hold variables (<see cref="RequestVariable"/>); without any it is rendered to bytes once.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="PathAndQuery">Begins with '/'.</param>
/// <param name="Headers">In the order they are sent; Host, User-Agent and Content-Length are added when absent.</param>
/// <param name="Body">Empty for none.</param>
public sealed record RequestDefinition(
    string Method,
    string PathAndQuery,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>Largest <see cref="Weight"/>.</summary>
    public const int MostWeight = 1_000_000;

    /// <summary>How often it is chosen in relation to the others, 1 to <see cref="MostWeight"/>. Default: 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>It has the header <c>Connection: close</c>: a client sends nothing more on that connection (RFC 9112 section 9.6), whether or not the answer says the same.</summary>
    public bool EndsConnection => Headers.Any(static header => header.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        && header.Value.Split(',', StringSplitOptions.TrimEntries).Contains("close", StringComparer.OrdinalIgnoreCase));
}

/// <summary>How requests come into being.</summary>
public abstract record LoadModel;

/// <summary>Closed model: each of <paramref name="Users"/> virtual users has at most one request at a time; its next is due when the last one ended, after thinking and pacing.</summary>
/// <param name="Users">1 or more; each has its own connection. With stages the most of them.</param>
/// <param name="Ramp">User k of N starts at start + ramp·k/N. Default: zero.</param>
public sealed record ClosedModel(int Users, TimeSpan Ramp = default) : LoadModel
{
    /// <summary>Pause between the end of a request and the instant at which the user's next is due. Default: zero.</summary>
    public TimeSpan Think { get; init; }

    /// <summary>Shortest time between the due instants of a user's requests: a faster answer makes the user wait, a slower one is followed at once. Default: zero.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>How the number of users goes through the window, which is as long as they are together; the warm-up has the users of their beginning. No ramp then. Default: none, always all users.</summary>
    /// <remarks>User k, counted from 0, is active while there are more than k users: one who is not when a request would be due hangs up and comes back when it is. A request under way is never cut.</remarks>
    public IReadOnlyList<UserStage> Stages { get; init; } = [];
}

/// <summary>A part of a load in which the number of users goes linearly from one value to another.</summary>
/// <param name="From">At its beginning, 0 or more.</param>
/// <param name="To">At its end, 0 or more; the same as at its beginning for a constant number.</param>
/// <param name="For">Its length.</param>
public sealed record UserStage(int From, int To, TimeSpan For);

/// <summary>Open model: arrivals come at <paramref name="RatePerS"/> whatever the server does.</summary>
/// <param name="RatePerS">Requests per second in total, above 0; with stages their mean.</param>
/// <param name="Arrivals">Spacing of the arrivals.</param>
/// <param name="ConnectionLimit">Most connections at once; arrivals beyond wait, and the wait counts as lag.</param>
public sealed record OpenModel(double RatePerS, ArrivalKind Arrivals, int ConnectionLimit) : LoadModel
{
    /// <summary>How the rate goes through the window, which is as long as they are together; the warm-up has the rate of their beginning. Default: none, a constant rate.</summary>
    public IReadOnlyList<RateStage> Stages { get; init; } = [];
}

/// <summary>A part of a load in which the rate goes linearly from one value to another.</summary>
/// <param name="FromPerS">At its beginning, above 0.</param>
/// <param name="ToPerS">At its end, above 0; the same as at its beginning for a constant rate.</param>
/// <param name="For">Its length.</param>
public sealed record RateStage(double FromPerS, double ToPerS, TimeSpan For);

/// <summary>Spacing of arrivals in the open model.</summary>
public enum ArrivalKind
{
    /// <summary>Exponential gaps: independent visitors.</summary>
    Poisson,

    /// <summary>Equal gaps.</summary>
    Uniform,
}
