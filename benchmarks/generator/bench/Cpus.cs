using System.Globalization;

namespace Prony.GeneratorBench;

/// <summary>CPUs by number.</summary>
internal static class Cpus
{
    private const string Label = "Cpus_allowed_list:";

    /// <summary>The CPUs that this process may use.</summary>
    public static int[] Usable()
    {
        var list = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Label, StringComparison.Ordinal))[Label.Length..];
        return [.. list.Split(',').SelectMany(Range)];
    }

    /// <summary>As taskset takes them.</summary>
    public static string Text(params int[] cpus) => string.Join(',', cpus.Select(cpu => cpu.ToString(CultureInfo.InvariantCulture)));

    private static IEnumerable<int> Range(string text)
    {
        var ends = text.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
