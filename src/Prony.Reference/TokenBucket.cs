using Prony.Measurement.Clocks;

namespace Prony.Reference;

/// <summary>Lets so many through each second and saves up a few: a capacity that is sharp.</summary>
/// <param name="perS">Tokens a second; 0: no limit.</param>
/// <param name="burst">Most that are saved up; it begins full.</param>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TokenBucket(double perS, double burst)
{
    private double _used;
    private long? _lastNs;

    /// <summary>Takes a token; false when there is none.</summary>
    /// <param name="nowNs">Never falls from call to call.</param>
    internal bool Take(long nowNs)
    {
        if (perS <= 0)
        {
            return true;
        }

        _used = Math.Max(0, _used - (perS * MonotonicClock.ToSeconds(nowNs - (_lastNs ?? nowNs))));
        _lastNs = nowNs;
        if (_used > burst - 1)
        {
            return false;
        }

        _used++;
        return true;
    }
}
