using Prony.Measurement.Runs;

namespace Prony.Experiments.Gates;

/// <summary>V02: the generator's own lateness, sent − due of requests that found a free connection. Open model only: in the closed one there is no schedule to keep.</summary>
internal sealed class LatenessGate : IGate
{
    private const double WarnFloorNs = 100_000;
    private const double InvalidFloorNs = 1_000_000;

    /// <summary>Largest mean lag as a share of the mean response; with the same floor as the warning, because waking a thread alone costs 24–30 µs.</summary>
    private const double MeanShare = 0.02;

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Lateness);
        if (facts.Load.Timestamps == TimestampsName.Call)
        {
            return GateFinding.Unseen(row, "sent − due is that of the call to the library; when its bytes left, nobody knows");
        }

        if (facts.IsClosed)
        {
            return GateFinding.NotApplicable(row, GateWords.ClosedModel);
        }

        var lag = facts.Load.LagGeneratorNs;
        if (lag.Count == 0 || facts.Load.ResponseNs.Count == 0)
        {
            return GateFinding.Unknown(row, "no request found a free connection, so the generator's own lateness cannot be told from waiting for one");
        }

        var (p99, p50) = (lag.At("99"), facts.Load.ResponseNs.At("50"));
        var warn = Math.Max(WarnFloorNs, row.Warn!.Value * p50);
        var invalid = Math.Max(InvalidFloorNs, row.Invalid!.Value * p50);
        var meanLimit = Math.Max(WarnFloorNs, MeanShare * facts.Load.ResponseNs.Mean);
        return lag.Mean > meanLimit
            ? GateFinding.ByLimits(row, lag.Mean, null, meanLimit, state => Words(state, "on average", lag.Mean, meanLimit, facts))
            : GateFinding.ByLimits(row, p99, warn, invalid, state => Words(state, "in its worst 1 %", p99, state == GateState.Invalid ? invalid : warn, facts));
    }

    private static DoubtWords Words(string state, string when, double lagNs, double limitNs, TrialFacts facts) => new(
        $"The generator sent requests {GateWords.Time(lagNs)} late {when} although a connection was free.",
        state == GateState.Invalid
            ? $"Above {GateWords.Time(limitNs)} the arrivals are not those that were asked for, and the lateness stands in every response time."
            : $"Above {GateWords.Time(limitNs)} the lateness shows in the response times.",
        facts.IsColocated
            ? "Give the generator CPUs of its own, or lower the rate: the server takes the CPU that the generator needs to be on time."
            : "Lower the rate, or use more generator threads.");
}
