using System.Globalization;
using Prony.Experiments.Gates;
using Prony.Measurement.Clocks;
using Prony.Stacks.Accounting;

namespace Prony.Experiments.Limits;

/// <summary>What services did in a window, from readings before the load and at the window's ends. Pure.</summary>
internal static class ServiceUses
{
    /// <param name="before">Before the load: which processes are workers, and not children of single requests.</param>
    /// <param name="start">At the window's start.</param>
    /// <param name="end">At its end.</param>
    /// <param name="cpuS">CPU seconds of a service in the window, dead processes included; null when not known.</param>
    internal static IReadOnlyList<ServiceUse> Of(
        IReadOnlyList<ServiceCondition> before, IReadOnlyList<ServiceCondition> start, IReadOnlyList<ServiceCondition> end, Func<string, double?> cpuS) =>
    [
        .. from last in end
        join first in start on last.Service equals first.Service
        let known = before.FirstOrDefault(condition => condition.Service == last.Service)
        select Of(known, first, last, cpuS(last.Service)),
    ];

    private static ServiceUse Of(ServiceCondition? before, ServiceCondition start, ServiceCondition end, double? cpuS)
    {
        var lengthS = Math.Max(1e-9, MonotonicClock.ToSeconds(end.AtNs - start.AtNs));
        var first = start.Processes.ToDictionary(Key);
        var last = end.Processes.ToDictionary(Key);
        var settled = before?.Processes.ToDictionary(Key) ?? [];
        var gone = first.Where(process => settled.ContainsKey(process.Key) && !last.ContainsKey(process.Key)).Select(process => process.Value).ToList();
        var came = last.Where(process => !first.ContainsKey(process.Key)).Select(process => process.Value).ToList();
        List<ProcessUse> lived = [.. end.Processes.Where(process => first.ContainsKey(Key(process))).Select(process => Of(first[Key(process)], process, lengthS))];
        return new ServiceUse(end.Service, cpuS / lengthS ?? lived.Sum(process => process.Cores), lived)
        {
            LengthS = lengthS,
            HeldPeriods = end.Throttle?.Periods - start.Throttle?.Periods,
            HeldS = MonotonicClock.ToSeconds((end.Throttle?.HeldNs - start.Throttle?.HeldNs) ?? 0),
            CpuLimitCores = end.Throttle?.LimitCores,
            OpenFiles = end.Files?.Open,
            OpenFilesLimit = end.Files?.Limit ?? 0,
            QueueWaiting = end.Queue?.Waiting,
            QueueLength = end.Queue?.Length ?? 0,
            Gone = [.. gone.Select(Label)],
            Lost = gone.Count(process => process.CpuNs > settled[Key(process)].CpuNs || came.Exists(other => other.Name == process.Name)),
            Came = [.. came.Select(Label)],
            Respawns = end.Respawns,
        };
    }

    private static ProcessUse Of(ProcessReading start, ProcessReading end, double lengthS)
    {
        var busiestNs = start.ThreadCpuNs is { } before && end.ThreadCpuNs is { Count: > 0 } after
            ? after.Max(thread => thread.Value - before.GetValueOrDefault(thread.Key))
            : (long?)null;
        return new ProcessUse(
            end.Program ?? end.Name,
            MonotonicClock.ToSeconds(end.CpuNs - start.CpuNs) / lengthS,
            end.Threads,
            busiestNs is { } ns ? MonotonicClock.ToSeconds(ns) / lengthS : null);
    }

    private static (int Pid, long StartTicks) Key(ProcessReading process) => (process.Pid, process.StartTicks);

    private static string Label(ProcessReading process) => string.Create(CultureInfo.InvariantCulture, $"{process.Pid} {process.Name}");
}
