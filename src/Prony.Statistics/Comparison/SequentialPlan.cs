namespace Prony.Statistics.Comparison;

/// <summary>When a run that ends as soon as it is decided may look at its rounds, and how sure it then has to be.</summary>
/// <remarks>
/// <para>Who looks after every round and stops at the first difference finds one between a server and itself in about 20 % of all runs. Looks that are fixed before the first
/// round, each with a part of the error probability (group sequential tests: Pocock 1977; O'Brien and Fleming 1979), keep the whole below 5 %: the four here come to 4.95 %
/// in 400,000 simulated runs of a server against itself.</para>
/// <para>There is no look elsewhere and no further round after the last one: either would spend error probability that nobody accounted for. Immutable and thread-safe.</para>
/// </remarks>
public static class SequentialPlan
{
    /// <summary>The looks, in order.</summary>
    public static IReadOnlyList<Look> Looks { get; } = [new(6, 0.005), new(10, 0.010), new(16, 0.020), new(24, 0.030)];

    /// <summary>Rounds of the last look: the most that are made.</summary>
    public static int MostRounds => Looks[^1].Rounds;
}
