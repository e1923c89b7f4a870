using System.Globalization;

namespace Prony.Stacks.Processes;

/// <summary>What /proc tells about all processes of the machine.</summary>
internal static class ProcFiles
{
    /// <summary>Every process, zombies included.</summary>
    internal static List<ProcessStat> ReadAll()
    {
        var all = new List<ProcessStat>();
        foreach (var pid in ListPids())
        {
            if (ProcessStat.TryRead(pid, out var stat))
            {
                all.Add(stat);
            }
        }

        return all;
    }

    internal static IEnumerable<int> ListPids()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    /// <summary>Whether the environment that the process was started with holds each of these NAME=VALUE entries.</summary>
    /// <remarks>A program that rewrites its own title may have overwritten it (nginx, PostgreSQL): a "no" proves nothing.</remarks>
    internal static bool EnvironmentHolds(int pid, IReadOnlyList<byte[]> entries)
    {
        byte[] environment;
        try
        {
            environment = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/environ"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone, or another user's: not ours in either case.
            return false;
        }

        return entries.All(entry => Holds(environment, entry));
    }

    /// <summary>Inodes of the sockets that a process has open; null when Prony may not look (another user's process) or it has gone.</summary>
    internal static HashSet<long>? OpenSockets(int pid)
    {
        var inodes = new HashSet<long>();
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd")))
            {
                const string prefix = "socket:[";
                if (ReadLink(path) is { } link
                    && link.StartsWith(prefix, StringComparison.Ordinal)
                    && long.TryParse(link.AsSpan(prefix.Length, link.Length - prefix.Length - 1), CultureInfo.InvariantCulture, out var inode))
                {
                    inodes.Add(inode);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return inodes;
    }

    /// <summary>CPU of each live thread of a process, nanoseconds by thread id, in ticks of 10 ms; empty when it has gone.</summary>
    internal static Dictionary<int, long> ThreadCpuNs(int pid)
    {
        var threads = new Dictionary<int, long>();
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task")))
            {
                if (ProcessStat.TryRead(folder + "/stat", out var stat))
                {
                    threads[stat.Pid] = stat.OwnCpuNs;
                }
            }
        }
        catch (IOException)
        {
            // It ended while it was looked at.
        }

        return threads;
    }

    /// <summary>Ids of the threads of a process, a zombie's first one included; empty when it has gone.</summary>
    internal static List<int> ListThreads(int pid)
    {
        var threads = new List<int>();
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task")))
            {
                threads.Add(int.Parse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture));
            }
        }
        catch (IOException)
        {
            // It ended while it was looked at.
        }

        return threads;
    }

    private static string? ReadLink(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // Closed between listing and reading.
            return null;
        }
    }

    private static bool Holds(ReadOnlySpan<byte> environment, ReadOnlySpan<byte> entry)
    {
        foreach (var range in environment.Split((byte)0))
        {
            if (environment[range].SequenceEqual(entry))
            {
                return true;
            }
        }

        return false;
    }
}
