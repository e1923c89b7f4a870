using System.Globalization;
using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;

namespace Prony.Experiments.Running;

/// <summary>Notices that Prony itself did not run: stopped with Ctrl-Z, a virtual machine that was paused, a machine that swaps.</summary>
/// <remarks>
/// In the closed model nothing else would: users that are not run ask nothing and wait for nothing, so a lost third of the window only looks like a
/// slower server. A thread that wants to wake every 100 ms shows it. Thread-safe; one window per instance.
/// </remarks>
public sealed class PauseDetector : IDisposable
{
    /// <summary>Far beyond what a busy scheduler takes from a thread that sleeps most of the time.</summary>
    private const double LongestUnseenS = 1;

    /// <summary>Of a short window: half of it lost is another window.</summary>
    private const double MostOfWindow = 0.5;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _stop = new();
    private readonly List<(long FromNs, long ToNs)> _pauses = [];
    private readonly Thread _thread;
    private long _windowStartNs = long.MaxValue;
    private long _windowEndNs = long.MaxValue;

    /// <summary>Begins to look.</summary>
    public PauseDetector()
    {
        _thread = new Thread(Look) { Name = "prony pause detector", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The window has begun at that instant of <see cref="MonotonicClock"/>.</summary>
    public void WindowStarted(long startNs) => Interlocked.Exchange(ref _windowStartNs, startNs);

    /// <summary>The window has ended at that instant.</summary>
    public void WindowEnded(long endNs) => Interlocked.Exchange(ref _windowEndNs, endNs);

    /// <summary>Ends looking and says what was found.</summary>
    /// <returns>A finding of gate V02 (the generator was late), which makes the window invalid; null when Prony ran all the time.</returns>
    public (GateRecord Gate, DoubtRecord Doubt)? Judge()
    {
        Dispose();
        return Judge(_pauses, _windowStartNs, _windowEndNs);
    }

    /// <summary>The same of pauses that are known.</summary>
    /// <param name="pauses">From when to when nothing ran, ns.</param>
    /// <param name="startNs">The window began; the greatest number where it did not.</param>
    /// <param name="endNs">It ended; the greatest number where it did not.</param>
    internal static (GateRecord Gate, DoubtRecord Doubt)? Judge(IReadOnlyList<(long FromNs, long ToNs)> pauses, long startNs, long endNs)
    {
        var shortestS = endNs is long.MaxValue ? LongestUnseenS : Math.Min(LongestUnseenS, MostOfWindow * MonotonicClock.ToSeconds(Math.Max(0, endNs - startNs)));
        var lostS = MonotonicClock.ToSeconds(pauses
            .Where(pause => MonotonicClock.ToSeconds(pause.ToNs - pause.FromNs) >= shortestS)
            .Sum(pause => Math.Max(0, Math.Min(pause.ToNs, endNs) - Math.Max(pause.FromNs, startNs))));
        if (lostS <= 0 || lostS < shortestS)
        {
            return null;
        }

        return (
            new GateRecord("V02", lostS, shortestS, GateState.Invalid, "seconds of the window in which Prony itself did not run"),
            new DoubtRecord(
                "V02",
                GateState.Invalid,
                string.Create(CultureInfo.InvariantCulture, $"Prony itself did not run for {lostS:0.0} s of the window."),
                "While the generator stands still nothing is asked: the server looks slower than it is.",
                "Do not stop Prony (Ctrl-Z) or pause the machine while it measures; look for swapping."));
    }

    /// <summary>Ends looking.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
    }

    private void Look()
    {
        var lastNs = MonotonicClock.NowNs;
        var isStopping = false;
        while (!isStopping)
        {
            isStopping = _stop.Wait(Beat);
            var nowNs = MonotonicClock.NowNs;
            if (nowNs - lastNs >= MonotonicClock.ToNs(2 * Beat))
            {
                // How long a pause has to be depends on the window, whose end is not known yet.
                _pauses.Add((lastNs, nowNs));
            }

            lastNs = nowNs;
        }
    }
}
