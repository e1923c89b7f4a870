using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V09: connections that the server ended although they were to be kept ÷ responses. Counted are responses that end their connection and idle connections that were closed, at most as
/// many as connections had to be opened: users who begin, and arrivals that need one more, are the load's own doing.
/// </summary>
internal sealed class KeepAliveGate : IGate
{
    /// <summary>Above it "each connection" is said.</summary>
    private const double NearlyAll = 0.9;

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.KeepAlive);
        if (facts.Load.Work is not { } work)
        {
            return GateFinding.Unknown(row, "what the responses were was not recorded");
        }

        if (!work.KeepAlive)
        {
            return GateFinding.NotApplicable(row, facts.Load.HttpVersion == "2" ? "HTTP/2: a connection serves many requests at once" : "connections were not to be kept");
        }

        if (facts.Load.Requests.Completed == 0)
        {
            return GateFinding.Unknown(row, "no response came");
        }

        return GateFinding.ByLimits(row, ShareOf(facts.Load), row.Warn, facts.KeepAliveRequired && !facts.SingleLoad ? row.Invalid : null, state => Words(facts, work, row, state));
    }

    /// <summary>Closed connections ÷ responses; 0 without responses.</summary>
    internal static double ShareOf(LoadRecord load) => load.Work is { KeepAlive: true } && load.Requests.Completed > 0
        ? Math.Min(Closed(load), load.Connections.Opened) / (double)load.Requests.Completed
        : 0;

    private static long Closed(LoadRecord load) => load.Work!.Closing + load.Connections.ClosedIdle;

    private static DoubtWords Words(TrialFacts facts, WorkRecord work, GateLimit row, string state)
    {
        var load = facts.Load;
        var share = ShareOf(load);
        var old = work.Versions.GetValueOrDefault("1.0");
        var seen = share > NearlyAll
            ? $"The server does different work: it closes each connection ({CountText.Of(load.Connections.Opened, "new connection")} for {CountText.Of(load.Requests.Completed, "response")})"
            : $"The server does different work: it closes {(share > row.Invalid ? "connections" : "some connections")} that were to be kept ({ShareText.Format(share)} of {CountText.Of(load.Requests.Completed, "response")})";
        var why = old > 0 ? $"; {CountText.Of(old)} answers were HTTP/1.0" : work.Closing > 0 ? $"; {CountText.Of(work.Closing)} answers announced it" : string.Empty;
        return new DoubtWords(
            seen + why + ".",
            state == GateState.Invalid
                ? $"The experiment says keepalive: required, and above {ShareText.Format(row.Invalid!.Value)} that is not what was measured."
                : "Every new connection costs both sides a handshake that the others are spared; it stands in CPU and in the response times.",
            facts.SingleLoad
                ? "Look for the server's keep-alive settings (HTTP/1.1, requests per connection, idle timeout), or say --no-keepalive."
                : "Look for the server's keep-alive settings (HTTP/1.1, requests per connection, idle timeout); if it has to be so, read the comparison as one of both.");
    }
}
