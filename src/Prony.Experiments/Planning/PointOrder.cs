using Prony.Measurement.Runs;
using Prony.Measurement.Units;

namespace Prony.Experiments.Planning;

/// <summary>The order in which a round visits the points of a scenario: shuffled by the round's seed, the same for all its candidates.</summary>
/// <remarks>Ascending loads would confound the load with the server's age.</remarks>
public static class PointOrder
{
    /// <summary>The points of one scenario in the order of one round.</summary>
    public static IReadOnlyList<PointRecord> For(IReadOnlyList<PointRecord> points, ulong roundSeed, string scenario)
    {
        var shuffled = points.ToArray();
        var random = new SplitMix64(SeedMix.Of(roundSeed, "points", scenario));
        Shuffle.InPlace(shuffled, ref random);
        return shuffled;
    }
}
