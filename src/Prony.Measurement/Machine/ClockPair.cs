using Prony.Measurement.Clocks;

namespace Prony.Measurement.Machine;

/// <summary>The monotonic clock and the raw one, which nobody corrects, read at the same instant.</summary>
/// <param name="MonotonicNs">CLOCK_MONOTONIC, whose speed a time service corrects.</param>
/// <param name="RawNs">CLOCK_MONOTONIC_RAW: the hardware.</param>
public readonly record struct ClockPair(long MonotonicNs, long RawNs)
{
    private const int Tries = 8;

    /// <summary>Now; null where there is no raw clock.</summary>
    public static ClockPair? Read()
    {
        // A thread can be put aside between two readings: of several tries the tightest counts.
        var (best, tightest) = ((ClockPair?)null, long.MaxValue);
        for (var i = 0; i < Tries; i++)
        {
            var before = MonotonicClock.NowNs;
            if (NativeSystem.RawClockNs() is not { } raw)
            {
                return null;
            }

            var after = MonotonicClock.NowNs;
            (best, tightest) = after - before < tightest ? (new ClockPair(before + ((after - before) / 2), raw), after - before) : (best, tightest);
        }

        return best;
    }

    /// <summary>How much faster than the hardware the monotonic clock ran since an earlier reading, in millionths; 0 when no time went by.</summary>
    public double DriftPpm(ClockPair earlier)
    {
        var raw = RawNs - earlier.RawNs;
        return raw <= 0 ? 0 : (MonotonicNs - earlier.MonotonicNs - raw) * 1e6 / raw;
    }
}
