using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Planning;

/// <summary>Seeds of arrivals. All candidates of a round get the same requests at the same instants, which takes the noise of the arrivals out of their ratio.</summary>
/// <remarks>Nothing here depends on a candidate: that is the point. Pure; the same on every machine.</remarks>
public static class RoundSeeds
{
    /// <summary>One seed per round: the first values of SplitMix64 from the experiment's seed. A longer plan begins with the same seeds.</summary>
    public static IReadOnlyList<ulong> For(ulong experimentSeed, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var random = new SplitMix64(experimentSeed);
        var seeds = new ulong[rounds];
        for (var r = 0; r < rounds; r++)
        {
            seeds[r] = random.Next();
        }

        return seeds;
    }

    /// <summary>Seed of the measured window of a scenario at a point.</summary>
    public static ulong Window(ulong roundSeed, string scenario, PointRecord point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return SeedMix.Of(roundSeed, "window", scenario, point.Name);
    }
}
