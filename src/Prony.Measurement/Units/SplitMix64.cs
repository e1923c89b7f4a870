namespace Prony.Measurement.Units;

/// <summary>The pseudo-random generator of every seeded plan: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
/// <remarks>One seed gives one sequence on every machine and version, which is what makes a run repeatable. Not thread-safe; copy it to fork it.</remarks>
public struct SplitMix64(ulong seed)
{
    /// <summary>What the state grows by with every output: the odd number next to 2^64 divided by the golden ratio.</summary>
    public const ulong Gamma = 0x9E3779B97F4A7C15UL;

    private ulong _state = seed;

    /// <summary>Output number <paramref name="index"/>, from 0, of the sequence of a seed, without those before it: the state is a counter.</summary>
    public static ulong At(ulong seed, ulong index) => Mix(unchecked(seed + ((index + 1) * Gamma)));

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state = unchecked(_state + Gamma);
        return Mix(_state);
    }

    /// <summary>The next number in [0, 1) with 53 random bits.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number in [0, <paramref name="limit"/>); the bias is below limit/2^64.</summary>
    public int NextBelow(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)Math.BigMul(Next(), (ulong)limit, out _);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
