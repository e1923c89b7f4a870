using System.Globalization;
using Prony.Stacks.Containment;

namespace Prony.Stacks.Processes;

/// <summary>What the threads of processes do right now, in words: from /proc/PID/task/TID/stat and wchan (proc(5)).</summary>
internal static class ProcessStates
{
    /// <summary>One text for every live process of a group.</summary>
    internal static IReadOnlyList<string> Describe(ServiceGroup group) => [.. group.ReadLive().OrderBy(stat => stat.Pid).Select(Describe)];

    private static string Describe(ProcessStat stat)
    {
        var threads = ThreadsOf(stat.Pid);
        if (threads.Count == 0)
        {
            return $"{stat.Label}: {Words(stat.State)}";
        }

        var states = threads.GroupBy(thread => thread.State).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).ToList();
        var many = string.Create(CultureInfo.InvariantCulture, $"{threads.Count} thread{(threads.Count == 1 ? "" : "s")}");
        return states.Count == 1
            ? $"{stat.Label}: {many}, {(threads.Count > 1 ? "all " : "")}{Words(states[0].Key)}{Where(threads)}"
            : $"{stat.Label}: {many}, {string.Join(", ", states.Select(state => string.Create(CultureInfo.InvariantCulture, $"{state.Count()} {Words(state.Key)}")))}{Where(threads)}";
    }

    /// <summary>The kernel functions in which most of those that do not run wait; nothing where the kernel does not tell.</summary>
    private static string Where(List<(char State, string Channel)> threads)
    {
        var channels = threads.Where(thread => thread.Channel.Length > 0).GroupBy(thread => thread.Channel).OrderByDescending(group => group.Count()).Take(2).Select(group => group.Key).ToList();
        return channels.Count == 0 ? "" : $" ({string.Join(", ", channels)})";
    }

    private static string Words(char state) => state switch
    {
        'R' => "running",
        'S' or 'I' => "asleep",
        'D' => "waiting for a disk",
        'T' or 't' => "stopped",
        'Z' or 'X' or 'x' => "dead",
        _ => $"in state {state}",
    };

    private static List<(char State, string Channel)> ThreadsOf(int pid)
    {
        var threads = new List<(char, string)>();
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task")))
            {
                if (ReadText(folder + "/stat") is { } text && ProcessStat.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var stat))
                {
                    threads.Add((stat.State, ReadText(folder + "/wchan") is { } channel and not "0" ? channel.Trim().Split('.')[0] : ""));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended while we looked: what was seen is told.
        }

        return threads;
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The thread ended, or the kernel keeps it to itself.
            return null;
        }
    }
}
