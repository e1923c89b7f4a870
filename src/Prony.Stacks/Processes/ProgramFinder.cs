using Prony.Stacks.Native;

namespace Prony.Stacks.Processes;

/// <summary>Finds programs: first where the system keeps them, then where the user has them.</summary>
/// <remarks>
/// The system first, because a shim on the user's PATH (pyenv, nvm) hides the interpreter that the distribution's servers were installed for.
/// </remarks>
internal static class ProgramFinder
{
    /// <summary>PATH of every candidate.</summary>
    internal const string CleanPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Absolute path of a program, or null. A name with a slash is relative to <paramref name="folder"/>.</summary>
    internal static string? Find(string name, string folder)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(name, folder);
            return IsProgram(path) ? path : null;
        }

        return FindOn(CleanPath, name) ?? FindOn(OwnPath, name);
    }

    /// <summary>The same with Prony's own PATH first: for the steps that run in Prony's own environment.</summary>
    internal static string? FindAsUser(string name, string folder) =>
        name.Contains('/', StringComparison.Ordinal) ? Find(name, folder) : FindOn(OwnPath, name) ?? FindOn(CleanPath, name);

    private static string OwnPath => Environment.GetEnvironmentVariable("PATH") ?? string.Empty;

    private static string? FindOn(string path, string name) =>
        path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string path) => File.Exists(path) && NativeLibc.access(path, NativeLibc.AccessExecute) == 0;
}
