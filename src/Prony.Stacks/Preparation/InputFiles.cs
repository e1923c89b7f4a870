using System.Text.RegularExpressions;

namespace Prony.Stacks.Preparation;

/// <summary>Files below a folder that match patterns: <c>*</c> and <c>?</c> inside a name, <c>**/</c> for any folders.</summary>
internal static class InputFiles
{
    /// <summary>Matching files in ordinal order of their relative paths; a pattern that matches nothing is reported through <paramref name="unmatched"/>.</summary>
    internal static IReadOnlyList<string> Find(string folder, IEnumerable<string> patterns, out string? unmatched)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        unmatched = null;
        foreach (var pattern in patterns)
        {
            var depth = pattern.Contains('/', StringComparison.Ordinal) ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
            var matches = Directory.EnumerateFiles(folder, "*", depth)
                .Select(path => Path.GetRelativePath(folder, path))
                .Where(path => Matches(pattern, path))
                .ToList();
            unmatched = matches.Count == 0 ? unmatched ?? pattern : unmatched;
            found.UnionWith(matches);
        }

        return [.. found];
    }

    internal static bool Matches(string pattern, string path)
    {
        var expression = Regex.Escape(pattern)
            .Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal);
        return Regex.IsMatch(path, $"^{expression}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
