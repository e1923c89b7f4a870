using System.Globalization;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>Tells a server that hangs from one that is slow: nothing completed for max(2 s, 20·p99 so far) with requests in flight.</summary>
/// <remarks>Pure; fed with slices in order. A server that answers again within the window is forgiven: then the slices tell the story.</remarks>
internal sealed class SilenceDetector
{
    private const double ShortestSilenceS = 2;
    private const double P99Factor = 20;

    private double _lastAnswerS;
    private long _worstP99Ns;
    private bool _windowEnded;

    /// <summary>What was found; null when the server answered to the end of the window.</summary>
    public string? Finding { get; private set; }

    /// <summary>After the window only the drain follows, in which silence is normal.</summary>
    public void WindowEnded() => _windowEnded = true;

    /// <summary>Takes the next second.</summary>
    /// <returns>The finding, in the second in which it is made first; null otherwise.</returns>
    public string? Add(SliceRecord slice)
    {
        var endS = slice.TS + 1;
        if (slice.Completed > 0)
        {
            _lastAnswerS = endS;
            _worstP99Ns = Math.Max(_worstP99Ns, slice.P99Ns);
            Finding = null;
            return null;
        }

        var silenceS = endS - _lastAnswerS;
        if (_windowEnded || Finding is not null || slice.InFlight == 0 || silenceS < Math.Max(ShortestSilenceS, P99Factor * _worstP99Ns / 1e9))
        {
            return null;
        }

        Finding = string.Create(
            CultureInfo.InvariantCulture,
            $"stopped answering at {_lastAnswerS:0.#} s: it lives, but completed nothing for {silenceS:0.#} s with {slice.InFlight} requests in flight");
        return Finding;
    }
}
