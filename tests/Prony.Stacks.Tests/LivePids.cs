using System.Globalization;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Tests;

/// <summary>Which processes of a test live.</summary>
internal static class LivePids
{
    /// <summary>Ids of the children that <see cref="Programs.Family"/> noted in a folder.</summary>
    internal static IReadOnlyList<int> NotedIn(string folder) =>
        [.. Directory.GetFiles(folder, "child-*").Select(static path => int.Parse(Path.GetFileName(path)["child-".Length..], CultureInfo.InvariantCulture))];

    /// <summary>Those of them that live; zombies are dead.</summary>
    internal static IReadOnlyList<int> Of(IEnumerable<int> pids) =>
        [.. pids.Where(static pid => ProcessStat.TryRead(pid, out var stat) && stat.IsAlive)];

    /// <summary>Waits until none of them lives; returns how long it took.</summary>
    internal static async Task<TimeSpan> WaitForEndAsync(IReadOnlyList<int> pids, TimeSpan within)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (Of(pids).Count > 0 && System.Diagnostics.Stopwatch.GetElapsedTime(start) < within)
        {
            await Task.Delay(10);
        }

        return System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }
}
