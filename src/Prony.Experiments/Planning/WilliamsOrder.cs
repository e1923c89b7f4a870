using Prony.Measurement.Units;

namespace Prony.Experiments.Planning;

/// <summary>The order of candidates in each round: Williams squares (1949), balanced for position and for what a candidate leaves to the next.</summary>
/// <remarks>In a whole square each candidate stands equally often in each place and follows each other candidate equally often, so that drift and
/// first-order carry-over touch all alike. Pure; one seed gives one order.</remarks>
public static class WilliamsOrder
{
    /// <summary>The rows of one square as indices: k rows for even k, 2·k for odd k. Base row 0, 1, k−1, 2, k−2, …; row i adds i mod k; for odd k all rows reversed follow.</summary>
    /// <param name="k">Candidates, at least 1.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Square(int k) => [.. Halves(k).SelectMany(half => half)];

    /// <summary>The candidates of each round. Labels and rows are shuffled by the seed; whole squares as long as the rounds allow.</summary>
    /// <param name="candidates">Their names, at least 1.</param>
    /// <param name="rounds">At least 1.</param>
    /// <param name="seed">Seed of the experiment.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Plan(IReadOnlyList<string> candidates, int rounds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(candidates.Count, nameof(candidates));
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        var random = new SplitMix64(SeedMix.Of(seed, "order"));
        var labels = candidates.ToArray();
        Shuffle.InPlace(labels, ref random);

        var order = new List<IReadOnlyList<string>>(rounds);
        while (order.Count < rounds)
        {
            // Rows are shuffled inside each half: any k rounds in a row from a square's start then have every candidate once in every place,
            // which is the best that a rest too short for a square can have.
            var halves = Halves(labels.Length);
            Shuffle.InPlace(halves, ref random);
            foreach (var half in halves)
            {
                Shuffle.InPlace(half, ref random);
                order.AddRange(half.Select(row => (IReadOnlyList<string>)[.. row.Select(i => labels[i])]));
            }
        }

        return order[..rounds];
    }

    private static List<List<int[]>> Halves(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var first = Enumerable.Range(0, k).Select(shift => Row(k, shift)).ToList();
        return k % 2 == 0 || k == 1 ? [first] : [first, [.. first.Select(row => row.Reverse().ToArray())]];
    }

    private static int[] Row(int k, int shift) =>
        [.. Enumerable.Range(0, k).Select(place => ((place % 2 == 1 ? (place + 1) / 2 : k - (place / 2)) + shift) % k)];
}
