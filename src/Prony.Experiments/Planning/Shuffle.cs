using Prony.Measurement.Units;

namespace Prony.Experiments.Planning;

internal static class Shuffle
{
    /// <summary>Fisher and Yates' shuffle: every order is equally likely.</summary>
    internal static void InPlace<T>(IList<T> items, ref SplitMix64 random)
    {
        for (var last = items.Count - 1; last > 0; last--)
        {
            var other = random.NextBelow(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
