using Prony.Measurement.Clocks;
using Prony.Measurement.Runs;
using Prony.Stacks.Accounting;

namespace Prony.Experiments.Running;

/// <summary>The processes of a service at the end of a window, and how connections were spread over them. Pure; docs/methods/resources.md.</summary>
internal static class WorkerTable
{
    /// <param name="start">The service at the window's start; null when it was not there.</param>
    /// <param name="end">At its end.</param>
    /// <param name="connections">Who holds which connections; null when unknown.</param>
    internal static IReadOnlyList<WorkerRecord> Of(ServiceCondition? start, ServiceCondition end, ServiceConnections? connections)
    {
        var before = start?.Processes.ToDictionary(static process => (process.Pid, process.StartTicks), static process => process.CpuNs) ?? [];
        var accepted = connections?.Processes.ToDictionary(static process => process.Pid, static process => process.Accepted) ?? [];
        return
        [
            .. end.Processes
                .Select(process => new WorkerRecord(
                    process.Pid,
                    process.Name,
                    MonotonicClock.ToSeconds(process.CpuNs - before.GetValueOrDefault((process.Pid, process.StartTicks))),
                    process.RssBytes,
                    process.Threads,
                    accepted.GetValueOrDefault(process.Pid)))
                .OrderByDescending(static worker => worker.CpuS)
                .ThenBy(static worker => worker.Pid)
                .Take(ServiceSummary.MostWorkers),
        ];
    }

    /// <summary>Of the processes that have one listening socket in common. A parent that holds it only to hand it to its workers, and no connection, is none of them.</summary>
    /// <returns>Null where fewer than two share a socket, or nobody is connected.</returns>
    internal static ConnectionSpread? SpreadOf(ServiceCondition end, ServiceConnections? connections)
    {
        var sharers = connections?.Processes
            .SelectMany(static process => process.Listeners.Select(inode => (Inode: inode, Process: process)))
            .GroupBy(static pair => pair.Inode, static pair => pair.Process)
            .MaxBy(static group => group.Count())?.ToList() ?? [];
        var parents = end.Processes.Where(process => sharers.Exists(sharer => sharer.Pid == process.Pid)).Select(static process => process.ParentPid).ToHashSet();
        int[] held = [.. sharers.Where(process => !(parents.Contains(process.Pid) && process.Accepted == 0)).Select(static process => process.Accepted).OfType<int>()];
        return held.Length < 2 || held.Sum() == 0 ? null : new ConnectionSpread(held.Length, held.Min(), held.Max(), held.Sum());
    }
}
