using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>Tells a server that hangs from one that is slow: nothing completed for max(2 s, 20·p99 so far) with requests in flight.</summary>
/// <remarks>Pure; fed with slices in order. A server that answers again within the window is forgiven: then the slices tell the story.</remarks>
internal sealed class SilenceDetector
{
    private const double ShortestSilenceS = 2;
    private const double P99Factor = 20;
    private const double SliceS = 1;

    /// <summary>Seconds are sums of fractions: two of them may be a hair less than 2.</summary>
    private const double RoundingS = 1e-6;

    private double _lastAnswerS;
    private long _worstP99Ns;

    /// <summary>What was found; null when the server answered to the end of the window.</summary>
    public string? Finding { get; private set; }

    /// <summary>Takes the next second.</summary>
    /// <returns>The finding, in the second in which it is made first; null otherwise.</returns>
    public string? Add(SliceRecord slice)
    {
        // The slice before a change of phase is shorter than a second: it ended where this one begins.
        _lastAnswerS = Math.Min(_lastAnswerS, slice.TS);
        if (slice.Completed > 0)
        {
            _lastAnswerS = slice.TS + SliceS;
            _worstP99Ns = Math.Max(_worstP99Ns, slice.P99Ns);
            Finding = null;
            return null;
        }

        if (HasRefused(slice.Outcomes))
        {
            // It hangs up, refuses or talks nonsense: that is an answer of a kind, and the failures tell it better than "stopped answering".
            _lastAnswerS = slice.TS + SliceS;
            return null;
        }

        // In the drain silence is normal: nothing new is asked.
        var silenceS = slice.TS + SliceS - _lastAnswerS;
        var longestS = Math.Max(ShortestSilenceS, P99Factor * _worstP99Ns / 1e9);
        if (Finding is not null || slice.Phase == PhaseName.Drain || slice.InFlight == 0 || silenceS < longestS - RoundingS)
        {
            return null;
        }

        Finding = string.Create(
            CultureInfo.InvariantCulture,
            $"stopped answering at {_lastAnswerS:0.#} s: it lives, but completed nothing for {silenceS:0.#} s with {slice.InFlight} requests in flight");
        return Finding;
    }

    private static bool HasRefused(OutcomeCounts outcomes) => outcomes.Refused + outcomes.Reset + outcomes.Closed + outcomes.Protocol > 0;
}
