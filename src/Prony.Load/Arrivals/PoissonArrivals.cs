using Prony.Measurement.Units;

namespace Prony.Load.Arrivals;

/// <summary>Arrivals of independent visitors: exponential gaps of mean 1 in the integral of the rate, so of mean 1/rate where it is constant.</summary>
/// <remarks>gap = −ln(1 − u); arrival i is due when the integral of the rate reaches the sum of its gaps. The sum is kept unrounded, because rounded gaps would drift.</remarks>
internal sealed class PoissonArrivals(RateProfile profile, ulong seed) : IArrivalSchedule
{
    private SplitMix64 _random = new(seed);
    private long _index = -1;
    private double _sum;

    public PoissonArrivals(double ratePerS, ulong seed)
        : this(RateProfile.Constant(ratePerS), seed)
    {
    }

    /// <inheritdoc/>
    /// <remarks>Rising indices cost one step each; an earlier one is counted again from the seed.</remarks>
    public long DueOffsetNs(long index)
    {
        if (index < _index)
        {
            _random = new SplitMix64(seed);
            _index = -1;
            _sum = 0;
        }

        while (_index < index)
        {
            // 1 − u is exact (u has 53 bits), so Log loses nothing against log1p(−u).
            _sum += -Math.Log(1.0 - _random.NextUnit());
            _index++;
        }

        return (long)Math.Floor(profile.OffsetNs(_sum));
    }
}
