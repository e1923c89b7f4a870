using Prony.Measurement.Units;

namespace Prony.Load.Arrivals;

/// <summary>Equal gaps: arrival i is due at (i + phase)/rate; the phase, 0 to 1, is drawn once from the seed.</summary>
internal sealed class UniformArrivals(double ratePerS, ulong seed) : IArrivalSchedule
{
    private readonly double _phase = new SplitMix64(seed).NextUnit();

    /// <inheritdoc/>
    public long DueOffsetNs(long index) => (long)Math.Floor((index + _phase) * 1e9 / ratePerS);
}
