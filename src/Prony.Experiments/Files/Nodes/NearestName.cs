namespace Prony.Experiments.Files.Nodes;

/// <summary>Finds what somebody meant to write.</summary>
public static class NearestName
{
    /// <summary>"Did you mean 'warmup'?", or <paramref name="otherwise"/> when nothing is near.</summary>
    public static string? Hint(string name, IEnumerable<string> known, string? otherwise = null) =>
        Find(name, known) is { } near ? $"Did you mean '{near}'?" : otherwise;

    /// <summary>
    /// The known name with the smallest edit distance, at most a third of the longer name (but at least one edit); else the only one that
    /// begins with what was written; null when none is near.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        var all = known.ToList();
        var best = all
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .FirstOrDefault(c => c.Distance <= Math.Max(1, Math.Max(name.Length, c.Name.Length) / 3));
        return best.Name ?? OnlyBeginning(name, all);
    }

    private static string? OnlyBeginning(string name, List<string> known)
    {
        const int shortest = 3;
        var longer = known.Where(candidate => name.Length >= shortest && candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return longer.Count == 1 ? longer[0] : null;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment; Damerau 1964).</summary>
    public static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replace, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
