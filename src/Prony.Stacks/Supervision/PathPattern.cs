using System.IO.Enumeration;

namespace Prony.Stacks.Supervision;

/// <summary>Paths whose parts may hold *: a version stands in the paths of many packages ("/usr/lib/postgresql/*/bin/postgres").</summary>
internal static class PathPattern
{
    /// <summary>Whether anything on this machine has such a path.</summary>
    /// <param name="pattern">From the root.</param>
    internal static bool Exists(string pattern) => Match("/", [.. pattern.Split('/', StringSplitOptions.RemoveEmptyEntries)]);

    private static bool Match(string folder, ReadOnlySpan<string> parts)
    {
        if (parts.Length == 0)
        {
            return Path.Exists(folder);
        }

        if (!parts[0].Contains('*', StringComparison.Ordinal))
        {
            return Match(Path.Combine(folder, parts[0]), parts[1..]);
        }

        foreach (var entry in Entries(folder))
        {
            if (FileSystemName.MatchesSimpleExpression(parts[0], Path.GetFileName(entry), ignoreCase: false) && Match(entry, parts[1..]))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // What may not be looked at cannot be used either.
            return [];
        }
    }
}
