using System.Text.RegularExpressions;

namespace Prony.Stacks.Preparation;

/// <summary>
/// Files below a folder that match patterns: <c>*</c> and <c>?</c> inside a name, <c>**/</c> for any folders. A pattern that is an absolute path means files of
/// that folder, wherever it is.
/// </summary>
internal static class InputFiles
{
    /// <summary>
    /// Matching files in ordinal order of their paths, which are relative to <paramref name="folder"/>; a pattern that matches nothing is reported through
    /// <paramref name="unmatched"/>.
    /// </summary>
    internal static IReadOnlyList<string> Find(string folder, IEnumerable<string> patterns, out string? unmatched)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        unmatched = null;
        foreach (var pattern in patterns)
        {
            var matches = Path.IsPathRooted(pattern)
                ? Below(Path.GetDirectoryName(Path.GetFullPath(pattern))!, Path.GetFileName(pattern)).Select(path => Path.GetRelativePath(folder, path)).ToList()
                : [.. Below(folder, pattern).Select(path => Path.GetRelativePath(folder, path))];
            unmatched = matches.Count == 0 ? unmatched ?? pattern : unmatched;
            found.UnionWith(matches);
        }

        return [.. found];
    }

    private static IEnumerable<string> Below(string folder, string pattern)
    {
        var depth = pattern.Contains('/', StringComparison.Ordinal) ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", depth).Where(path => Matches(pattern, Path.GetRelativePath(folder, path)))
            : [];
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
