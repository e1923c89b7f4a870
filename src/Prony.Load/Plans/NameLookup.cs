using System.Net;

namespace Prony.Load.Plans;

/// <summary>The target's name is looked up again while the load runs; new connections go to the newest addresses, open ones stay.</summary>
/// <param name="Every">From the end of one lookup to the beginning of the next, above 0; the first comes that long after the load began.</param>
/// <param name="LookUp">Looks it up, however long it takes. Called on a thread of its own, one call at a time; an exception is a lookup that failed.</param>
public sealed record NameLookup(TimeSpan Every, Func<NameAnswer> LookUp);

/// <summary>What a lookup found.</summary>
/// <param name="EndPoints">IPv4 or IPv6, used in turn by new connections. None: it failed, and requests that need a new connection end as <c>dns</c> until a later one succeeds.</param>
/// <param name="Problem">Why it failed, or which addresses were left out; null for nothing of the kind.</param>
public sealed record NameAnswer(IReadOnlyList<EndPoint> EndPoints, string? Problem = null);
