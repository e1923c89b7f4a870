using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Prony.Measurement.Machine;

/// <summary>Lists of CPUs as the kernel and taskset write them: "0-3,8". Pure; thread-safe.</summary>
public static class CpuList
{
    /// <summary>More than the kernel can have (CONFIG_NR_CPUS is 8192 at most).</summary>
    private const int NumberMax = 8191;

    /// <summary>Reads a list.</summary>
    /// <param name="text">Numbers and ranges, separated by commas.</param>
    /// <param name="cpus">The numbers, ascending, each once; empty when the text is no list.</param>
    /// <param name="error">What is wrong and what is expected; null when it is a list.</param>
    public static bool TryParse(string text, out IReadOnlyList<int> cpus, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = new SortedSet<int>();
        foreach (var range in text.Split(','))
        {
            var ends = range.Trim().Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], out var first) || !TryNumber(ends[^1], out var last) || last < first)
            {
                cpus = [];
                error = $"'{text}' is no list of CPUs. Expected numbers and ranges such as 0-3,8.";
                return false;
            }

            numbers.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        cpus = [.. numbers];
        error = null;
        return true;
    }

    /// <summary>Writes a list; "none" for an empty one.</summary>
    /// <param name="cpus">Numbers in any order, each once.</param>
    public static string Format(IEnumerable<int> cpus)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var cpu in cpus.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == cpu)
            {
                ranges[^1] = (ranges[^1].First, cpu);
            }
            else
            {
                ranges.Add((cpu, cpu));
            }
        }

        return ranges.Count == 0 ? "none" : string.Join(',', ranges.Select(range => Write(range.First, range.Last)));
    }

    private static string Write(int first, int last) => first == last
        ? first.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{first}-{last}");

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= NumberMax;
}
