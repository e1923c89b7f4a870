namespace Prony.Experiments.Running;

/// <summary>Lowest and highest frequency of each CPU over several readings.</summary>
internal sealed class FrequencyRange
{
    private readonly List<(long Lowest, long Highest)> _cpus = [];

    /// <summary>Highest ÷ lowest of the CPU in which they differ most; null before the first reading.</summary>
    public double? Ratio => _cpus.Count == 0 ? null : _cpus.Max(cpu => cpu.Highest / (double)cpu.Lowest);

    /// <summary>A reading: one figure a CPU, in the same order each time; empty where they cannot be read.</summary>
    public void Add(IReadOnlyList<long> khz)
    {
        for (var i = 0; i < khz.Count; i++)
        {
            if (i == _cpus.Count)
            {
                _cpus.Add((khz[i], khz[i]));
            }

            _cpus[i] = (Math.Min(_cpus[i].Lowest, khz[i]), Math.Max(_cpus[i].Highest, khz[i]));
        }
    }
}
