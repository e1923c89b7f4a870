using Prony.Measurement.Clocks;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Recording;

/// <summary>
/// CPU of a process tree as one finds it who looks only at the processes that live at each look, as psrecord does with psutil's <c>cpu_percent</c>: the first look at a process counts nothing,
/// and what one used since the last look at it is lost when it ends.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="pid">Root of the tree.</param>
/// <param name="children">With its children and theirs; one that was seen once is looked at on, whoever its parent is.</param>
public sealed class PolledCpu(int pid, bool children)
{
    private readonly Dictionary<(int Pid, long StartTicks), long> _seen = [];
    private long _sumNs;

    /// <summary>CPU seconds of all looks together.</summary>
    public double Seconds => MonotonicClock.ToSeconds(_sumNs);

    /// <summary>Looks once.</summary>
    public void Look()
    {
        foreach (var stat in children ? Tree() : Root())
        {
            var key = (stat.Pid, stat.StartTicks);
            if (_seen.TryGetValue(key, out var before) && stat.IsAlive)
            {
                _sumNs += stat.OwnCpuNs - before;
            }

            _seen[key] = stat.OwnCpuNs;
        }
    }

    private List<ProcessStat> Root() => ProcessStat.TryRead(pid, out var root) ? [root] : [];

    private List<ProcessStat> Tree()
    {
        var all = ProcFiles.ReadAll();
        var below = all.ToLookup(static stat => stat.ParentPid);
        var tree = all.Where(stat => stat.Pid == pid || _seen.ContainsKey((stat.Pid, stat.StartTicks))).ToDictionary(static stat => stat.Pid);
        var open = new Queue<int>(tree.Keys);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in below[parent])
            {
                if (tree.TryAdd(child.Pid, child))
                {
                    open.Enqueue(child.Pid);
                }
            }
        }

        return [.. tree.Values];
    }
}
