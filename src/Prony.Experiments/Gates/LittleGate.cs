using System.Globalization;
using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Gates;

/// <summary>
/// V25: Little's law N = X·R between figures that are counted apart: N users who always have one request out, X completions per second, R mean response. Closed model
/// without pauses only: in the open one requests in flight are read once a second, too seldom to tell.
/// </summary>
internal sealed class LittleGate : IGate
{
    /// <summary>Requests that the window's ends cut are counted at one end and not at the other: an error of up to R ÷ window.</summary>
    private const double LongestResponseShare = 0.025;

    /// <summary>Failed requests have no response time in the mean; more of them make the sides differ.</summary>
    private const double MostFailed = 0.01;

    public GateFinding Judge(TrialFacts facts)
    {
        var row = facts.Row(GateLimits.Little);
        var load = facts.Load;
        if (load.Users is not { } users || load.ThinkS > 0 || load.PaceS > 0 || !facts.LoadIsConstant)
        {
            return GateFinding.NotApplicable(row, "only users without pauses have a number of requests in flight that is known beforehand");
        }

        if (load.Requests.Due == 0 || load.Requests.FailureShare() > MostFailed)
        {
            return GateFinding.Unknown(row, load.Requests.Due == 0 ? GateWords.NoRequests : "failed requests have no response time to compare with");
        }

        var meanS = load.ResponseNs.Mean / 1e9;
        if (meanS > LongestResponseShare * load.Window.DurationS)
        {
            return GateFinding.Unknown(row, $"window too short: the mean response ({GateWords.Time(load.ResponseNs.Mean)}) is more than {ShareText.Format(LongestResponseShare)} of it");
        }

        var inFlight = load.CompletedPerS * meanS;
        var gap = Math.Abs(users - inFlight) / Math.Max(users, inFlight);
        return GateFinding.ByLimits(row, gap, state => new DoubtWords(
            string.Create(CultureInfo.InvariantCulture, $"{CountText.Of(users, "user")} always had a request out, but throughput × response says {inFlight:0.#} ({ShareText.Format(gap)} off)."),
            state == GateState.Invalid
                ? $"Above {ShareText.Format(row.Invalid!.Value)} users wait outside of the window's figures, or requests were lost: the figures contradict each other."
                : $"Above {ShareText.Format(row.Warn!.Value)} something of the window is in one figure and not in the other.",
            "Look for users who still wait for a connection (V18) or for an answer since the warm-up, and for a generator that does not keep up (V01); if it is none, please report it."));
    }
}
