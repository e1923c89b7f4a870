using System.Globalization;
using Prony.Stacks.Containment;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>The folder below which each service of a run has its own: <c>{data}</c>, fresh for each start and kept nowhere else.</summary>
/// <remarks>
/// A service's folder goes with the service. The run's own folder, with whatever is left in it, the guard removes when Prony has ended, in whatever
/// way. The names are short, since a Unix socket in it may have at most 107 characters (unix(7)). Made when it is first needed. Thread-safe.
/// </remarks>
internal sealed class RunFolder(Guard guard, string unique)
{
    private readonly Lock _lock = new();
    private string? _path;

    /// <summary>Makes a folder for a service of one start, for its user.</summary>
    /// <exception cref="IOException">The system's temporary folder cannot be written.</exception>
    internal string Make(ServiceMark mark, UserAccount? user)
    {
        var folder = Path.Combine(Own(), mark.Short);
        OpenFolder.MakeNew(folder);
        user?.TakeOver(folder);
        return folder;
    }

    /// <summary>Makes a folder for Prony's own files, which nobody else reads.</summary>
    /// <exception cref="IOException">The system's temporary folder cannot be written.</exception>
    internal string MakeOwn(string name)
    {
        var folder = Path.Combine(Own(), name);
        OpenFolder.MakePrivate(folder);
        return folder;
    }

    /// <summary>Removes a service's folder. What cannot be removed now the guard removes at the end.</summary>
    internal static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed already, or a process that could not be killed still writes into it.
        }
    }

    /// <summary>Only where somebody ended the guard.</summary>
    internal void RemoveAll()
    {
        lock (_lock)
        {
            if (_path is not null)
            {
                Remove(_path);
            }
        }
    }

    private string Own()
    {
        lock (_lock)
        {
            if (_path is null)
            {
                // Said before the folder is made: Prony may be killed in between.
                var path = Path.Combine(Temporary(), string.Create(CultureInfo.InvariantCulture, $"prony-{unique}"));
                guard.WatchFolder(path);
                OpenFolder.MakeNew(path);
                _path = path;
            }

            return _path;
        }
    }

    /// <summary>TMPDIR, unless other users cannot get there.</summary>
    private static string Temporary() => OpenFolder.IsReachable(Path.GetTempPath()) ? Path.GetTempPath() : "/tmp";
}
