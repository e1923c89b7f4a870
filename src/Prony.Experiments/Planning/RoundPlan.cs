using Prony.Measurement.Runs;

namespace Prony.Experiments.Planning;

/// <summary>What a plan says about one round.</summary>
public static class RoundPlan
{
    /// <summary>Scenarios in the order of the file, the points of each in the round's order: the same for all candidates of the round.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="round">1-based.</param>
    public static IEnumerable<(string Scenario, PointRecord Point)> Points(PlanRecord plan, int round) => plan.Scenarios
        .SelectMany(s => PointOrder.For(s.Points, plan.RoundSeeds[round - 1], s.Name).Select(point => (s.Name, point)));

    /// <summary>Seed of the arrivals: the same for all candidates of a round, so that they answer the same requests at the same instants.</summary>
    public static ulong ArrivalSeed(PlanRecord plan, int round, string scenario, PointRecord point) =>
        RoundSeeds.Window(plan.RoundSeeds[round - 1], scenario, point);
}
