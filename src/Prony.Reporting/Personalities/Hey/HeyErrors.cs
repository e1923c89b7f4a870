using Prony.Measurement.Runs;

namespace Prony.Reporting.Personalities.Hey;

/// <summary>What became of requests without an answer, in the words of hey's HTTP client (Go net/http), which its error distribution is keyed by. Pure.</summary>
public static class HeyErrors
{
    private static readonly Dictionary<string, string> SystemErrors = new()
    {
        ["ECONNREFUSED"] = "connect: connection refused",
        ["ECONNRESET"] = "connect: connection reset by peer",
        ["EADDRNOTAVAIL"] = "connect: cannot assign requested address",
        ["ENETUNREACH"] = "connect: network is unreachable",
        ["EHOSTUNREACH"] = "connect: no route to host",
        ["EMFILE"] = "socket: too many open files",
        ["ETIMEDOUT"] = "connect: connection timed out",
    };

    /// <summary>Counts by text; those that are zero are left out, and requests that were never sent: the original has none of them.</summary>
    /// <param name="load">The record.</param>
    /// <param name="method">Of the requests: "GET".</param>
    /// <param name="url">As it was given.</param>
    /// <param name="authority">host:port of the address.</param>
    public static IReadOnlyDictionary<string, long> Of(LoadRecord load, string method, string url, string authority)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentException.ThrowIfNullOrEmpty(method);
        var outcomes = load.Outcomes;
        var named = load.ConnectErrors.Select(e => ($"dial tcp {authority}: {SystemErrors.GetValueOrDefault(e.Key, e.Key)}", e.Value)).ToList();
        IEnumerable<(string Text, long Count)> all =
        [
            .. named,
            ($"dial tcp {authority}: {SystemErrors["ECONNREFUSED"]}", outcomes.Refused - named.Sum(e => e.Value)),
            ("context deadline exceeded (Client.Timeout exceeded while awaiting headers)", outcomes.Timeout + load.Requests.Censored),
            ($"read tcp {authority}: read: connection reset by peer", outcomes.Reset),
            ("EOF", outcomes.Closed),
            ("net/http: HTTP/1.x transport connection broken: malformed HTTP response", outcomes.Protocol),
            ("tls: handshake failure", outcomes.Tls),
            ($"dial tcp: lookup {authority[..Math.Max(0, authority.LastIndexOf(':'))]}: no such host", outcomes.Dns),
        ];
        var verb = method[..1].ToUpperInvariant() + method[1..].ToLowerInvariant();
        return all.Where(e => e.Count > 0).GroupBy(e => $"{verb} \"{url}\": {e.Text}").ToDictionary(g => g.Key, g => g.Sum(e => e.Count));
    }
}
