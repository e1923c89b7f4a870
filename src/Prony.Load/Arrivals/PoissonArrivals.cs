using Prony.Measurement.Units;

namespace Prony.Load.Arrivals;

/// <summary>Arrivals of independent visitors: exponential gaps of mean 1 in the integral of the rate, so of mean 1/rate where it is constant.</summary>
/// <remarks>gap = −ln(1 − u); arrival i is due when the integral of the rate reaches the sum of its gaps. The sum is kept unrounded, because rounded gaps would drift,
/// and its whole part apart: at 10^11 arrivals (a day at 1,000,000/s) a double keeps five digits behind the point, and 10^11 such roundings would wander by more than a gap.</remarks>
internal sealed class PoissonArrivals(RateProfile profile, ulong seed) : IArrivalSchedule
{
    private SplitMix64 _random = new(seed);
    private long _index = -1;
    private long _whole;
    private double _fraction;

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
            _whole = 0;
            _fraction = 0;
        }

        while (_index < index)
        {
            // 1 − u is exact (u has 53 bits), so Log loses nothing against log1p(−u).
            _fraction += -Math.Log(1.0 - _random.NextUnit());
            var whole = (long)_fraction;
            _whole += whole;
            _fraction -= whole;
            _index++;
        }

        return (long)Math.Floor(profile.OffsetNs(_whole + _fraction));
    }
}
