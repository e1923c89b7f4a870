namespace Prony.Reporting.Documents;

/// <summary>What each gate watches, in the words of docs/methods/gates.md.</summary>
internal static class GateNames
{
    private static readonly string[] Names =
    [
        "generator CPU", "generator lateness", "generator waits for a CPU", "rate kept", "arrivals that waited for a connection", "unanswered requests", "failed requests", "same work",
        "closed connections", "requests beyond the percentile", "arrivals as planned", "steady state", "stolen CPU time", "other programs", "CPU speed", "server CPU limited", "memory pressure",
        "accept queue overflow", "retransmits", "waits of TCP in the responses", "local ports", "open files", "generator's garbage collector", "clock", "requests in flight", "server identity",
        "repeated rounds and carry-over", "generator on the server's CPUs", "common ceiling",
    ];

    /// <summary>"failed requests" for V07; empty for a gate of another version.</summary>
    public static string Of(string id) =>
        id.Length > 1 && id[0] == 'V' && int.TryParse(id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= Names.Length
            ? Names[number - 1]
            : "";
}
