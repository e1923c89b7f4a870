namespace Prony.Measurement.Machine;

/// <summary>Which CPUs the generator gets to itself, and which the services get. Pure; thread-safe.</summary>
/// <param name="Generator">The generator's, ascending.</param>
/// <param name="Services">All others, ascending.</param>
public sealed record CpuPlacement(IReadOnlyList<int> Generator, IReadOnlyList<int> Services)
{
    /// <summary>With fewer, a CPU that only the generator may use costs the services more than sharing does.</summary>
    public const int FewestCpus = 4;

    private const int ShareOfGenerator = 4;

    /// <summary>The last quarter of the CPUs, at least one, for the generator; null where there are too few to keep it apart.</summary>
    /// <param name="usable">CPUs that Prony may use, ascending.</param>
    public static CpuPlacement? Of(IReadOnlyList<int> usable)
    {
        ArgumentNullException.ThrowIfNull(usable);
        var own = Math.Max(1, usable.Count / ShareOfGenerator);
        return usable.Count < FewestCpus ? null : new CpuPlacement([.. usable.Skip(usable.Count - own)], [.. usable.Take(usable.Count - own)]);
    }
}
