using System.Text;
using Prony.Measurement.Units;

namespace Prony.Experiments.Planning;

/// <summary>Makes independent seeds out of one seed and a name: FNV-1a of the name, mixed by one step of SplitMix64.</summary>
internal static class SeedMix
{
    internal static ulong Of(ulong seed, params ReadOnlySpan<string> names)
    {
        unchecked
        {
            var hash = 0xCBF29CE484222325UL;
            foreach (var name in names)
            {
                foreach (var b in Encoding.UTF8.GetBytes(name))
                {
                    hash = (hash ^ b) * 0x100000001B3UL;
                }

                // A separator that UTF-8 never holds: ("ab", "c") and ("a", "bc") differ.
                hash = (hash ^ 0xFF) * 0x100000001B3UL;
            }

            return new SplitMix64(seed ^ hash).Next();
        }
    }
}
