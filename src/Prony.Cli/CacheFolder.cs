namespace Prony.Cli;

/// <summary>Where what outlives a run is kept: results of prepare steps and of self-tests. Outside of any clone, so that a fresh clone finds them again.</summary>
internal static class CacheFolder
{
    /// <summary>PRONY_CACHE; else prony in XDG_CACHE_HOME; else ~/.cache/prony. It may not exist.</summary>
    public static string Path
    {
        get
        {
            var chosen = Environment.GetEnvironmentVariable("PRONY_CACHE") is { Length: > 0 } own ? own
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? System.IO.Path.Combine(cache, "prony")
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "prony");
            return System.IO.Path.GetFullPath(chosen);
        }
    }
}
