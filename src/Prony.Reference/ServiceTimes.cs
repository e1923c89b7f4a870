namespace Prony.Reference;

/// <summary>A sequence of service times, nanoseconds, repeatable from its seed.</summary>
/// <remarks>SplitMix64 is written out here a second time on purpose: a reference must not share its random numbers' faults with what it judges. Not thread-safe.</remarks>
public sealed class ServiceTimes
{
    private readonly double _meanNs;
    private readonly bool _constant;
    private ulong _state;

    private ServiceTimes(TimeSpan mean, bool constant, ulong seed)
    {
        _meanNs = mean.Ticks * 100.0;
        _constant = constant;
        _state = seed;
    }

    /// <summary>Exponential with the given mean: the second M of M/M/1.</summary>
    public static ServiceTimes Exponential(TimeSpan mean, ulong seed) => new(mean, false, seed);

    /// <summary>Always the same: the D of M/D/1.</summary>
    public static ServiceTimes Constant(TimeSpan time) => new(time, true, 0);

    /// <summary>The next service time, ns.</summary>
    public long NextNs() => (long)(_constant ? _meanNs : -Math.Log(1 - NextUnit()) * _meanNs);

    private double NextUnit()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
