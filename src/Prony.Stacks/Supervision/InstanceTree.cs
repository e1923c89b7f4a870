using Prony.Stacks.Containment;
using Prony.Stacks.Native;
using Prony.Stacks.Processes;

namespace Prony.Stacks.Supervision;

/// <summary>The processes of one instance among those of its service: what descends from its first process or is in its session, once seen always known.</summary>
/// <remarks>
/// Instances share the group of their service, which sees every process. What left both parent and session before it was first looked at cannot be told
/// from another instance's: it is the instance's that has lost its first process, else it stays with the service and goes with it. Not thread-safe.
/// </remarks>
internal sealed class InstanceTree(ServiceGroup group, int leader, Func<IReadOnlyList<int>> others)
{
    private readonly HashSet<(int Pid, long StartTicks)> _known = [];

    /// <summary>The live ones, the first process among them.</summary>
    internal IReadOnlyList<ProcessStat> Look()
    {
        var live = group.ReadLive();
        var mine = Below(live, [leader], _known);
        if (!mine.Contains(leader))
        {
            // It made itself a daemon, or was killed and left workers behind: what belongs to nobody else.
            var theirs = Below(live, others(), []);
            mine.UnionWith(live.Where(stat => !theirs.Contains(stat.Pid)).Select(static stat => stat.Pid));
        }

        IReadOnlyList<ProcessStat> found = [.. live.Where(stat => mine.Contains(stat.Pid))];
        _known.UnionWith(found.Select(static stat => (stat.Pid, stat.StartTicks)));
        return found;
    }

    /// <summary>Sends a signal to all of them; false when it reached none.</summary>
    internal bool Signal(int signal)
    {
        var isReached = false;
        foreach (var stat in Look())
        {
            isReached |= NativeLibc.kill(stat.Pid, signal) == 0;
        }

        return isReached;
    }

    private static HashSet<int> Below(IReadOnlyList<ProcessStat> live, IReadOnlyList<int> leaders, HashSet<(int Pid, long StartTicks)> known)
    {
        var members = live.Where(stat => leaders.Contains(stat.Pid) || leaders.Contains(stat.Session) || known.Contains((stat.Pid, stat.StartTicks)))
            .Select(static stat => stat.Pid).ToHashSet();
        for (var found = members.Count > 0; found;)
        {
            found = false;
            foreach (var stat in live)
            {
                found |= members.Contains(stat.ParentPid) && members.Add(stat.Pid);
            }
        }

        return members;
    }
}
