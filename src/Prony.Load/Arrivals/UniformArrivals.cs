using Prony.Measurement.Units;

namespace Prony.Load.Arrivals;

/// <summary>Even arrivals: arrival i is due when the integral of the rate reaches i + phase; the phase, 0 to 1, is drawn once from the seed. At a constant rate all gaps are equal.</summary>
internal sealed class UniformArrivals(RateProfile profile, ulong seed) : IArrivalSchedule
{
    private readonly double _phase = new SplitMix64(seed).NextUnit();

    public UniformArrivals(double ratePerS, ulong seed)
        : this(RateProfile.Constant(ratePerS), seed)
    {
    }

    /// <inheritdoc/>
    public long DueOffsetNs(long index) => (long)Math.Floor(profile.OffsetNs(index + _phase));
}
