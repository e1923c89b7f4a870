using Prony.Measurement.Units;

namespace Prony.Load.Arrivals;

/// <summary>Arrivals of independent visitors: exponential gaps with mean 1/rate.</summary>
/// <remarks>gap = −ln(1 − u)/rate; the offset is the floor of the sum of the gaps. The sum is kept unrounded in seconds, because rounded gaps would drift.</remarks>
internal sealed class PoissonArrivals(double ratePerS, ulong seed) : IArrivalSchedule
{
    private SplitMix64 _random = new(seed);
    private long _index = -1;
    private double _sumS;

    /// <inheritdoc/>
    /// <remarks>Rising indices cost one step each; an earlier one is counted again from the seed.</remarks>
    public long DueOffsetNs(long index)
    {
        if (index < _index)
        {
            _random = new SplitMix64(seed);
            _index = -1;
            _sumS = 0;
        }

        while (_index < index)
        {
            // 1 − u is exact (u has 53 bits), so Log loses nothing against log1p(−u).
            _sumS += -Math.Log(1.0 - _random.NextUnit()) / ratePerS;
            _index++;
        }

        return (long)Math.Floor(_sumS * 1e9);
    }
}
